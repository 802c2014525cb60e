//! Kinds of record: what a unit holds, who is expected, what it may also be (`systems/*/records.toml`).

mod switched;

use std::sync::LazyLock;

use rules::{Rules, vote::Engine};
use serde::Deserialize;
use systems::{Label, Retention, System, Systems, Zone};

pub use self::switched::{RunIn, Switched, SwitchedOn};

/// Who should come, as a rule that the record room knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expects {
    /// Everybody on the unit's roll; in a subgroup, those of the branch who belong to it.
    Members,
    /// Holders of the unit's posts that are seats in its committee.
    Committee,
    /// Those of the unit's roll who take part: the others are not counted.
    Chosen,
    /// The one other person of a talk.
    Partner,
    /// Those who belong to the entry of a register that it names.
    Entry,
    /// A filing: a paper or a deed, entered once. Nobody comes, nothing is minuted.
    Nobody,
}

impl Expects {
    /// *false* for talks and filings: nobody is called to them by a notice.
    pub(crate) fn is_meeting(self) -> bool {
        !matches!(self, Self::Partner | Self::Nobody)
    }
}

/// One kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordKind {
    pub key: String,
    /// Folder in systems/: `R15`.
    #[serde(skip)]
    pub system: String,
    /// 支部党员大会
    pub title: String,
    /// 党员大会
    pub short: String,
    /// Title of a draft; `{year}`, `{half}`, `{quarter}` and `{month}` are filled in.
    pub draft_title: String,
    /// How its closed records are numbered, `{year}年第{no}次`: one after the other within a unit and a year.
    /// Without it they are not.
    #[serde(default)]
    pub numbered: String,
    /// What the topic is called; without it the kind has none.
    #[serde(default)]
    pub topic: String,
    /// What whoever lectures or leads is called (授课人, 领学人); without it nobody does.
    #[serde(default)]
    pub lecturer: String,
    /// A sort of entries of a register, one of which it names: the base that was visited, the partner, the studio.
    #[serde(default)]
    pub entry: Option<NamesEntry>,
    /// What those who sit in are called.
    #[serde(default = "sitting_in")]
    pub guests: String,
    /// How who was not there catches up (传达, 补学).
    #[serde(default = "told")]
    pub told: String,
    /// Kinds of unit that hold it.
    pub units: Vec<String>,
    pub expects: Expects,
    /// Kinds of units that have no roll of their own: there the holders of their seats are called.
    #[serde(default)]
    pub seats_in: Vec<String>,
    /// Filings: what is done with it: 报送, 公示, 提醒.
    #[serde(default)]
    pub done: String,
    /// Filings: what those it goes to are called; without it, it goes to nobody.
    #[serde(default)]
    pub to: String,
    /// Filings: what its person is called (述职人), who holds one of `chairs`; without it nobody is named.
    #[serde(default)]
    pub by: String,
    /// What its own meetings agreed and is not done stands on the agenda of the next.
    #[serde(default)]
    pub carries: bool,
    /// A life meeting: problems are found, and put right one by one.
    #[serde(default)]
    pub rectifies: bool,
    /// A lecture: questions from the floor are counted, and the audience may rate it without names.
    #[serde(default)]
    pub audience: bool,
    /// Events that it is: clocks of the regulations start with it. Room duty reads them.
    #[serde(default)]
    pub starts: Vec<String>,
    /// Each event is answered by itself: two letters of one month want two receipts.
    #[serde(default)]
    pub one_by_one: bool,
    /// Filings: the kind of meeting that each is about, a paper for every one.
    #[serde(default)]
    pub of: Option<OfMeeting>,
    /// Vote engines offered, the first judges the quorum; none: nothing is put to the vote.
    #[serde(default)]
    pub engines: Vec<String>,
    /// What it resolves binds: a decision that is entered elsewhere may rest on it.
    #[serde(default)]
    pub decides: bool,
    /// Post kinds, the first that is held presides.
    #[serde(default)]
    pub chairs: Vec<String>,
    #[serde(default)]
    pub recorders: Vec<String>,
    /// Kinds that it may declare to be as well.
    #[serde(default)]
    pub also: Vec<String>,
    /// May be held several times for shifts.
    #[serde(default)]
    pub sessions: bool,
    /// Suggested when there is no last time: `15:00`.
    #[serde(default)]
    pub hour: String,
    /// Minutes that it usually takes.
    #[serde(default)]
    pub length: i64,
    /// Entered later than so many days after it was held, it is marked 补录 and wants a reason.
    pub late_after_days: i32,
    /// Members of the unit may read it when it is closed.
    pub open_to_members: bool,
    /// What the regulations name as evidence and must not be handed in here: it stays with its author.
    #[serde(default)]
    pub not_filed: Vec<String>,
    /// Template of its paper, a path in systems/.
    pub document: String,
    pub label: Label,
    pub zones: Vec<Zone>,
    pub retention: Retention,
    /// National text that asks for it, and its article; "" only where the system has none either.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub article: String,
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
    /// What its varieties are called: 谈话种类.
    #[serde(default = "variety_title")]
    pub variety_title: String,
    #[serde(default)]
    pub varieties: Vec<Variety>,
    /// Two talk: whose its words are, and who signs.
    #[serde(default)]
    pub talk: Option<TalkRules>,
}

