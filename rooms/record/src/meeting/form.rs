//! The form of a record that is not closed: what it shows, out of a draft or a row, and out of what was typed.

use act::{Ctx, Place, Result};
use calendar::{Day, Period};
use db::Read;
use rules::Rules;
use systems::Systems;
use web::{
    Form, Markup, Req,
    parts::{self, Choice, State},
};

use super::{Content, Record, Session, choice, draft, store};
use crate::{
    entry,
    kind::{Expects, Kinds, RecordKind, Switched},
    motion,
    plan::{self, Foreseen},
    roll::{self, Counts, Entry, Expected, OnDay, Presence, roll_of},
    show::Shown,
    task::{self, Task},
};

/// A person to be ticked off.
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) note: String,
    pub(crate) votes: bool,
    /// `came1`, `came2`, `leave`, `absent`, `uncounted`
    pub(crate) state: String,
    pub(crate) word: String,
    pub(crate) leave: String,
    /// He said himself that he is there.
    pub(crate) by_self: bool,
}

impl Row {
    /// `came` whatever the session.
    fn is(&self, state: &str) -> bool {
        self.state.starts_with(state)
    }

    pub(crate) fn came_to(&self, session: usize) -> bool {
        self.state.strip_prefix("came").is_some_and(|number| number == session.to_string())
    }
}

/// Fields of one session.
pub(crate) struct SessionRow {
    pub(crate) number: usize,
    pub(crate) on: Markup,
    pub(crate) from: Markup,
    pub(crate) to: Markup,
    pub(crate) place: Markup,
}

/// All that the form needs.
pub(crate) struct View {
    pub(crate) kind: &'static RecordKind,
    pub(crate) place: Place,
    pub(crate) content: Content,
    pub(crate) sources: Vec<String>,
    pub(crate) people: Vec<Row>,
    pub(crate) offered: Vec<(i64, String)>,
    pub(crate) open_tasks: Vec<Task>,
    /// Drafts of the same kind and month that are not closed yet.
    pub(crate) standing: Vec<store::Standing>,
    pub(crate) from_last: bool,
    /// The year plan that the day, the hour and the place come from.
    pub(crate) foreseen: Option<Foreseen>,
    pub(crate) quorum: Option<Quorum>,
    pub(crate) counts: Counts,
    /// The period is over: on which of its days it was held nobody but the writer knows.
    pub(crate) asks_day: bool,
    /// Entries of a register, one of which it may name.
    entries: Vec<Choice>,
    switched: Switched,
}

/// The line that sticks to the bottom.
pub(crate) struct Quorum {
    pub(crate) is_met: bool,
    /// Both tags are on the page; a script shows the right one while people are ticked off.
    pub(crate) met: Markup,
    pub(crate) unmet: Markup,
    pub(crate) voters: &'static str,
    pub(crate) should_attend: i64,
    pub(crate) present: i64,
    pub(crate) needed: i64,
    pub(crate) source: String,
}

impl View {
    /// A record that is not there yet.
    pub(crate) fn new(
        ctx: &Ctx,
        read: &Read,
        req: &Req,
        kind: &'static RecordKind,
        place: Place,
    ) -> Result<Self> {
        let typed_day = req.form.value("on1").parse().ok();
        let period: Option<Period> = req.query_as("period");
        let past = period.map(Period::last).filter(|last| *last < ctx.today);
        let asked: Option<Day> = typed_day.or_else(|| req.query_as("on"));
        let near = asked.or(past).unwrap_or_else(|| match period {
            Some(period) => period.first().max(ctx.today),
            None => ctx.today,
        });
        let foreseen = plan::foreseen(read, kind, &place, near)?;
        let planned = foreseen.as_ref().map(|it| it.entry.on);
        let day = asked.or(planned).unwrap_or(near);
        let partner = req.form.value("partner").parse().ok().or_else(|| req.query_as("partner"));
        let on_day = roll::on_day(read, &place, day)?;
        let variety = super::asked(req, "variety");
        let wanted = draft::Wanted {
            kind,
            place: &place,
            day,
            on_day: &on_day,
            variety: &variety,
            partner,
            entry: super::asked(req, "entry").parse().ok(),
            foreseen: foreseen.as_ref(),
        };
        let draft = draft::suggested(ctx, read, &wanted)?;
        let mut content = draft.content;
        if kind.is_talk() {
            // Planned with somebody else: the link says who talks.
            content.chair = req.query_as("chair").or(content.chair);
            let first = content.sessions.first_mut();
            if let Some(first) = first.filter(|_| !req.query("place").is_empty()) {
                req.query("place").clone_into(&mut first.place);
            }
        }
        let filled = (content, draft.expected, on_day);
        let mut view = Self::of(ctx, read, req, (kind, place), (filled, draft.entries))?;
        view.sources = draft.sources;
        view.from_last = draft.last.is_some();
        view.foreseen = foreseen;
        view.open_tasks = draft.open_tasks;
        view.standing = draft.standing;
        view.asks_day = past.is_some();
        Ok(view)
    }

