//! What waits: for a unit that a directive asks something of; for its issuer, reasons to answer and one to close; for a post, its
//! tasks; for who keeps the ledger, what was reported or asked.

mod store;
mod tasks;

use act::{Ctx, Result};
use db::Asker;
use web::{
    Gathered, Todo, Urgency,
    parts::{self, State},
};

use self::store::{Row, What};

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let found = ask.all::<Row>(store::COLUMNS, store::found(ctx));
    let tasks = ask.all::<tasks::Row>(store::TASK_COLUMNS, store::tasks(ctx));
    let of_directives = found.await?.into_iter().map(|row| todo(ctx, row));
    let of_tasks = tasks.await?.into_iter().map(|row| tasks::todo(ctx, row));
    Ok((of_directives.chain(of_tasks).collect(), Vec::new()))
}

fn todo(ctx: &Ctx, row: Row) -> Todo {
    let url = format!("/directives/{}", row.id);
    let own = format!("{url}/units/{}", row.unit);
    let days = ctx.today.days_until(row.to_on);
    let (title, tag, words, action, urgency) = match row.what {
        What::Asked => {
            let tag = match days {
                days if days < 0 => parts::tag(State::Late, "逾期"),
                0 => parts::tag(State::Soon, "今天到期"),
                days if days <= 7 => parts::tag(State::Soon, &format!("还有{days}天")),
                _ => parts::tag(State::Due, "部署"),
            };
            let words = if row.has_draft {
                "草稿已经按部署填好，开完存档就算办了".to_owned()
            } else {
                format!("{}部署，{}以前开展", row.issuer, row.to_on.zh_short())
            };
            let action = if row.has_draft { "接着办" } else { "起草记录" };
            (
                row.title,
                tag,
                words,
                (action, own),
                if days < 0 { Urgency::Late } else { Urgency::Soon },
            )
        }
        What::Waiting => (
            format!("答复“{}”的说明", row.title),
            parts::tag(State::Due, "等答复"),
            format!("{}个组织说明了为什么没有开展", row.count),
            ("看说明", format!("{url}?state=said")),
            Urgency::Soon,
        ),
        What::Over => (
            format!("“{}”到期了", row.title),
            parts::tag(State::Due, "可以收尾"),
            "小结由各组织的记录汇成，不用再要材料".to_owned(),
            ("看开展情况", url),
            Urgency::Anytime,
        ),
    };
    Todo {
        title,
        tag,
        words,
        why: None,
        actions: vec![(action.0.to_owned(), action.1)],
        due: (row.what == What::Asked).then_some(row.to_on),
        urgency,
    }
}
