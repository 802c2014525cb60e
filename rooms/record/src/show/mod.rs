//! A record as people read it: names instead of ids, sentences instead of figures. No writing here.

mod store;

use std::collections::{BTreeSet, HashMap, HashSet};

use act::{Ctx, Place, Result};
use db::Read;
use people::OnDays;
use rules::Rules;
use systems::Systems;

use crate::{
    correction::{Replaced, Snapshot},
    kind::{Kinds, RecordKind},
    meeting::{self, Absence, Record, RecordId, Stage},
    motion::{self, Motion},
    roll::{self, Counts, Entry, Expected, OnDay, Presence, roll_of},
    speaker::{self, Speaker},
    task::Task,
    words,
};

use self::store::Parts;
pub(crate) use self::store::{Service, Wanted, rows_of};
use crate::attachment::Attached;

/// Name of the row that says when and where.
pub(crate) const WHEN: &str = "时间地点";

/// Name of the row with its number: the paper has it in its head.
pub(crate) const NUMBER: &str = "编号";

/// One person of the roll.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) note: String,
    pub(crate) presence: Presence,
}

/// Everything about one record.
pub(crate) struct Shown {
    pub(crate) record: Record,
    pub(crate) kind: &'static RecordKind,
    pub(crate) place: Place,
    pub(crate) people: Vec<Person>,
    pub(crate) counts: Counts,
    pub(crate) motions: Vec<Motion>,
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) files: Vec<Attached>,
    pub(crate) absences: Vec<Absence>,
    /// Who should have come, as the unit stood on the day.
    pub(crate) of_day: Vec<Expected>,
    /// Versions that were replaced, and what duties made of it: only where [`Wanted::AndAfter`].
    pub(crate) replaced: Vec<Replaced>,
    pub(crate) services: Vec<Service>,
    /// Of who was not there, where he has something to say to it; only where [`Wanted::AndAfter`].
    pub(crate) remarks: Vec<(i64, String)>,
    /// Who signs what goes upwards, where it was read with many others.
    pub(crate) signer: Option<String>,
    names: HashMap<i64, String>,
    /// The viewer may read its text.
    pub(crate) is_open: bool,
}

impl Shown {
    /// Reads what belongs to the record of `place`. Whether it is in sight was asked before.
    pub(crate) fn of(
        ctx: &Ctx,
        read: &Read,
        record: Record,
        place: Place,
        wanted: Wanted,
    ) -> Result<Self> {
        let kind = Kinds::built_in().find(&record.kind).ok_or(act::Error::NotFound)?;
        let on_day = roll::on_day_for(read, kind, &place, record.plan_on)?;
        Self::on(ctx, read, (&on_day, record, place), wanted)
    }

    /// The same where the unit on its day was asked for already.
    pub(crate) fn on(
        ctx: &Ctx,
        read: &Read,
        (on_day, record, place): (&OnDay, Record, Place),
        wanted: Wanted,
    ) -> Result<Self> {
        let parts = store::parts(read, record.id, wanted)?;
        let asked = unnamed(&record, on_day, &parts.speakers);
        let names = people::names_of(read, &asked)?.into_iter().collect();
        let kind = Kinds::built_in().find(&record.kind).ok_or(act::Error::NotFound)?;
        // Of a talk the name is known already.
        let others = roll::others(read, kind, (None, record.entry), record.plan_on)?;
        let mut shown = Self::made(ctx, (on_day, record, place), (names, others, parts))?;
        if shown.record.is_private() {
            shown.record.minutes = words::of(ctx, read, &shown.record)?.text;
        }
        Ok(shown)
    }

