//! A year of records, closed in bulk, with topics and minutes as an office writes them.

use std::collections::{BTreeMap, HashMap};

use act::Ctx;
use anyhow::{Context, Result};
use calendar::{Day, Instant};
use demo::{Held, Plan, PlannedRecord};
use people::LeaveWord;
use record::{
    Agreed, Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;

use super::{SEED, agreed, load::Loaded, operations, people::Held as Post};

const AT_ONCE: usize = 4_000;

/// Topics of a theme day or lecture.
const TOPICS: [&str; 8] = [
    "学习党章和党支部工作条例",
    "学习新修订的发展党员工作细则",
    "学习党员教育管理工作条例",
    "重温入党誓词，交流入党初心",
    "走访辖区群众，听取意见",
    "规范执法专题研讨",
    "学习纪律处分条例，开展警示教育",
    "结合窗口服务谈为民办实事",
];
const GROUP: &str = "study_group_session";
/// What central groups study, by quarter.
const GROUP_TOPICS: [&str; 4] =
    ["党章关于党的纪律的规定", "民主集中制和议事规则", "党的纪律处分条例", "党内监督"];
/// Sentences of minutes; the topic's number picks where to begin.
const SENTENCES: [&str; 8] = [
    "会议学习了有关文件，与会党员结合岗位谈了体会。",
    "会议通报了上次议定事项的办理情况，两项已办结，一项继续跟进。",
    "大家认为，当前要把学习和执法办案结合起来，先从接处警规范做起。",
    "会议研究了本月组织生活安排，明确了责任人和时间。",
    "有同志提出，值班较多的同志学习时间不好保证，支部商定分两场组织。",
    "会议听取了党小组工作情况，肯定了在窗口亮身份的做法。",
    "会议讨论了对困难党员的走访安排，由组织委员负责联系。",
    "会议要求，会后一周内把议定事项告知未到会的同志。",
];
const LEAVES: [LeaveWord; 4] =
    [LeaveWord::OnDuty, LeaveWord::Standby, LeaveWord::Travel, LeaveWord::Holiday];

/// Places in the plan of everybody on a unit's roll, by the unit's code.
type Rolls = HashMap<String, Vec<usize>>;

/// Closes every record of the plan and enters the releases.
pub(super) fn load(ctx: &Ctx, filing: &Filing) -> Result<()> {
    let rules = ctx.part::<Rules>();
    for chunk in filing.plan.records.chunks(AT_ONCE) {
        let (released, held): (Vec<_>, Vec<_>) = chunk
            .iter()
            .filter(|record| !filing.rested(record, ctx.today))
            .partition(|record| record.how == Held::Released);
        let held = held.into_iter().filter(|record| !is_missed(record));
        let closed: Result<Vec<Closed>> =
            held.map(|record| filing.closed(record, ctx.today)).collect();
        let released: Result<Vec<duty::NewExemption>> =
            released.into_iter().filter_map(|record| filing.released(record).transpose()).collect();
        let (closed, released) = (closed?, released?);
        ctx.act_system(&SEED, |w| {
            record::close_many(w, rules, &closed)?;
            duty::exempt_many(w, &released)?;
            w.rows(chunk.len());
            Ok(())
        })?;
    }
    Ok(())
}

/// Central groups of every other county leave out their second quarter, for the level above to see.
fn is_missed(record: &PlannedRecord) -> bool {
    let is_odd = record.unit.as_bytes().get(5).is_some_and(|digit| digit % 2 == 1);
    is_odd && record.kind == GROUP && (4..=6).contains(&record.held_on.month())
}

/// The plan with the ids that its units and people got.
pub(super) struct Filing<'p> {
    plan: &'p Plan,
    ids: &'p BTreeMap<String, i64>,
    persons: &'p [i64],
    /// What the codes of the division in depth begin with: there operations were declared.
    depth: &'p str,
    rolls: Rolls,
}

