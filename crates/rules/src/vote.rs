//! The vote engines: who must be there, and how many must say yes. Every share comes from `regulations/vote/`.

use crate::value::{NoValue, Threshold};
use crate::{Dated, Rules};
use calendar::Day;
use serde::Deserialize;

/// Bodies differ in whom they count; each has a folder of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// 党员大会 on ordinary matters.
    GeneralMeeting,
    /// 党员大会 on admitting or converting a member: written views count.
    Recruitment,
    /// 支部委员会.
    Committee,
    /// 选举.
    Election,
    /// 党组性质党委 on ordinary matters.
    LeadingBody,
    /// The same on personnel and on disciplining members.
    LeadingBodyPersonnel,
}

impl Engine {
    pub const ALL: [Self; 6] = [
        Self::GeneralMeeting,
        Self::Recruitment,
        Self::Committee,
        Self::Election,
        Self::LeadingBody,
        Self::LeadingBodyPersonnel,
    ];

    /// The folder of its values, below `vote/`.
    pub fn key(self) -> &'static str {
        match self {
            Self::GeneralMeeting => "general-meeting",
            Self::Recruitment => "recruitment",
            Self::Committee => "committee",
            Self::Election => "election",
            Self::LeadingBody => "leading-body",
            Self::LeadingBodyPersonnel => "leading-body-personnel",
        }
    }

    /// Whom it counts: `有表决权`, `有选举权`, `应到会委员`.
    pub fn voters_zh(self) -> &'static str {
        match self {
            Self::GeneralMeeting | Self::Recruitment => "有表决权",
            Self::Election => "有选举权",
            Self::Committee => "委员",
            Self::LeadingBody | Self::LeadingBodyPersonnel => "党委成员",
        }
    }

    fn value<'a>(self, rules: &'a Rules, what: &str, on: Day) -> Result<&'a Dated, NoValue> {
        rules.at(&format!("vote/{}/{what}", self.key()), on)
    }

    fn share(self, rules: &Rules, what: &str, on: Day) -> Result<Threshold, NoValue> {
        rules.threshold(&format!("vote/{}/{what}", self.key()), on)
    }
}

/// Whether enough came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    pub engine: Engine,
    pub rule: Threshold,
    pub should_attend: i64,
    pub present: i64,
    /// The fewest who must be there.
    pub needed: i64,
    pub met: bool,
}

impl Quorum {
    /// `有表决权26人，应超过半数（14人）到会，实到13人，不足`
    pub fn say(&self) -> String {
        let word = if self.met { "符合" } else { "不足" };
        format!(
            "{}{}人，到会应{}（{}人），实到{}人，{word}",
            self.engine.voters_zh(),
            self.should_attend,
            self.rule.zh(),
            self.needed,
            self.present
        )
    }
}

/// One motion, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ballot {
    pub should_attend: i64,
    pub present: i64,
    pub yes: i64,
    /// Agreeing views that absent members handed in before the meeting.
    pub written_yes: i64,
}

/// What became of a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub quorum: Quorum,
    pub rule: Threshold,
    /// `true` where the share is of those present, as in elections.
    pub of_present: bool,
    pub base: i64,
    /// The yes that were counted.
    pub yes: i64,
    /// The fewest yes that carry it.
    pub needed: i64,
    /// *False* also where too few came.
    pub passed: bool,
}

impl Decision {
    /// `应到会26人，赞成应超过半数（14票），得14票，通过`
    pub fn say(&self) -> String {
        let base = if self.of_present { "实到会" } else { "应到会" };
        let end = match (self.quorum.met, self.passed) {
            (false, _) => "到会人数不足，表决无效",
            (true, true) => "通过",
            (true, false) => "未通过",
        };
        let (rule, needed) = (self.rule.zh(), self.needed);
        format!("{base}{}人，赞成应{rule}（{needed}票），得{}票，{end}", self.base, self.yes)
    }
}

/// Are enough there, by the rules of that day?
pub fn quorum(
    rules: &Rules,
    engine: Engine,
    on: Day,
    should_attend: i64,
    present: i64,
) -> Result<Quorum, NoValue> {
    let rule = engine.share(rules, "quorum", on)?;
    let needed = rule.fewest(should_attend);
    let met = rule.met(present, should_attend);
    Ok(Quorum { engine, rule, should_attend, present, needed, met })
}

/// Is the motion carried, by the rules of that day?
pub fn decide(
    rules: &Rules,
    engine: Engine,
    on: Day,
    ballot: &Ballot,
) -> Result<Decision, NoValue> {
    let quorum = quorum(rules, engine, on, ballot.should_attend, ballot.present)?;
    let rule = engine.share(rules, "pass", on)?;
    let of_present = engine.value(rules, "base", on)?.word() == Some("present");
    let written = engine.value(rules, "written", on)?.word() == Some("counted");
    let base = if of_present { ballot.present } else { ballot.should_attend };
    let yes = ballot.yes + if written { ballot.written_yes } else { 0 };
    let passed = quorum.met && rule.met(yes, base);
    Ok(Decision { quorum, rule, of_present, base, yes, needed: rule.fewest(base), passed })
}

/// The outcome of an election with several candidates, as indexes into the votes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elected {
    pub elected: Vec<usize>,
    /// Equal at the last seat: a run-off among these decides.
    pub tied: Vec<usize>,
    /// Seats that neither an election nor a run-off can fill: vote again for these.
    pub open: usize,
}

/// Who is elected, where `votes` are the yes of each candidate.
pub fn elect(
    rules: &Rules,
    on: Day,
    present: i64,
    seats: usize,
    votes: &[i64],
) -> Result<Elected, NoValue> {
    let rule = Engine::Election.share(rules, "pass", on)?;
    let mut over: Vec<usize> = (0..votes.len()).filter(|&n| rule.met(votes[n], present)).collect();
    over.sort_by_key(|&n| std::cmp::Reverse(votes[n]));
    if over.len() <= seats {
        let open = seats - over.len();
        return Ok(Elected { elected: over, tied: Vec::new(), open });
    }
    let last = seats.checked_sub(1).map_or(i64::MAX, |n| votes[over[n]]);
    let equal: Vec<usize> = over.iter().copied().filter(|&n| votes[n] == last).collect();
    let above: Vec<usize> = over.iter().copied().filter(|&n| votes[n] > last).collect();
    if above.len() + equal.len() <= seats {
        return Ok(Elected { elected: [above, equal].concat(), tied: Vec::new(), open: 0 });
    }
    Ok(Elected { elected: above, tied: if seats == 0 { Vec::new() } else { equal }, open: 0 })
}
