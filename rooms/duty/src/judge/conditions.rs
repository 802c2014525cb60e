//! The predicates that regulations name. Every number they need comes from a value.

use super::fact::Fact;
use super::history::History;
use super::span::Span;
use calendar::Day;
use rules::Rules;
use rules::vote::{Engine, quorum};

/// A condition on a bearer: its name, what it means, and why it does not hold.
pub(super) struct OnBearer {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) otherwise: &'static str,
    pub(super) holds: fn(&Rules, &History, Day) -> bool,
}

/// A condition on a fact. `Err` is the reason, for the person who entered it.
pub(super) struct OnFact {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) holds: fn(&Rules, &Fact) -> Result<(), String>,
}

/// *False* also before the value's first version: then nobody had set the number.
fn compare(
    rules: &Rules,
    bearer: &History,
    figure: &str,
    value: &str,
    day: Day,
) -> Option<std::cmp::Ordering> {
    Some(bearer.figure(figure, day).cmp(&rules.number(value, day).ok()?))
}

pub(super) const ON_BEARER: &[OnBearer] = &[
    OnBearer {
        name: "has-committee",
        title: "设有支部委员会",
        otherwise: "没有设支部委员会",
        holds: |_, b, day| b.figure("committee-members", day) > 0,
    },
    OnBearer {
        name: "has-secretary",
        title: "有书记",
        otherwise: "书记空缺",
        holds: |_, b, day| b.figure("secretaries", day) > 0,
    },
    OnBearer {
        name: "committee-due",
        title: "正式党员达到设立支委会的人数",
        otherwise: "正式党员没有达到设立支委会的人数",
        holds: |rules, b, day| {
            compare(rules, b, "full-members", "branch/committee-threshold", day)
                .is_some_and(std::cmp::Ordering::is_ge)
        },
    },
    OnBearer {
        name: "has-groups",
        title: "划分了党小组",
        otherwise: "没有划分党小组",
        holds: |_, b, day| b.figure("groups", day) > 0,
    },
    OnBearer {
        name: "enough-to-stand",
        title: "正式党员达到成立党支部的人数",
        otherwise: "正式党员没有达到成立党支部的人数",
        holds: |rules, b, day| {
            compare(rules, b, "full-members", "branch/founding-members", day)
                .is_some_and(std::cmp::Ordering::is_ge)
        },
    },
    OnBearer {
        name: "within-size",
        title: "党员没有超过一个党支部的人数",
        otherwise: "党员超过了一个党支部的人数",
        holds: |rules, b, day| {
            compare(rules, b, "members", "branch/size-limit", day)
                .is_some_and(std::cmp::Ordering::is_le)
        },
    },
    OnBearer {
        name: "has-discipline-committee",
        title: "设有机关纪委",
        otherwise: "没有设机关纪委",
        holds: |_, b, day| b.figure("discipline-members", day) > 0,
    },
    OnBearer {
        name: "post-held",
        title: "职务有人担任",
        otherwise: "职务空缺",
        holds: |_, b, day| b.figure("holders", day) > 0,
    },
    OnBearer {
        name: "able",
        title: "不属于年老体弱不作硬性要求的党员",
        otherwise: "年老体弱，不作硬性要求",
        holds: |_, b, day| b.figure("excused", day) == 0,
    },
    OnBearer {
        name: "on-committee",
        title: "所在支部委员会不止一人",
        otherwise: "支部没有其他委员",
        holds: |_, b, day| b.figure("committee-members", day) > 1,
    },
    OnBearer {
        name: "off-committee",
        title: "一年里没有担任支部委员",
        otherwise: "担任支部委员的，谈话在另外两类里",
        holds: |_, b, day| {
            let year = Span { first: day, last: day.plus_months(12).plus_days(-1) };
            let sat = b.bound(&["committee_member".to_owned()]);
            !sat.into_iter().any(|it| it.cut(year).is_some())
        },
    },
];

pub(super) const ON_FACT: &[OnFact] = &[
    OnFact {
        name: "quorum-met",
        title: "有表决权的党员到会过半数",
        holds: |rules, fact| enough(rules, fact, Engine::GeneralMeeting, "voters", "present"),
    },
    OnFact {
        name: "committee-quorum-met",
        title: "委员到会过半数",
        holds: |rules, fact| {
            enough(rules, fact, Engine::Committee, "committee-members", "committee-present")
        },
    },
    OnFact {
        name: "election-quorum-met",
        title: "有选举权的党员到会人数符合选举条例",
        holds: |rules, fact| enough(rules, fact, Engine::Election, "voters", "present"),
    },
    OnFact {
        name: "leading-quorum-met",
        title: "党委成员到会人数符合规定",
        holds: |rules, fact| enough(rules, fact, Engine::LeadingBody, "voters", "present"),
    },
    OnFact {
        name: "two-thirds-present",
        title: "班子成员到会人数符合民主生活会规定",
        holds: life_meeting,
    },
    OnFact {
        name: "by-bearer",
        title: "由本人讲授",
        holds: |_, fact| marked(fact, "by-bearer", "不是本人讲的"),
    },
    OnFact {
        name: "between-seats",
        title: "双方都是支部委员",
        holds: |_, fact| marked(fact, "between-seats", "不是委员之间谈的"),
    },
    OnFact {
        name: "seat-and-member",
        title: "一方是支部委员，一方是普通党员",
        holds: |_, fact| marked(fact, "seat-and-member", "不是委员同党员谈的"),
    },
    OnFact {
        name: "between-members",
        title: "双方都是普通党员，不是支部委员",
        holds: |_, fact| marked(fact, "between-members", "不是普通党员之间谈的"),
    },
    OnFact {
        name: "talked-with",
        title: "是谈话对象，不是谈话人",
        holds: |_, fact| marked(fact, "talked-with", "不是谈话对象"),
    },
];

fn enough(
    rules: &Rules,
    fact: &Fact,
    engine: Engine,
    should: &str,
    present: &str,
) -> Result<(), String> {
    let (should, present) = (fact.figure(should), fact.figure(present));
    let found = quorum(rules, engine, fact.held_on, should, present).map_err(|e| e.to_string())?;
    if found.met { Ok(()) } else { Err(found.say()) }
}

fn life_meeting(rules: &Rules, fact: &Fact) -> Result<(), String> {
    let rule = rules.threshold("life/attendance", fact.held_on).map_err(|e| e.to_string())?;
    let (should, present) = (fact.figure("voters"), fact.figure("present"));
    if rule.met(present, should) {
        return Ok(());
    }
    let (words, needed) = (rule.zh(), rule.fewest(should));
    Err(format!("班子成员{should}人，到会应{words}（{needed}人），实到{present}人，不足"))
}

fn marked(fact: &Fact, mark: &str, otherwise: &str) -> Result<(), String> {
    if fact.marks.contains(mark) { Ok(()) } else { Err(otherwise.to_owned()) }
}

pub(super) fn on_bearer(name: &str) -> Option<&'static OnBearer> {
    ON_BEARER.iter().find(|c| c.name == name)
}

pub(super) fn on_fact(name: &str) -> Option<&'static OnFact> {
    ON_FACT.iter().find(|c| c.name == name)
}

/// The first condition that does not hold, in words. An unknown name never holds; `rules check` refuses it before.
pub(super) fn unmet(names: &[String], rules: &Rules, bearer: &History, day: Day) -> Option<String> {
    names.iter().find_map(|name| match on_bearer(name) {
        Some(condition) if (condition.holds)(rules, bearer, day) => None,
        Some(condition) => Some(condition.otherwise.to_owned()),
        None => Some(format!("不认识的条件“{name}”")),
    })
}