fn told() -> String {
    TOLD.to_owned()
}

const TOLD: &str = "传达";

fn sitting_in() -> String {
    "列席".to_owned()
}

fn points() -> String {
    "提醒了什么，提了什么要求".to_owned()
}

fn variety_title() -> String {
    "种类".to_owned()
}

/// The meeting that a paper is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfMeeting {
    /// A kind of record whose events are told apart.
    pub kind: String,
    /// It is sent before the meeting.
    #[serde(default)]
    pub before: bool,
    /// What it is where it is about none; without it, it is always about one.
    #[serde(default)]
    pub none: String,
}

/// Which entry of a register a record names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamesEntry {
    /// Sort of the register: `base`.
    pub sort: String,
    /// What it is called in the form: 教育基地.
    pub label: String,
    /// Not held without one.
    #[serde(default)]
    pub is_needed: bool,
    /// The variety that it usually is.
    #[serde(default)]
    pub variety: String,
}

/// An item of the agenda as the regulation suggests it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    pub item: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub article: String,
    /// Kinds of units that have nothing of the sort: a subgroup has no committee that reports.
    #[serde(default)]
    pub not_in: Vec<String>,
}

/// What is particular to a kind of talk.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalkRules {
    /// Its words are for the two who talked; the record says that it was held and nothing else.
    #[serde(default)]
    pub is_private: bool,
    /// Kinds of posts that keep it and see it, besides the two: a talk of the organization, signed by both.
    #[serde(default)]
    pub keepers: Vec<String>,
    /// Why, as a class: never what happened.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// What its points say, as a hint.
    #[serde(default = "points")]
    pub points: String,
    /// The person may be one who is no member yet, by name.
    #[serde(default)]
    pub by_name: bool,
    /// It carries out a decision, which has a number.
    #[serde(default)]
    pub asks_document: bool,
    /// The person's own statement belongs to it.
    #[serde(default)]
    pub wants_statement: bool,
}

impl TalkRules {
    /// A reason in words; "" where none stands, the key where data of another version name it.
    pub fn reason<'t>(&'t self, key: &'t str) -> &'t str {
        self.reasons.iter().find(|it| it.key == key).map_or(key, |it| it.title.as_str())
    }
}

/// A class of reasons for a talk.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub key: String,
    pub title: String,
}

/// A kind of the kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variety {
    pub key: String,
    pub title: String,
    /// Offered by itself among what can be held.
    #[serde(default)]
    pub is_listed: bool,
    /// Whoever lectures is not of this unit: he is written among those who sit in.
    #[serde(default)]
    pub by_guest: bool,
    /// Who lectures is somebody else each time: whoever presides is not presumed.
    #[serde(default)]
    pub asks_lecturer: bool,
    /// Kinds of units that hold nothing of the sort: a committee has no lecture of its branch.
    #[serde(default)]
    pub not_in: Vec<String>,
    /// The draft names as its topic whose political birthday falls into its month.
    #[serde(default)]
    pub names_birthdays: bool,
    /// Instead of the kind's.
    #[serde(default)]
    pub draft_title: String,
    /// Instead of the kind's, where it has any.
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
}

