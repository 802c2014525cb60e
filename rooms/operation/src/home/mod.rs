//! What the room adds to the home page: one's own operation, what is made up, who came back, what runs out.

mod store;

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::Day;
use db::Asker;
use web::{
    Gathered, Markup, Todo, Urgency,
    parts::{self, State},
};

use self::store::{Row, What};
use crate::{operation::days_zh, pause::ToMakeUp};

/// One's own operation as a card says it.
struct Own {
    code: String,
    days: String,
    url: String,
}

#[derive(Template)]
#[template(path = "home/card.html")]
struct Card {
    own: Vec<Own>,
}

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let Some(person) = ctx.actor.person() else { return Ok(Default::default()) };
    let (mut todos, mut own) = (Vec::new(), Vec::new());
    let found = ask.all::<Row>(store::COLUMNS, store::found(ctx, person));
    for row in found.await? {
        let url = format!("/operations/{}", row.id);
        match row.what {
            What::Own => {
                own.push(Own { code: row.code, days: days_zh(row.from_on, row.to_on), url });
            }
            What::MakeUp => todos.push(make_up(row)),
            What::Back => todos.push(back(ctx.today, &row)),
            What::Ending => todos.push(ending(ctx.today, &row, url)),
            What::Unappraised => todos.push(unappraised(&row, &url)),
        }
    }
    let card = Card { own };
    let cards = if card.own.is_empty() {
        Vec::new()
    } else {
        vec![Markup(card.render().map_err(Error::broken)?)]
    };
    Ok((todos, cards))
}

fn make_up(row: Row) -> Todo {
    let it = ToMakeUp { id: row.id, unit: row.unit, period: row.period, kind: row.code };
    Todo {
        title: it.title(),
        tag: parts::tag(State::Due, "归来补办"),
        words: "执行任务期间停下来的，人已归来".into(),
        why: Some(("不补？写明原因".into(), format!("/operations/returns?unit={}", it.unit))),
        actions: vec![("补上".into(), it.draft_url())],
        due: None,
        urgency: Urgency::Soon,
    }
}

fn back(today: Day, row: &Row) -> Todo {
    let days = row.to_on.days_until(today);
    let when = if days == 0 { "今天".to_owned() } else { format!("{days}天前") };
    Todo {
        title: format!("{}名同志执行任务归来", row.count),
        tag: parts::tag(State::Due, "看一看"),
        words: format!("{when}归队，鉴定和表扬已转来；没有到的会要传达"),
        why: None,
        actions: vec![("看带回的材料".into(), format!("/operations/returns?unit={}", row.unit))],
        due: None,
        urgency: Urgency::Anytime,
    }
}

fn ending(today: Day, row: &Row, url: String) -> Todo {
    let days = today.days_until(row.to_on) - 1;
    let word = if days <= 0 { "今天到期".to_owned() } else { format!("还有{days}天") };
    Todo {
        title: format!("{}快到期", row.code),
        tag: parts::tag(State::Soon, &word),
        words: "到期自动结束，临时党支部撤销；要延长，先由党委决定".into(),
        why: None,
        actions: vec![("看看".into(), url)],
        due: Some(row.to_on.plus_days(-1)),
        urgency: Urgency::Soon,
    }
}

fn unappraised(row: &Row, url: &str) -> Todo {
    Todo {
        title: format!("给{}名同志写鉴定", row.count),
        tag: parts::tag(State::Due, "结束以前"),
        words: format!("{}，写好当时就转给原支部和本人", row.code),
        why: None,
        actions: vec![("写鉴定".into(), format!("{url}/words/new?sort=appraisal"))],
        due: Some(row.to_on.plus_days(-1)),
        urgency: Urgency::Soon,
    }
}