impl<'p> Filing<'p> {
    pub(super) fn new(
        plan: &'p Plan,
        loaded: &'p Loaded,
        persons: &'p [i64],
        posts: &[Post],
    ) -> Self {
        let (ids, depth) = (&loaded.ids, loaded.depth.as_str());
        let mut rolls = Rolls::new();
        for (place, person) in plan.people.iter().enumerate() {
            rolls.entry(person.branch.clone()).or_default().push(place);
        }
        let codes: HashMap<i64, &String> = ids.iter().map(|(code, id)| (*id, code)).collect();
        for post in posts.iter().filter(|post| is_seat(post.kind)) {
            if let Some(code) = codes.get(&post.unit).filter(|code| code.ends_with('P')) {
                rolls.entry((*code).clone()).or_default().push(post.person);
            }
        }
        Self { plan, ids, persons, depth, rolls }
    }
}

fn is_seat(kind: &str) -> bool {
    ["secretary", "deputy_secretary", "committee_member"].contains(&kind)
}

impl Filing<'_> {
    fn id(&self, code: &str) -> Result<i64> {
        self.ids.get(code).copied().with_context(|| format!("没有单位{code}"))
    }

    /// While most of a branch was away it held nothing: that is made up afterwards.
    fn rested(&self, record: &PlannedRecord, today: Day) -> bool {
        let (from, to) = operations::away(today);
        let is_county = record.unit.get(4..6).is_some_and(|county| county != "00");
        record.unit.starts_with(self.depth)
            && is_county
            && record.unit.ends_with(operations::EMPTIED)
            && (from..to).contains(&record.held_on)
    }

    fn closed(&self, record: &PlannedRecord, today: Day) -> Result<Closed> {
        let unit = match record.subgroup {
            0 => self.id(&record.unit)?,
            number => self.id(&format!("{}G{number}", record.unit))?,
        };
        let entered_at = Instant::at(record.entered_on, 17, 30);
        let roll = self.roll(record);
        let head = if record.subgroup == 0 { "secretary" } else { "subgroup_leader" };
        let chair = self.holder(record, &roll, head);
        let recorder =
            self.holder(record, &roll, "organization_member").filter(|it| Some(*it) != chair);
        let also = if record.with_lecture { vec!["party_lecture".to_owned()] } else { vec![] };
        let is_lecture = record.kind == "party_lecture" || record.with_lecture;
        let topic = match record.kind {
            "theme_day" | "party_lecture" => TOPICS[record.topic % TOPICS.len()],
            GROUP => GROUP_TOPICS[usize::from((record.held_on.month() - 1).unsigned_abs() / 3)],
            _ => "",
        };
        let is_late = record.how == Held::EnteredLate;
        Ok(Closed {
            also,
            topic: topic.to_owned(),
            chair,
            recorder: recorder
                .or_else(|| roll.iter().map(|(it, _)| it.person).find(|it| Some(*it) != chair)),
            lecturer: chair.filter(|_| is_lecture),
            minutes: minutes(record.topic),
            agreed: self.agreed(record, today),
            late_reason: is_late.then(|| "当时在执行任务，会后补录".to_owned()),
            // Since summer nobody has marked who made up the group's study.
            relayed_at: (record.kind != GROUP || !(7..12).contains(&record.held_on.month()))
                .then_some(entered_at),
            roll,
            ..Closed::new(unit, record.kind, session(record), entered_at)
        })
    }

    /// In depth: of committees in the first branch of an organ, of life meetings everywhere.
    fn agreed(&self, record: &PlannedRecord, today: Day) -> Vec<Agreed> {
        let is_shown = record.kind != "committee_meeting" || record.unit.ends_with("Z01");
        if !is_shown || !record.unit.starts_with(self.depth) {
            return Vec::new();
        }
        let second = self.rolls.get(&record.unit).and_then(|roll| roll.get(1));
        let who = second.map(|place| (self.persons[*place], self.plan.people[*place].name.clone()));
        agreed::at(record.kind, record.held_on, today, who)
    }

    /// Who of those on the roll came and holds a post of the branch, else the first who came.
    fn holder(
        &self,
        record: &PlannedRecord,
        roll: &[(Entry, Option<i64>)],
        post: &str,
    ) -> Option<i64> {
        let holds = |person: i64| {
            let on_roll = self.rolls.get(&record.unit).into_iter().flatten();
            on_roll
                .filter(|place| self.persons[**place] == person)
                .any(|place| self.plan.people[*place].posts.contains(&post))
        };
        let came =
            || roll.iter().filter(|(entry, _)| entry.presence.came()).map(|(it, _)| it.person);
        came().find(|person| holds(*person)).or_else(|| came().next())
    }

    /// Everybody expected; the last ones that the record says were away.
    fn roll(&self, record: &PlannedRecord) -> Vec<(Entry, Option<i64>)> {
        let empty = Vec::new();
        let on_roll = self.rolls.get(&record.unit).unwrap_or(&empty);
        let is_expected = |place: &&usize| {
            let person = &self.plan.people[**place];
            let was_here = person.joined_on <= record.held_on;
            let is_in = match record.kind {
                "committee_meeting" => person.is_on_committee(),
                _ => record.subgroup == 0 || person.subgroup == record.subgroup,
            };
            was_here && is_in
        };
        let expected: Vec<usize> = on_roll.iter().filter(is_expected).copied().collect();
        let away = match expected.len() {
            _ if record.kind == GROUP => record.topic % 2,
            0..6 => 0,
            _ => record.absent,
        };
        let first_away = expected.len().saturating_sub(away.min(expected.len() / 3));
        let entry = |(at, place): (usize, &usize)| self.entry(record, *place, at >= first_away);
        expected.iter().enumerate().map(entry).collect()
    }

    fn entry(&self, record: &PlannedRecord, place: usize, is_away: bool) -> (Entry, Option<i64>) {
        let person = &self.plan.people[place];
        let presence = if is_away {
            Presence::Leave(Some(LEAVES[(place + record.topic) % LEAVES.len()]))
        } else {
            Presence::Came(1)
        };
        let votes = person.full_on.is_some_and(|full| full <= record.held_on);
        let subgroup = format!("{}G{}", record.unit, person.subgroup);
        (Entry { person: self.persons[place], votes, presence }, self.ids.get(&subgroup).copied())
    }

    /// The duty of the occasion, released by the organ's committee.
    fn released(&self, record: &PlannedRecord) -> Result<Option<duty::NewExemption>> {
        let duty = match record.kind {
            "general_meeting" => "branch/general-meeting",
            "committee_meeting" => "branch/committee-meeting",
            "theme_day" => "branch/theme-day",
            "party_lecture" => "branch/lecture",
            // A subgroup's meeting is one of several that the branch owes: it is simply not held.
            _ => return Ok(None),
        };
        Ok(Some(duty::NewExemption {
            unit: self.id(&record.unit)?,
            duty: duty.to_owned(),
            period: record.period.clone(),
            reason: "执行任务".to_owned(),
            decided_by: "局机关党委".to_owned(),
            decided_on: record.held_on,
        }))
    }
}

fn session(record: &PlannedRecord) -> Session {
    let on: Day = record.held_on;
    let (from, to) = match record.kind {
        "committee_meeting" => ("08:30", "09:30"),
        "subgroup_meeting" => ("16:30", "17:20"),
        "theme_day" => ("14:30", "17:00"),
        "party_lecture" => ("15:00", "16:00"),
        _ => ("15:00", "16:30"),
    };
    let place = ["二楼会议室", "党员活动室", "一楼大厅", "支队会议室"][record.topic % 4];
    Session { on, from: from.into(), to: to.into(), place: place.into() }
}

fn minutes(topic: usize) -> String {
    let sentence = |step: usize| SENTENCES[(topic + step * 3) % SENTENCES.len()];
    [sentence(0), sentence(1), sentence(2)].join("\n")
}