    /// Many records of a branch and its subgroups, in a handful of statements however many they are. Words of private
    /// talks are not read: whoever wants many records wants no words.
    pub(crate) fn many(
        ctx: &Ctx,
        read: &Read,
        records: Vec<(Record, Place)>,
        days: &OnDays,
    ) -> Result<Vec<Self>> {
        let ids: Vec<RecordId> = records.iter().map(|(record, _)| record.id).collect();
        let mut parts = store::parts_of(read, &ids, Wanted::AndAfter)?;
        let mut ready = Vec::with_capacity(records.len());
        let mut asked = BTreeSet::new();
        for (record, place) in records {
            let kind = Kinds::built_in().find(&record.kind).ok_or(act::Error::NotFound)?;
            let on_day = days.of(place.id, record.plan_on);
            let parts = parts.remove(&record.id).unwrap_or_default();
            let signer = on_day.held.iter().find(|it| it.kind == "secretary");
            let signer = signer.map(|it| it.name.clone());
            let on_day = if kind.expects.is_meeting() { on_day } else { roll::nobody() };
            asked.extend(unnamed(&record, &on_day, &parts.speakers));
            ready.push((record, place, on_day, parts, signer));
        }
        let asked: Vec<i64> = asked.into_iter().collect();
        let names: HashMap<i64, String> = people::names_of(read, &asked)?.into_iter().collect();
        let made = ready.into_iter().map(|(record, place, on_day, parts, signer)| {
            let found = (names.clone(), Vec::new(), parts);
            let shown = Self::made(ctx, (&on_day, record, place), found)?;
            Ok(Self { signer: Some(signer.unwrap_or_default()), ..shown })
        });
        made.collect()
    }

    /// Out of all that was read before.
    fn made(
        ctx: &Ctx,
        (on_day, record, place): (&OnDay, Record, Place),
        (mut names, mut others, parts): (HashMap<i64, String>, Vec<(i64, String)>, Parts),
    ) -> Result<Self> {
        let kind = Kinds::built_in().find(&record.kind).ok_or(act::Error::NotFound)?;
        names.extend(on_day.names().map(|(person, name)| (person, name.to_owned())));
        others.extend(record.partner.and_then(|id| Some((id, names.get(&id)?.clone()))));
        let of_day = roll::expected(ctx.part::<Systems>(), kind, &place, on_day, others);
        let Parts { absences, motions, speakers, tasks, files, replaced, services, remarks } =
            parts;
        let entries = entries(&record, &of_day, &absences);
        let counts = if record.roll.is_none() && record.closed_at.is_some() {
            record.counts()
        } else {
            Counts::of(&entries)
        };
        let is_open = record.may_be_read_by(ctx.actor.person());
        let people = persons(entries, &of_day, &names);
        Ok(Self {
            record,
            kind,
            place,
            people,
            counts,
            motions,
            speakers,
            tasks,
            files,
            absences,
            of_day,
            replaced,
            services,
            remarks,
            signer: None,
            names,
            is_open,
        })
    }

    pub(crate) fn name(&self, person: Option<i64>) -> String {
        person.and_then(|id| self.names.get(&id).cloned()).unwrap_or_default()
    }

    /// `周立群（书记）`
    pub(crate) fn titled(&self, person: Option<i64>) -> String {
        let name = self.name(person);
        let on_roll = self.people.iter().find(|it| Some(it.id) == person);
        match on_roll.map(|it| it.note.as_str()).filter(|note| !note.is_empty()) {
            Some(note) => format!("{name}（{note}）"),
            None => name,
        }
    }

    /// 党员大会, as the head of its paper has it.
    pub(crate) fn short_title(&self) -> &str {
        let variety = self.kind.variety(&self.record.variety);
        let short = if self.kind.is_talk() { &self.kind.title } else { &self.kind.short };
        variety.map_or(short.as_str(), |it| it.title.as_str())
    }

