//! What meetings of the demo agreed to do: most of it done, what the last ones agreed still open.

use calendar::{Day, Instant};
use record::Agreed;

/// (what, what came of it)
const MATTERS: [(&str, &str); 6] = [
    ("党员活动室的值班表重新排一次", "新表已贴在门口，夜班同志排到了周五下午"),
    ("困难党员的走访由组织委员牵头", "三户都走到了，一户的就医报销已帮着办"),
    ("窗口亮身份的岗位牌补齐", "六块岗位牌已换，窗口同志都戴了党徽"),
    ("党员教育书籍借阅登记清点", "清点完毕，缺的两本已补"),
    ("青年党员帮老同志用手机看学习材料", "四名老同志已经会用"),
    ("社区反诈宣传的材料改短一页", "新材料已发到两个小区"),
];
/// (what was found, what is done about it, what came of it)
const PUT_RIGHT: [(&str, &str, &str); 3] = [
    (
        "集体学习重传达、轻讨论",
        "每次学习先定一个讨论题，由一名成员领学",
        "从上季度起每次都有讨论题",
    ),
    ("到基层所队听意见不够", "班子成员每季度到联系点参加一次支部活动", "成员都已到过联系点"),
    ("值班多的同志谈心谈话排不上", "夜班同志的谈话排在交接班前后", ""),
];
/// Days from the meeting until it is to be done.
const DAYS: i32 = 21;
const DAYS_OF_LIFE_MEETING: i32 = 270;

/// Of one meeting; `who` does it.
pub(super) fn at(kind: &str, held_on: Day, today: Day, who: Option<(i64, String)>) -> Vec<Agreed> {
    match kind {
        "committee_meeting" => vec![matter(held_on, today, who)],
        "democratic_life_meeting" | "organizational_life_meeting" => {
            put_right(held_on, today, who.as_ref())
        }
        _ => Vec::new(),
    }
}

fn matter(held_on: Day, today: Day, owner: Option<(i64, String)>) -> Agreed {
    let month = usize::try_from(held_on.month()).unwrap_or_default();
    let (text, outcome) = MATTERS[month % MATTERS.len()];
    let due = held_on.plus_days(DAYS);
    Agreed {
        text: text.to_owned(),
        owner,
        due_on: Some(due),
        done: done(due.plus_days(-2), today, outcome),
        ..Agreed::default()
    }
}

/// The last of the list takes until its day.
fn put_right(held_on: Day, today: Day, who: Option<&(i64, String)>) -> Vec<Agreed> {
    let one = |(problem, text, outcome): &(&str, &str, &str)| Agreed {
        problem: (*problem).to_owned(),
        text: (*text).to_owned(),
        owner: who.cloned(),
        due_on: Some(held_on.plus_days(DAYS_OF_LIFE_MEETING)),
        done: done(held_on.plus_days(120), today, outcome),
    };
    PUT_RIGHT.iter().map(one).collect()
}

fn done(on: Day, today: Day, outcome: &str) -> Option<(Instant, String)> {
    (on < today && !outcome.is_empty()).then(|| (Instant::at(on, 16, 0), outcome.to_owned()))
}