    /// A record that is there, as it stands or as it was typed.
    pub(crate) fn saved(
        ctx: &Ctx,
        read: &Read,
        req: &Req,
        record: &Record,
        place: Place,
    ) -> Result<Self> {
        let kind = Kinds::built_in().find(&record.kind).ok_or(act::Error::NotFound)?;
        let absences = store::absences(read, record.id)?;
        let content = Content::of(record, &absences);
        let on_day = roll::on_day(read, &place, record.plan_on)?;
        let asked = (record.partner, record.entry);
        let others = roll::others(read, kind, asked, record.plan_on)?;
        let people = roll::expected(ctx.part::<Systems>(), kind, &place, &on_day, others);
        let open_tasks = match kind.expects {
            Expects::Partner | Expects::Nobody => Vec::new(),
            Expects::Members | Expects::Committee | Expects::Chosen | Expects::Entry => {
                task::open_in(read, place.id)?
            }
        };
        let entries = entry::offered(read, kind, &place, (record.plan_on, content.entry))?;
        let filled = ((content, people, on_day), entries);
        let mut view = Self::of(ctx, read, req, (kind, place), filled)?;
        for row in &mut view.people {
            row.by_self = absences.iter().any(|it| it.person == row.id && it.by_self);
        }
        Ok(Self { open_tasks, ..view })
    }

    /// A closed record, for its correction: the kept roll instead of the rows.
    pub(crate) fn closed(
        ctx: &Ctx,
        read: &Read,
        req: &Req,
        shown: &Shown,
        on_day: OnDay,
    ) -> Result<Self> {
        let attendance = shown.people.iter().map(|it| (it.id, it.presence.clone())).collect();
        let content = Content { attendance, ..Content::of(&shown.record, &[]) };
        let (place, people) = (shown.place.clone(), shown.of_day.clone());
        let named = (shown.record.plan_on, content.entry);
        let entries = entry::offered(read, shown.kind, &place, named)?;
        Self::of(ctx, read, req, (shown.kind, place), ((content, people, on_day), entries))
    }

