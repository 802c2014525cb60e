//! Which id stands for which place in a route: a new route cannot be forgotten, for without a sample the test fails.

/// What the ids of a target stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Thing {
    Unit,
    UnitFile,
    UnitBatch,
    Person,
    MemberFile,
    MemberBatch,
    Spell,
    Stay,
    Post,
    Record,
    RecordFile,
    RecordBatch,
    PlanItem,
    ShiftFile,
    ShiftBatch,
    Task,
    Grant,
    LocalRule,
    Demand,
    Notice,
    Session,
    Passkey,
    Export,
    Switch,
    Job,
    StandIn,
    Correction,
    RiskPost,
    Wish,
    Operation,
    Pair,
    Register,
    Pause,
    Directive,
    Instruction,
    InstructionTask,
    InstructionReport,
    Report,
    Round,
    Hearing,
    Sample,
    Sampled,
    Finding,
    StudyPlan,
    StudyItem,
    StudyCircular,
    Responsibility,
    ResponsibilityItem,
    /// Somebody without a post and without an account.
    Plain,
    /// The same for everybody who is signed in: no data of anybody's.
    Shared(&'static str),
}

use Thing::{
    Correction, Demand, Directive, Export, Finding, Grant, Hearing, Instruction, InstructionReport,
    InstructionTask, Job, LocalRule, MemberBatch, MemberFile, Notice, Operation, Pair, Passkey,
    Pause, Person, Plain, PlanItem, Post, Record, RecordBatch, RecordFile, Register, Report,
    Responsibility, ResponsibilityItem, RiskPost, Round, Sample, Sampled, Session, Shared,
    ShiftBatch, ShiftFile, Spell, StandIn, Stay, StudyCircular, StudyItem, StudyPlan, Switch, Task,
    Unit, UnitBatch, UnitFile, Wish,
};

/// Beginning of a pattern, name in braces, what it stands for. The first that fits holds.
const SAMPLES: &[(&str, &str, Thing)] = &[
    ("/units/import/", "file", UnitFile),
    ("/units/import/", "batch", UnitBatch),
    ("/units/", "id", Unit),
    ("/members/imports/", "file", MemberFile),
    ("/members/imports/", "batch", MemberBatch),
    ("/members/shifts/", "file", ShiftFile),
    ("/members/shifts/", "batch", ShiftBatch),
    ("/members/corrections/", "id", Correction),
    ("/members/", "id", Person),
    ("/members/", "spell", Spell),
    ("/members/", "stay", Stay),
    ("/members/", "post", RiskPost),
    ("/posts/", "id", Post),
    ("/records/import/", "file", RecordFile),
    ("/records/import/", "batch", RecordBatch),
    ("/records/plan/", "item", PlanItem),
    ("/records/grants/", "grant", Grant),
    ("/records/birthdays/", "person", Person),
    ("/records/tasks/", "task", Task),
    ("/records/", "id", Record),
    ("/records/", "file", Shared("1")),
    ("/records/", "no", Shared("1")),
    ("/records/", "file", Shared("1")),
    ("/records/", "paper", Shared("notice")),
    ("/duties/", "unit", Unit),
    ("/duties/", "duty", Shared("branch.general-meeting")),
    ("/duties/", "period", Shared("2026-Q3")),
    ("/duties/", "format", Shared("docx")),
    ("/regulations/texts/", "text", Shared("V-01")),
    ("/regulations/duties/", "duty", Shared("branch.general-meeting")),
    ("/regulations/values/", "value", Shared("branch.size-limit")),
    ("/regulations/local/", "rule", LocalRule),
    ("/regulations/burden/", "demand", Demand),
    ("/regulations/burden/", "format", Shared("docx")),
    ("/responsibilities/items/", "item", ResponsibilityItem),
    ("/responsibilities/", "format", Shared("docx")),
    ("/responsibilities/", "id", Responsibility),
    ("/study/plans/", "format", Shared("docx")),
    ("/study/plans/", "id", StudyPlan),
    ("/study/items/", "item", StudyItem),
    ("/study/circulars/", "circular", StudyCircular),
    ("/study/circulars/", "format", Shared("docx")),
    ("/study/years/", "unit", Unit),
    ("/study/years/", "format", Shared("docx")),
    ("/study/groups/", "unit", Unit),
    ("/operations/pauses/", "pause", Pause),
    ("/operations/", "id", Operation),
    ("/operations/", "person", Person),
    ("/operations/", "format", Shared("docx")),
    ("/registers/pairs/", "pair", Pair),
    ("/registers/", "id", Register),
    ("/registers/", "format", Shared("docx")),
    ("/receipts/", "id", Report),
    ("/receipts/", "file", Shared("1")),
    ("/receipts/", "format", Shared("docx")),
    ("/directives/", "id", Directive),
    ("/directives/", "unit", Unit),
    ("/directives/", "record", Record),
    ("/directives/", "format", Shared("docx")),
    ("/instructions/print/", "format", Shared("docx")),
    ("/instructions/tasks/", "task", InstructionTask),
    ("/instructions/", "id", Instruction),
    ("/instructions/", "report", InstructionReport),
    ("/instructions/", "format", Shared("docx")),
    ("/review/figures/", "unit", Unit),
    ("/review/", "format", Shared("docx")),
    ("/review/rounds/", "round", Round),
    ("/review/hearings/", "hearing", Hearing),
    ("/review/samples/", "sample", Sample),
    ("/review/sampled/", "sampled", Sampled),
    ("/review/findings/", "finding", Finding),
    ("/me/recusals/", "unit", Unit),
    ("/polls/", "unit", Unit),
    ("/situation/", "unit", Unit),
    // Behind a secret that nobody guesses.
    ("/calendar/", "secret", Shared("0000")),
    ("/me/notices/", "id", Notice),
    ("/me/sessions/", "id", Session),
    ("/me/passkeys/", "id", Passkey),
    ("/me/exports/", "id", Export),
    ("/me/stand-ins/", "id", StandIn),
    ("/me/wishes/", "wish", Wish),
    ("/admin/accounts/", "person", Person),
    ("/admin/member-accounts/", "person", Plain),
    ("/admin/administrators/", "post", Post),
    // Alarms are the whole installation's.
    ("/admin/alarms/", "id", Shared("1")),
    ("/admin/switches/", "id", Switch),
    ("/admin/jobs/", "id", Job),
];

/// The things in a pattern, by the name in its braces.
pub(crate) fn things(pattern: &'static str) -> Vec<(&'static str, Thing)> {
    names(pattern).map(|name| (name, thing(pattern, name))).collect()
}

/// Whether it leads to something of somebody's.
pub(crate) fn is_somebodys(pattern: &'static str) -> bool {
    things(pattern).iter().any(|(_, thing)| !matches!(thing, Shared(_)))
}

/// The pattern with each name replaced.
pub(crate) fn fill(pattern: &'static str, id: impl Fn(Thing) -> String) -> String {
    things(pattern).into_iter().fold(pattern.to_owned(), |url, (name, thing)| {
        let value = match thing {
            Shared(value) => value.to_owned(),
            thing => id(thing),
        };
        url.replace(&format!("{{{name}}}"), &value)
    })
}

fn names(pattern: &'static str) -> impl Iterator<Item = &'static str> {
    pattern.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

fn thing(pattern: &str, name: &str) -> Thing {
    let fits = |it: &&(&str, &str, Thing)| pattern.starts_with(it.0) && it.1 == name;
    let found = SAMPLES.iter().find(fits);
    found.map_or_else(
        || panic!("{pattern}: say in tests/doors/samples.rs what {{{name}}} stands for"),
        |it| it.2,
    )
}