impl RecordKind {
    /// Kinds that a record of this one may declare to be as well.
    pub(crate) fn also_kinds(&self) -> impl Iterator<Item = &'static Self> {
        self.also.iter().filter_map(|key| Kinds::built_in().find(key))
    }

    pub fn is_for(&self, unit_kind: &str) -> bool {
        self.units.iter().any(|kind| kind == unit_kind)
    }

    /// A paper or a deed instead of a meeting.
    pub fn is_filing(&self) -> bool {
        self.expects == Expects::Nobody
    }

    /// Two talk with each other.
    pub fn is_talk(&self) -> bool {
        self.expects == Expects::Partner
    }

    /// Its title names a period, so that it may be about an earlier one.
    pub fn is_of_period(&self) -> bool {
        self.draft_title.contains('{')
    }

    /// `None` for an unknown key and for a kind without varieties.
    pub fn variety(&self, key: &str) -> Option<&Variety> {
        self.varieties.iter().find(|variety| variety.key == key)
    }

    /// Those that such a unit holds; the first is the usual one.
    pub(crate) fn varieties_in(&self, unit: &str) -> impl Iterator<Item = &Variety> {
        self.varieties.iter().filter(move |it| !it.not_in.iter().any(|kind| kind == unit))
    }

    /// 警示教育（案例剖析）, 领导讲党课: the kind with its variety.
    pub(crate) fn short_of(&self, variety: &str) -> String {
        match self.variety(variety) {
            None => self.short.clone(),
            Some(it) if it.title.contains(&self.short) => it.title.clone(),
            Some(it) => format!("{}（{}）", self.short, it.title),
        }
    }

    /// A talk whose words are for the two alone.
    pub fn is_private(&self) -> bool {
        self.talk.as_ref().is_some_and(|it| it.is_private)
    }

    /// What a talk of the organization asks for; `None` for whatever is none.
    pub fn kept_talk(&self) -> Option<&TalkRules> {
        self.talk.as_ref().filter(|it| !it.is_private)
    }

    /// Somebody lectures or leads, who is of the unit or above it.
    pub fn has_lecturer(&self, variety: &str) -> bool {
        !self.lecturer.is_empty() && !self.variety(variety).is_some_and(|it| it.by_guest)
    }

    /// Whoever presides lectures as well, as a rule.
    pub(crate) fn presumes_lecturer(&self, variety: &str) -> bool {
        self.has_lecturer(variety) && !self.variety(variety).is_some_and(|it| it.asks_lecturer)
    }

    /// What its regulation suggests for this variety.
    pub fn agenda_of(&self, variety: &str) -> &[AgendaItem] {
        let own = self.variety(variety).map(|it| it.agenda.as_slice());
        own.filter(|agenda| !agenda.is_empty()).unwrap_or(&self.agenda)
    }

    /// [`Self::agenda_of`], in a unit of this kind.
    pub(crate) fn agenda_in(&self, variety: &str, unit: &str) -> Vec<&AgendaItem> {
        let is_had = |it: &&AgendaItem| !it.not_in.iter().any(|kind| kind == unit);
        self.agenda_of(variety).iter().filter(is_had).collect()
    }

    /// The name under which its numbers are counted; `None` for kinds that are not numbered.
    pub fn series(&self) -> Option<String> {
        (!self.numbered.is_empty()).then(|| format!("record.{}", self.key))
    }

    /// `2026年第3次`; "" where there is no number.
    pub fn number_zh(&self, year: Option<i64>, number: Option<i64>) -> String {
        let Some((year, number)) = year.zip(number) else { return String::new() };
        let (year, number) = (year.to_string(), number.to_string());
        self.numbered.replace("{year}", &year).replace("{no}", &number)
    }

    /// The engines of its votes; names are checked when kinds are loaded.
    pub fn engines(&self) -> Vec<Engine> {
        self.engines.iter().filter_map(|key| engine(key)).collect()
    }

    /// Whom the quorum counts: the first engine.
    pub fn quorum(&self) -> Option<Engine> {
        self.engines().first().copied()
    }

    /// Who was not there catches up with it: what members may read, and where it is a thing of its own.
    pub(crate) fn is_made_up(&self) -> bool {
        self.open_to_members || self.told != TOLD
    }

    /// `{year}组织生活会` for a day of 2026: `2026年组织生活会`.
    pub fn title_on(&self, variety: &str, day: calendar::Day) -> String {
        use calendar::{Period, PeriodKind};
        let of = |kind| Period::of(kind, day).zh();
        let own = self.variety(variety).map(|it| it.draft_title.as_str());
        own.filter(|title| !title.is_empty())
            .unwrap_or(&self.draft_title)
            .replace("{year}", &of(PeriodKind::Year))
            .replace("{half}", &of(PeriodKind::Half))
            .replace("{quarter}", &of(PeriodKind::Quarter))
            .replace("{month}", &of(PeriodKind::Month))
    }
}

/// The engine whose values stand in `regulations/vote/<key>`.
pub fn engine(key: &str) -> Option<Engine> {
    Engine::ALL.into_iter().find(|engine| engine.key() == key)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    record: Vec<RecordKind>,
}

/// Every kind of record. The same copy serves a process: kinds change with the program.
#[derive(Debug, Clone, Default)]
pub struct Kinds(Vec<RecordKind>);

static BUILT_IN: LazyLock<Kinds> = LazyLock::new(|| {
    Kinds::load(Systems::built_in(), Rules::built_in()).expect("the shipped kinds are tested")
});

