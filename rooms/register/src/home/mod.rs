//! What waits: an agreement that runs out, a studio that nobody has looked at, new secretaries whom nobody takes on, a pair
//! whose time is over.

mod store;

use act::{Ctx, Result};
use calendar::Day;
use db::Asker;
use web::{
    Gathered, Todo, Urgency,
    parts::{self, State},
};

use self::store::{Row, What};
use crate::sort;

pub(crate) async fn at_home(ctx: &Ctx, ask: &Asker) -> Result<Gathered> {
    let found = ask.all::<Row>(store::COLUMNS, store::found(ctx));
    let todos = found.await?.into_iter().map(|it| todo(ctx.today, &it)).collect();
    Ok((todos, Vec::new()))
}

fn todo(today: Day, row: &Row) -> Todo {
    let url = format!("/registers/{}", row.id);
    let (title, tag, words, action) = match row.what {
        What::Ending => {
            let left = today.days_until(row.due_on) - 1;
            let word =
                if left <= 0 { "今天到期".to_owned() } else { format!("还有{left}天") };
            let words = "续签的改最后一天；不再续的，到期自己结束";
            (format!("共建协议到期：{}", row.name), parts::tag(State::Soon, &word), words, "看协议")
        }
        What::Look => {
            let words = "一年看一次：没做到的写明原因，不打分";
            let title = format!("对照标准看{}", row.name);
            (title, parts::tag(State::Due, "今年还没看"), words, "看一次")
        }
        What::New => {
            let months = sort::studio().map_or(0, |(_, it)| it.new_months);
            let title = format!("{}名新任书记还没有人带", row.count);
            let tag = parts::tag(State::Due, &format!("任职不满{months}个月"));
            (title, tag, "名单在工作室页面，一点就结对", "去结对")
        }
        What::Pair => {
            let words = "写两三句小结：带了什么，有什么变化";
            (row.name.clone(), parts::tag(State::Late, "到期，写小结"), words, "写小结")
        }
    };
    let url = match row.what {
        What::Pair => format!("/registers/pairs/{}/ending", row.id),
        What::Look => format!("{url}/look"),
        What::Ending | What::New => url,
    };
    let due = matches!(row.what, What::Ending).then(|| row.due_on.plus_days(-1));
    let urgency = match row.what {
        What::Pair => Urgency::Late,
        What::Ending => Urgency::Soon,
        What::Look | What::New => Urgency::Anytime,
    };
    Todo {
        title,
        tag,
        words: words.into(),
        why: None,
        actions: vec![(action.to_owned(), url)],
        due,
        urgency,
    }
}