    /// What the entry of a register is called that it names.
    fn entry_label(&self) -> &'static str {
        self.kind.entry.as_ref().map_or("", |it| it.label.as_str())
    }

    /// What whoever lectured or led is called.
    fn lecturer(&self) -> &'static str {
        let called = self.kind.lecturer.as_str();
        if called.is_empty() { "授课人" } else { called }
    }

    /// Who was not there, with the word: `马国栋（出差）、韩正林（值班）`.
    pub(crate) fn away(&self) -> String {
        let word = |person: &Person| match person.presence.word() {
            Some(word) => format!("{}（{}）", person.name, word.zh()),
            None => person.name.clone(),
        };
        let away = self.people.iter().filter(|it| matches!(it.presence, Presence::Leave(_)));
        away.map(word).collect::<Vec<_>>().join("、")
    }

    pub(crate) fn missing(&self) -> String {
        let missing = self.people.iter().filter(|it| it.presence == Presence::Absent);
        missing.map(|it| it.name.as_str()).collect::<Vec<_>>().join("、")
    }

    /// `应到会27人，其中有表决权26人；实到24人，其中有表决权23人，超过半数，符合规定`
    pub(crate) fn attendance(&self, rules: &Rules) -> Result<String> {
        let Counts { expected, present, voters, voters_present } = self.counts;
        if self.record.batch.is_some() {
            return Ok(format!("到会{present}人（往年记录导入，只有人数）"));
        }
        // Two talk; nobody is counted.
        if self.kind.is_talk() {
            return Ok(String::new());
        }
        // A committee without a roll of its own calls whom it names; nobody is counted.
        if expected == 0 {
            return Ok(String::new());
        }
        let Some(quorum) = motion::quorum(rules, self.kind, self.record.plan_on, self.counts)?
        else {
            return Ok(format!("应到{expected}人，实到{present}人"));
        };
        let word = if quorum.met { "符合规定" } else { "没有达到规定人数" };
        let rule = quorum.rule.zh();
        Ok(format!(
            "应到会{expected}人，其中有表决权{voters}人；实到{present}人，其中有表决权{voters_present}人，\
             到会应{rule}（{}人），{word}",
            quorum.needed
        ))
    }

    /// (name, words) of the head of its page.
    pub(crate) fn facts(&self, rules: &Rules) -> Result<Vec<(String, String)>> {
        let record = &self.record;
        if self.kind.is_filing() {
            return Ok(self.facts_of_filing());
        }
        let sessions: Vec<String> = record.sessions().iter().map(meeting::Session::zh).collect();
        let also: Vec<&str> =
            record.also().into_iter().map(|key| Kinds::built_in().short(key)).collect();
        let variety = self.kind.variety(&record.variety).map(|it| it.title.clone());
        let topic = if self.kind.topic.is_empty() { "主题" } else { &self.kind.topic };
        let rows = [
            (NUMBER, record.number_zh()),
            (WHEN, sessions.join("；")),
            (&self.kind.variety_title, variety.unwrap_or_default()),
            (topic, record.topic.clone()),
            (self.entry_label(), record.entry_name.clone().unwrap_or_default()),
            (if self.kind.is_talk() { "谈话人" } else { "主持人" }, self.titled(record.chair)),
            (self.lecturer(), self.titled(record.lecturer)),
            ("谈话对象", self.titled(record.partner)),
            ("记录人", self.titled(record.recorder)),
            ("到会情况", self.attendance(rules)?),
            ("请假", self.away()),
            ("缺席", self.missing()),
            (self.kind.guests.as_str(), record.guests.clone()),
            ("同时是", also.join("、")),
        ];
        let filled = rows.into_iter().filter(|(_, words)| !words.is_empty());
        Ok(filled.map(|(name, words)| (name.to_owned(), words)).collect())
    }
}

impl Shown {
    pub(crate) fn facts_of_filing(&self) -> Vec<(String, String)> {
        let (record, kind) = (&self.record, self.kind);
        let rows = [
            (format!("{}日期", kind.done), record.plan_on.zh()),
            (kind.topic.clone(), record.topic.clone()),
            (kind.to.clone(), record.guests.clone()),
            (kind.by.clone(), self.titled(record.chair)),
            ("登记人".to_owned(), self.name(record.drafted_by)),
        ];
        rows.into_iter().filter(|(_, words)| !words.is_empty()).collect()
    }
}