impl Kinds {
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads and checks the kinds; the text says what is wrong in which kind.
    pub fn load(systems: &Systems, rules: &Rules) -> Result<Self, String> {
        let files = systems.each::<File>("records.toml").map_err(|report| report.plain())?;
        let mut kinds = Self::default();
        for (system, file) in files {
            let key = || system.key.clone();
            kinds
                .0
                .extend(file.record.into_iter().map(|kind| RecordKind { system: key(), ..kind }));
        }
        let wrong: Vec<String> =
            kinds.0.iter().flat_map(|kind| kinds.faults(kind, systems, rules)).collect();
        if wrong.is_empty() { Ok(kinds) } else { Err(wrong.join("\n")) }
    }

    fn faults(&self, kind: &RecordKind, systems: &Systems, rules: &Rules) -> Vec<String> {
        let mut faults = Vec::new();
        let mut must = |holds: bool, words: String| {
            if !holds {
                faults.push(format!("{}/records.toml，{}：{words}", kind.system, kind.key));
            }
        };
        for unit in &kind.units {
            must(systems.unit_kind(unit).is_some(), format!("没有这种组织“{unit}”"));
        }
        for post in kind.chairs.iter().chain(&kind.recorders) {
            must(systems.post(post).is_some(), format!("没有这个职务“{post}”"));
        }
        for also in &kind.also {
            must(self.find(also).is_some(), format!("没有这种记录“{also}”"));
        }
        if let Some(of) = &kind.of {
            let is_told_apart = self.find(&of.kind).is_some_and(|it| it.one_by_one);
            must(is_told_apart && kind.is_filing(), format!("“{}”不是逐次报告的会", of.kind));
        }
        for key in &kind.engines {
            must(engine(key).is_some(), format!("没有这种表决“{key}”"));
        }
        let agendas = kind.varieties.iter().map(|it| &it.agenda).chain([&kind.agenda]);
        let items = agendas.flatten().map(|item| &item.text);
        for text in items.chain([&kind.text]).filter(|text| !text.is_empty()) {
            must(rules.text(text).is_some(), format!("没有登记这个文本“{text}”"));
        }
        let is_asked_for = systems.system(&kind.system).is_some_and(System::is_default_on);
        must(!kind.text.is_empty() || !is_asked_for, "没有写明依据的文本".into());
        must(systems.text(&kind.document).is_some(), format!("没有公文模板“{}”", kind.document));
        must(!kind.zones.is_empty(), "没有写明可用网域".into());
        let is_meeting = !kind.chairs.is_empty() && !kind.hour.is_empty() && kind.length > 0;
        let has_places = ["{year}", "{no}"].iter().all(|place| kind.numbered.contains(place));
        must(kind.numbered.is_empty() || has_places, "编号要写明{year}和{no}的位置".into());
        if kind.is_filing() {
            must(kind.numbered.is_empty(), "报告和通报用自己的文号，不另编号".into());
            must(!kind.done.is_empty(), "没有写明办的是什么（报送、公示……）".into());
            must(kind.by.is_empty() || !kind.chairs.is_empty(), "没有写明谁来办".into());
        } else {
            must(is_meeting, "会议要写明谁主持、几点开、开多久".into());
        }
        let needs_entry = kind.entry.as_ref().is_some_and(|it| it.is_needed);
        must(
            kind.expects != Expects::Entry || needs_entry,
            "应到的是名录里的人，要写明是哪种名录，而且必须选".into(),
        );
        must(kind.talk.is_none() || kind.is_talk(), "只有谈话才写 talk".into());
        must(!kind.is_talk() || kind.talk.is_some(), "谈话要写明内容归谁".into());
        for post in kind.kept_talk().iter().flat_map(|it| &it.keepers) {
            must(systems.post(post).is_some(), format!("没有这个职务“{post}”"));
        }
        let is_kept = |it: &TalkRules| !it.keepers.is_empty() && !it.reasons.is_empty();
        must(kind.kept_talk().is_none_or(is_kept), "组织谈话要写明谁保管、有哪些事由".into());
        must(self.0.iter().filter(|it| it.key == kind.key).count() == 1, "名称用了两次".into());
        faults
    }

    pub fn find(&self, key: &str) -> Option<&RecordKind> {
        self.0.iter().find(|kind| kind.key == key)
    }

    /// In the order of the requirements.
    pub fn iter(&self) -> impl Iterator<Item = &RecordKind> {
        self.0.iter()
    }

    /// Talks of the organization.
    pub fn kept_talks(&self) -> impl Iterator<Item = &RecordKind> {
        self.0.iter().filter(|kind| kind.kept_talk().is_some())
    }

    /// What a unit of this kind may hold.
    pub fn for_unit<'k>(&'k self, unit_kind: &'k str) -> impl Iterator<Item = &'k RecordKind> {
        self.0.iter().filter(move |kind| kind.is_for(unit_kind))
    }

    /// The kind's short title, or the key itself where data of another version name it.
    pub fn short<'k>(&'k self, key: &'k str) -> &'k str {
        self.find(key).map_or(key, |kind| kind.short.as_str())
    }
}
