//! 我想找人谈谈: everybody's button. Whom, and a time that suits; no reason is asked. Only the chosen one sees it, and it is
//! deleted thirty days after the two have talked. No event, no notice, no count (docs/adr/0127).

mod pages;
mod period;
mod renew;
mod store;

use std::collections::HashMap;

use act::{Ctx, Result, Wish};
use calendar::Day;
use db::{Asker, Read};
use systems::Systems;
use web::{
    Todo, Urgency,
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

/// Both sides of what he asked and was asked, for his copy.
pub(crate) fn own(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<web::OwnEntry>> {
    const CLASS: &str = "我想找人谈谈";
    let (mine, to_me) = (ctx.own_wishes(read)?, ctx.wishes_to_me(read)?);
    let others: Vec<i64> =
        mine.iter().chain(&to_me).flat_map(|it| [it.person, it.chosen]).collect();
    let names = people::names_of(read, &others)?;
    let name = |id: i64| {
        let found = names.iter().find(|(known, _)| *known == id);
        found.map_or("已不在册的人", |(_, name)| name.as_str())
    };
    let line = |wish: &Wish| {
        let item = if wish.person == person {
            format!("想找{}谈谈", name(wish.chosen))
        } else {
            format!("{}想找您谈谈", name(wish.person))
        };
        let answer = wish.answer.as_ref();
        let answer = answer.map(|it| format!("，约在{}{}，{}", it.on.zh(), it.from, it.place));
        let value = format!("{}{}", time_zh(&wish.when), answer.unwrap_or_default());
        web::OwnEntry::new(CLASS, item, value).on(wish.asked_at.day())
    };
    Ok(mine.iter().chain(&to_me).map(line).collect())
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
    if let Some((above, name)) = store::above(read, unit)? {
        let held = people::held_in(read, above, ctx.today)?;
        held.iter().filter(|it| it.kind == "secretary").for_each(|it| add(it, &name));
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
pub(crate) async fn todos(ctx: &Ctx, ask: &Asker, to_me: Vec<Wish>) -> Result<Vec<Todo>> {
    let waiting: Vec<Wish> = to_me.into_iter().filter(|it| it.done_at.is_none()).collect();
    let askers: Vec<i64> = waiting.iter().map(|it| it.person).collect();
    let names: HashMap<i64, String> =
        people::names_of_asked(ask, &askers).await?.into_iter().collect();
    let name = |wish: &Wish| names.get(&wish.person).map_or("", String::as_str);
    let to_answers = waiting.iter().filter(|it| it.answer.is_none());
    let mut todos: Vec<Todo> = to_answers.map(|it| to_answer(ctx.today, it, name(it))).collect();
    let of_today =
        waiting.iter().filter(|it| it.answer.as_ref().is_some_and(|it| it.on <= ctx.today));
    todos.extend(of_today.map(|it| to_hold(it, name(it))));
    Ok(todos)
}

fn to_answer(today: Day, wish: &Wish, name: &str) -> Todo {
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
        urgency: Urgency::Soon,
    }
}

fn to_hold(wish: &Wish, name: &str) -> Todo {
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
        urgency: Urgency::Soon,
    }
}
