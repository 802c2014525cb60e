//! A verdict in words, for the page and the terminal.

use super::verdict::{State, Verdict};
use rules::Counts;

impl Verdict<'_> {
    /// One sentence: the conclusion.
    pub fn words(&self) -> String {
        if self.slot.stands.is_empty() { self.counted_words() } else { self.stood_words() }
    }

    /// `已完成`, `将到期`, `逾期` …
    pub fn tag(&self) -> &'static str {
        if self.soon { "将到期" } else { self.state.zh() }
    }

    /// `补录` or `逾期完成` beside a tag of done.
    pub fn tag_beside(&self) -> Option<&'static str> {
        match (self.late_done, self.late_entry) {
            (true, _) => Some("逾期完成"),
            (_, true) => Some("补录"),
            _ => None,
        }
    }

    /// `最后一天是2026年9月30日，已过51天`
    pub fn deadline(&self) -> String {
        let days = self.on.days_until(self.last_day);
        let rest = match days {
            0 => "就是今天".to_owned(),
            1.. => format!("还有{days}天"),
            _ => format!("已过{}天", -days),
        };
        let sure = if self.provisional { "（暂定，工作日安排尚未公布）" } else { "" };
        format!("最后一天是{}{sure}，{rest}", self.last_day.zh())
    }

    /// `1次`, `32学时`, `12.5学时`, `90分钟`
    pub fn amount(&self, quantity: i64) -> String {
        match self.slot.duty.counts {
            Counts::Times => format!("{quantity}次"),
            Counts::Minutes => format!("{quantity}分钟"),
            Counts::Hours => hours(self.tenths(quantity)),
        }
    }

    /// What is still missing, so that what is needed, had and missing add up as they are written.
    pub fn amount_missing(&self) -> String {
        match self.slot.duty.counts {
            Counts::Times | Counts::Minutes => self.amount(self.missing()),
            Counts::Hours => hours((self.tenths(self.needed) - self.tenths(self.met)).max(0)),
        }
    }

    /// Of class hours.
    fn tenths(&self, minutes: i64) -> i64 {
        minutes * 10 / self.slot.unit.max(1)
    }

    /// What can still be done about it; `None` where nothing is to do.
    pub fn hint(&self) -> Option<String> {
        if self.state != State::Overdue || !self.slot.stands.is_empty() {
            return None;
        }
        let period = self.slot.period.zh();
        let until = self.slot.closes_on.filter(|closes| *closes >= self.on);
        Some(match (self.slot.start_on, until) {
            (Some(_), _) => "现在办理，算作逾期完成。".to_owned(),
            (None, Some(closes)) => format!(
                "会期在{period}之内的，可以补录；现在再办的，写明补办{period}，算作逾期完成，到{}为止。",
                closes.zh_short()
            ),
            (None, None) => format!("会期在{period}之内的，可以补录；现在再办的，不能补{period}。"),
        })
    }

    fn counted_words(&self) -> String {
        let (needed, met) = (self.amount(self.needed), self.amount(self.met));
        let day = self.last_day.zh_short();
        match self.state {
            State::Done if self.late_done => {
                format!("应有{needed}，已有{met}，其中有在最后一天（{day}）之后办的。")
            }
            State::Done => format!("应有{needed}，已有{met}，在最后一天（{day}）之前。"),
            State::Due if self.met > 0 => {
                format!("应有{needed}，已有{met}，还差{}。", self.amount_missing())
            }
            State::Due => format!("应有{needed}，{}。", self.deadline()),
            State::Overdue => format!("应有{needed}，能计入的{met}。"),
            State::Missed => format!("应有{needed}，能计入的{met}，已经不能补办。"),
            State::Explained => {
                let reason = self.reason.trim_end_matches('。');
                format!("应有{needed}，能计入的{met}；没有办的原因：{reason}。")
            }
            State::Exempt if self.by.is_empty() => format!("已免办，原因：{}。", self.reason),
            State::Exempt => format!("由{}免办，原因：{}。", self.by, self.reason),
            State::NotKept => "在启用日之前，不在这里登记。".to_owned(),
            State::NotApplicable => format!("不适用：{}。", self.reason),
        }
    }

    fn stood_words(&self) -> String {
        match self.state {
            State::Done => "符合要求。".to_owned(),
            State::Due => format!("{}，应在{}之前解决。", self.reason, self.last_day.zh()),
            State::Overdue | State::Missed => format!("{}，{}。", self.reason, self.deadline()),
            State::NotApplicable if self.reason.is_empty() => "当日不适用。".to_owned(),
            _ => self.counted_words(),
        }
    }
}

fn hours(tenths: i64) -> String {
    let (whole, part) = (tenths / 10, tenths % 10);
    if part == 0 { format!("{whole}学时") } else { format!("{whole}.{part}学时") }
}