    fn of(
        ctx: &Ctx,
        read: &Read,
        req: &Req,
        (kind, place): (&'static RecordKind, Place),
        ((content, people, on_day), named): ((Content, Vec<Expected>, OnDay), Vec<Choice>),
    ) -> Result<Self> {
        let day = content.sessions.first().map_or(ctx.today, |session| session.on);
        let attendance = if req.form.was_sent() {
            super::read_attendance(&req.form.reader())
        } else {
            content.attendance.clone()
        };
        let entries = roll_of(&people, &attendance);
        let counts = Counts::of(&entries);
        let offered = choice::choosable(read, ctx.part::<Systems>(), &place, (day, &on_day))?;
        let rules = ctx.part::<Rules>();
        let line =
            |it: Expected, entry| Row { note: note(rules, kind, day, &it), ..row(it, entry) };
        Ok(Self {
            entries: named,
            switched: Switched::among(ctx, read, place.id, kind.also_kinds())?,
            quorum: quorum_line(rules, kind, day, counts)?,
            people: people.into_iter().zip(entries).map(|(it, entry)| line(it, entry)).collect(),
            kind,
            place,
            content,
            sources: Vec::new(),
            offered,
            open_tasks: Vec::new(),
            standing: Vec::new(),
            from_last: false,
            foreseen: None,
            counts,
            asks_day: false,
        })
    }

    pub(crate) fn session_rows(&self, form: &Form) -> Vec<SessionRow> {
        let shown = if self.kind.sessions { super::sent::SESSIONS_AT_MOST } else { 1 };
        let used = self.content.sessions.len().max(1);
        let shown = shown.min((used + 1).max(2)).min(if self.kind.sessions { 4 } else { 1 });
        (1..=shown).map(|number| self.session_row(form, number)).collect()
    }

    fn session_row(&self, form: &Form, number: usize) -> SessionRow {
        let session = self.content.sessions.get(number - 1);
        let part = |of: fn(&Session) -> String| session.map(of).unwrap_or_default();
        let name = |field: &str| format!("{field}{number}");
        let (on, from) = (part(|it| it.on.to_string()), part(|it| it.from.clone()));
        let (to, place) = (part(|it| it.to.clone()), part(|it| it.place.clone()));
        SessionRow {
            number,
            on: parts::field_day(form, &name("on"), "日期", "", &on),
            from: parts::field_text(form, &name("from"), "开始", "", &from),
            to: parts::field_text(form, &name("to"), "结束", "", &to),
            place: parts::field_text(form, &name("place"), "地点", "", &place),
        }
    }

    /// A list of persons to choose from.
    pub(crate) fn person(&self, form: &Form, name: &str, label: &str) -> Markup {
        let current = match name {
            "chair" => self.content.chair,
            "recorder" => self.content.recorder,
            "lecturer" => self.content.lecturer,
            _ => self.content.partner,
        };
        // Nobody talks with himself.
        let chair = self.content.chair.map_or_else(String::new, |id| id.to_string());
        let talker = if name == "partner" { form.shown("chair", &chair) } else { "" };
        let all = self.offered.iter().map(|(id, name)| Choice::new(id.to_string(), name));
        let mut offered = vec![Choice::new("", "请选择")];
        offered.extend(all.filter(|it| it.value != talker));
        let current = current.map_or_else(String::new, |id| id.to_string());
        parts::field_select(form, name, label, &offered, &current)
    }

    /// "" where the kind names none.
    pub(crate) fn entry(&self, form: &Form) -> Markup {
        entry::field(form, self.kind, &self.entries, self.content.entry)
    }

    pub(crate) fn variety(&self, form: &Form) -> Markup {
        let offered: Vec<Choice> = self
            .kind
            .varieties_in(&self.place.kind)
            .map(|it| Choice::new(&it.key, &it.title))
            .collect();
        let title = &self.kind.variety_title;
        parts::field_select(form, "variety", title, &offered, &self.content.variety)
    }

    /// (key, title, ticked) of the kinds that it may be as well.
    pub(crate) fn also(&self, form: &Form) -> Vec<(String, String, bool)> {
        let is_on = |key: &String| {
            if form.was_sent() {
                form.values("also").contains(&key.as_str())
            } else {
                self.content.also.contains(key)
            }
        };
        let offered =
            self.kind.also_kinds().filter(|kind| self.switched.holds(kind) || is_on(&kind.key));
        offered.map(|kind| (kind.key.clone(), kind.short.clone(), is_on(&kind.key))).collect()
    }

    /// Items as typed or as they stand, each with where it comes from, and one empty line.
    pub(crate) fn agenda(&self, form: &Form) -> Vec<(String, String)> {
        let items: Vec<String> = if form.was_sent() {
            form.values("agenda").into_iter().map(str::to_owned).collect()
        } else {
            self.content.agenda.clone()
        };
        let source = |place: usize, item: &String| {
            let same = self.content.agenda.get(place) == Some(item);
            self.sources.get(place).filter(|_| same).cloned().unwrap_or_default()
        };
        let mut rows: Vec<(String, String)> = items
            .iter()
            .enumerate()
            .filter(|(_, item)| !item.is_empty())
            .map(|(place, item)| (item.clone(), source(place, item)))
            .collect();
        rows.push((String::new(), String::new()));
        rows
    }

    /// `年度计划、上次记录和规定`: where a draft comes from.
    pub(crate) fn origins(&self) -> &'static str {
        match (self.foreseen.is_some(), self.from_last) {
            (true, true) => "年度计划、上次记录和规定",
            (true, false) => "年度计划和规定",
            (false, true) => "上次记录和规定",
            (false, false) => "规定",
        }
    }

    pub(crate) fn when(&self) -> String {
        let sessions: Vec<String> = self.content.sessions.iter().map(Session::zh).collect();
        sessions.join("；")
    }

    pub(crate) fn who(&self) -> String {
        let name = |id: Option<i64>| {
            let found = self.offered.iter().find(|(offer, _)| Some(*offer) == id);
            found.map(|(_, name)| name.as_str())
        };
        let chair = name(self.content.chair).map(|name| format!("{name}主持"));
        let recorder = name(self.content.recorder).map(|name| format!("{name}记录"));
        [chair, recorder].into_iter().flatten().collect::<Vec<_>>().join("，")
    }

    /// Of those who are known to be away: `马国栋（出差），已按请假填。`, and who stands otherwise all the same.
    pub(crate) fn on_leave(&self) -> Vec<String> {
        let said = |state: &[&str], end: &str| {
            let of = |it: &&Row| !it.leave.is_empty() && state.iter().any(|state| it.is(state));
            let names = self.people.iter().filter(of);
            let names: Vec<String> =
                names.map(|it| format!("{}（{}）", it.name, it.leave)).collect();
            (!names.is_empty()).then(|| format!("{}{end}", names.join("、")))
        };
        let filled = said(&["leave"], "，已按请假填。");
        let stands = said(&["came", "absent"], "，名单上没有按请假记，请核对。");
        [filled, stands].into_iter().flatten().collect()
    }