impl Snapshot {
    pub(crate) fn of(rules: &Rules, shown: &Shown) -> Result<Self> {
        let facts = shown.facts(rules)?;
        let vote = |motion: &Motion| {
            let Motion { yes, no, abstain, .. } = motion;
            let outcome = motion.outcome.clone().unwrap_or_default();
            (motion.text.clone(), format!("赞成{yes}，不赞成{no}，弃权{abstain}；{outcome}"))
        };
        let words = |it: speaker::Spoken| {
            let lines: Vec<String> = it.lines.iter().flat_map(speaker::Line::zh).collect();
            (it.item, lines.join("\n"))
        };
        Ok(Self {
            facts,
            agenda: shown.record.agenda().into_iter().map(str::to_owned).collect(),
            // What was said in a private talk stands nowhere else.
            minutes: if shown.record.is_private() {
                String::new()
            } else {
                shown.record.minutes.clone()
            },
            roll: shown.people.iter().map(|it| (it.name.clone(), it.presence.zh())).collect(),
            motions: shown.motions.iter().map(vote).collect(),
            speakers: speaker::spoken(shown).into_iter().map(words).collect(),
            tasks: shown.tasks.iter().map(Task::zh).collect(),
        })
    }
}

/// The kept roll of a closed record; else who should come, as noted.
fn entries(record: &Record, of_day: &[Expected], absences: &[Absence]) -> Vec<Entry> {
    if matches!(record.stage(), Stage::Closed | Stage::Withdrawn) && record.roll.is_some() {
        return record.roll();
    }
    let noted: Vec<_> = absences.iter().map(|it| (it.person, it.presence())).collect();
    roll_of(of_day, &noted)
}

/// Of everybody the record names and of its kept roll those whom the day does not know: it says who is not to be
/// named, and a roll that grows asks for no more.
fn unnamed(record: &Record, on_day: &OnDay, speakers: &[Speaker]) -> Vec<i64> {
    let known: HashSet<i64> = on_day.names().map(|(person, _)| person).collect();
    let Record { chair, recorder, lecturer, partner, drafted_by, .. } = record;
    let named = [chair, recorder, lecturer, partner, drafted_by].into_iter().copied().flatten();
    let spoke = speakers.iter().filter_map(|it| it.person);
    let all = named.chain(record.roll().into_iter().map(|it| it.person)).chain(spoke);
    all.filter(|person| !known.contains(person)).collect()
}

/// Names of the roll come from the day itself: it knows who is not to be named, and in which order they stand
/// before and after the meeting alike. Whom the day does not know comes last.
fn persons(
    mut entries: Vec<Entry>,
    of_day: &[Expected],
    names: &HashMap<i64, String>,
) -> Vec<Person> {
    let known: HashMap<i64, &Expected> = of_day.iter().map(|it| (it.person, it)).collect();
    let places: HashMap<i64, usize> =
        of_day.iter().enumerate().map(|(place, it)| (it.person, place)).collect();
    entries.sort_by_key(|it| places.get(&it.person).copied().unwrap_or(usize::MAX));
    let person = |entry: Entry| {
        let found = known.get(&entry.person);
        let name = found.map(|it| it.name.clone());
        Person {
            id: entry.person,
            name: name.or_else(|| names.get(&entry.person).cloned()).unwrap_or_default(),
            note: found.map(|it| it.note.clone()).unwrap_or_default(),
            presence: entry.presence,
        }
    };
    entries.into_iter().map(person).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::persons;
    use crate::roll::{Entry, Expected, Presence};

    fn expected(person: i64, name: &str) -> Expected {
        Expected {
            person,
            name: name.to_owned(),
            note: String::new(),
            votes: true,
            subgroup: None,
            leave: None,
            by_roster: false,
            abroad: None,
            is_optional: false,
        }
    }

    #[test]
    fn a_kept_roll_stands_in_the_order_of_the_day() {
        let of_day = [expected(5, "书记"), expected(2, "委员"), expected(3, "党员")];
        let entry = |person| Entry { person, votes: true, presence: Presence::Came(1) };
        let names = HashMap::from([(1, "调走的".to_owned())]);
        let people = persons([1, 2, 3, 5].map(entry).into(), &of_day, &names);
        let names: Vec<&str> = people.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["书记", "委员", "党员", "调走的"]);
    }
}
