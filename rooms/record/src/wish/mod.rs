//! 我想找人谈谈: everybody's button. Whom, and a time that suits; no reason is asked. Only the chosen one sees it, and it is
//! deleted thirty days after the two have talked. No event, no notice, no count (docs/adr/0127).

mod pages;
mod period;
mod renew;

use std::collections::HashMap;

use act::{Ctx, Result};
use calendar::Day;
use db::Read;
use systems::Systems;
use web::{
    Todo,
    parts::{self, State},
};

pub(crate) use self::period::eraser;
pub use self::renew::renewal;

pub(crate) use self::pages::routes;

/// Waits so long before it is said how long it waits.
const WAITS_DAYS: i32 = 3;

/// Times that suit.
const TIMES: [(&str, &str); 5] = [
    ("any", "什么时候都可以"),
    ("work", "上班时间"),
    ("noon", "中午"),
    ("evening", "下班以后"),
    ("weekend", "休息日"),
];

fn time_zh(key: &str) -> &str {
    TIMES.iter().find(|(known, _)| *known == key).map_or(key, |(_, zh)| zh)
}

/// Somebody who can be asked.
pub(crate) struct Choosable {
    pub(crate) person: i64,
    /// 周立群（书记）
    pub(crate) words: String,
}

/// The committee of his branch, its secretary first, and the secretary of the unit above; and in words what is vacant.
fn choosable(ctx: &Ctx, read: &Read, person: i64) -> Result<(Vec<Choosable>, Option<String>)> {
    let Some(unit) = people::unit_of(read, person)? else {
        return Ok((Vec::new(), Some("您的组织关系还没有登记，请先找本机关党务管理员".into())));
    };
    let systems = ctx.part::<Systems>();
    let mut found: Vec<Choosable> = Vec::new();
    let mut add = |it: &people::Post, of: &str| {
        let is_there = found.iter().any(|known| known.person == it.person);
        if it.person != person && !is_there {
            let title = systems.post(&it.kind).map_or("", |post| post.title.as_str());
            found.push(Choosable {
                person: it.person,
                words: format!("{}（{of}{title}）", it.name),
            });
        }
    };
    let mut held = people::held_in(read, unit, ctx.today)?;
    held.retain(|it| systems.post(&it.kind).is_some_and(|post| post.committee));
    held.sort_by_key(|it| systems.posts().iter().position(|post| post.key() == it.kind));
    for it in &held {
        add(it, "");
    }
    let place = act::Place::find(read, unit)?;
    let path = place.and_then(|it| it.lead_path).unwrap_or_default();
    let above = path.trim_end_matches('/').rsplit('/').nth(1).and_then(|it| it.parse::<i64>().ok());
    if let Some(above) = above.and_then(|id| act::Place::find(read, id).transpose()).transpose()? {
        let held = people::held_in(read, above.id, ctx.today)?;
        held.iter().filter(|it| it.kind == "secretary").for_each(|it| add(it, &above.short_name));
    }
    let is_vacant = !held.iter().any(|it| it.kind == "secretary");
    let words = match (is_vacant, found.is_empty()) {
        (_, true) => {
            Some("本支部和上级的书记、委员都空缺，可以找本机关党务管理员问找谁".to_owned())
        }
        (true, _) => Some("本支部书记空缺，可以找别的委员或者上级书记".to_owned()),
        _ => None,
    };
    Ok((found, words))
}

/// What waits for the chosen one, on his home page alone; and for who asked, that there is an answer.
pub(crate) fn todos(ctx: &Ctx, read: &Read) -> Result<Vec<Todo>> {
    let waiting: Vec<act::Wish> =
        ctx.wishes_to_me(read)?.into_iter().filter(|it| it.done_at.is_none()).collect();
    let askers: Vec<i64> = waiting.iter().map(|it| it.person).collect();
    let names: HashMap<i64, String> = people::names_of(read, &askers)?.into_iter().collect();
    let name = |wish: &act::Wish| names.get(&wish.person).map_or("", String::as_str);
    let to_answers = waiting.iter().filter(|it| it.answer.is_none());
    let mut todos: Vec<Todo> = to_answers.map(|it| to_answer(ctx.today, it, name(it))).collect();
    let of_today =
        waiting.iter().filter(|it| it.answer.as_ref().is_some_and(|it| it.on <= ctx.today));
    todos.extend(of_today.map(|it| to_hold(it, name(it))));
    Ok(todos)
}

fn to_answer(today: Day, wish: &act::Wish, name: &str) -> Todo {
    let asked_on = wish.asked_at.day();
    let days = asked_on.days_until(today);
    let (state, word) = if days >= WAITS_DAYS {
        (State::Soon, format!("等了{days}天"))
    } else {
        (State::Due, "等您定时间".to_owned())
    };
    Todo {
        title: format!("{name}想和您谈谈"),
        tag: parts::tag(state, &word),
        words: format!("方便的时间：{}。只有您看得到", time_zh(&wish.when)),
        why: None,
        actions: vec![("定时间和地点".into(), "/me/wishes".into())],
        due: Some(asked_on.plus_days(WAITS_DAYS)),
        weight: 1,
    }
}

fn to_hold(wish: &act::Wish, name: &str) -> Todo {
    let answer = wish.answer.as_ref();
    let at = answer
        .map_or_else(String::new, |it| format!("{}{}，{}", it.on.zh_short(), it.from, it.place));
    Todo {
        title: format!("和{name}谈谈"),
        tag: parts::tag(State::Due, "约好了"),
        words: format!("{at}。谈过了点一下，30天以后自动删除"),
        why: None,
        actions: vec![("打开".into(), "/me/wishes".into())],
        due: answer.map(|it| it.on),
        weight: 1,
    }
}