    /// The day whose roll is shown, for a meeting that moves to another: the new one, once he was told that it differs.
    pub(crate) fn rolled_on(&self, form: &Form) -> String {
        if form.fault("attendance").is_some() {
            return form.value("on1").to_owned();
        }
        let day = self.content.sessions.first().map_or_else(String::new, |it| it.on.to_string());
        form.shown("rolled_on", &day).to_owned()
    }

    /// Somebody has still to be chosen, so the choice lies open.
    pub(crate) fn opens(&self) -> bool {
        self.asks_day
            || self.is_talk() && self.content.partner.is_none()
            || !self.kind.lecturer.is_empty()
                && (self.content.lecturer.is_none() || self.content.topic.is_empty())
    }

    pub(crate) fn is_talk(&self) -> bool {
        self.kind.is_talk()
    }

    /// Only some of the roll take part.
    pub(crate) fn is_chosen(&self) -> bool {
        self.kind.expects == Expects::Chosen
    }

    /// What it is called when a person is left out of the count: elections allow it, and where only some take part
    /// it is the rule. "" where everybody counts.
    pub(crate) fn uncounted(&self) -> &'static str {
        match (self.kind.expects, self.kind.quorum()) {
            (Expects::Chosen, _) => "不参加",
            (_, Some(rules::vote::Engine::Election)) => "不计应到",
            _ => "",
        }
    }

    pub(crate) fn sessions_offered(&self) -> Vec<usize> {
        (2..=self.content.sessions.len()).collect()
    }

    /// What whoever lectures or leads is called, here or in what it may be as well; "" where nobody does.
    pub(crate) fn lecturer(&self) -> &'static str {
        let also = self.kind.also_kinds();
        let called = [self.kind].into_iter().chain(also).map(|kind| kind.lecturer.as_str());
        called.into_iter().find(|called| !called.is_empty()).unwrap_or_default()
    }
}

impl Content {
    /// What stands in a row.
    pub(crate) fn of(record: &Record, absences: &[super::Absence]) -> Self {
        let record = record.clone();
        Self {
            also: record.also().into_iter().map(str::to_owned).collect(),
            sessions: record.sessions(),
            agenda: record.agenda().into_iter().map(str::to_owned).collect(),
            title: record.title,
            topic: record.topic,
            variety: record.variety,
            chair: record.chair,
            recorder: record.recorder,
            lecturer: record.lecturer,
            partner: record.partner,
            entry: record.entry,
            guests: record.guests,
            marked: Vec::new(),
            attendance: absences.iter().map(|row| (row.person, row.presence())).collect(),
            rolled_on: None,
        }
    }
}

fn row(person: Expected, entry: Entry) -> Row {
    let state = match &entry.presence {
        Presence::Came(session) => format!("came{session}"),
        other => other.key().to_owned(),
    };
    Row {
        id: person.person,
        name: person.name,
        note: person.note,
        votes: entry.votes,
        state,
        word: entry.presence.word().map_or("", people::LeaveWord::key).to_owned(),
        leave: match (person.leave, person.abroad) {
            (Some(word), _) => word.zh().to_owned(),
            (None, Some(_)) => "出国".to_owned(),
            (None, None) => String::new(),
        },
        by_self: false,
    }
}

/// What stands under a name: the post, and that he is abroad, with what an election may then do.
fn note(rules: &Rules, kind: &RecordKind, day: Day, person: &Expected) -> String {
    let Some(stay) = &person.abroad else { return person.note.clone() };
    let is_election = kind.quorum() == Some(rules::vote::Engine::Election);
    let months = is_election.then(|| stay.may_be_uncounted(rules, day).ok().flatten()).flatten();
    let abroad = match months {
        Some(months) => format!("自费出国（境）超过{months}个月，大会同意的可以不计应到"),
        None => "出国（境）".to_owned(),
    };
    let parts = [person.note.clone(), abroad];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("，")
}

fn quorum_line(
    rules: &Rules,
    kind: &RecordKind,
    day: Day,
    counts: Counts,
) -> Result<Option<Quorum>> {
    let Some(quorum) = motion::quorum(rules, kind, day, counts)? else { return Ok(None) };
    let key = format!("vote/{}/quorum", quorum.engine.key());
    let dated = rules.at(&key, day).map_err(act::Error::broken)?;
    Ok(Some(Quorum {
        is_met: quorum.met,
        met: parts::tag(State::Done, "人数够了"),
        unmet: parts::tag(State::Late, "人数不够"),
        voters: quorum.engine.voters_zh(),
        should_attend: quorum.should_attend,
        present: quorum.present,
        needed: quorum.needed,
        source: rules.source(&dated.text, &dated.article),
    }))
}
