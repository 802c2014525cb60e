//! What differs between offices as data: kinds of units, kinds of posts with their powers, systems.

mod check;
mod export;
mod keep;
mod kind;
mod periods;
mod personal;
mod post;
mod report;
mod rights;
mod source;
mod system;

use std::{collections::BTreeMap, path::Path, sync::LazyLock};

use act::{Guard, Powers, Relation};
use serde::{Deserialize, de::DeserializeOwned};
use toml::Spanned;

pub use crate::{
    export::{ExportAlarm, ExportLimit, ExportRules},
    keep::{Confidence, Keep, Period, Since, Then},
    kind::{Committee, Family, Level, UnitKind},
    personal::DataClass,
    post::{HomePage, NeverEmpty, Office, PostKind},
    report::{Finding, Report},
    source::Sources,
    system::{Label, Retention, System, Zone},
};

static BUILT_IN: LazyLock<Systems> = LazyLock::new(|| {
    Systems::load(Sources::built_in()).expect("the shipped systems are tested to load")
});

/// Everything out of one `systems/` folder.
#[derive(Debug, Clone, Default)]
pub struct Systems {
    kinds: Vec<UnitKind>,
    posts: Vec<PostKind>,
    seat_acts: Vec<Spanned<String>>,
    never_by_stand_in: Vec<Spanned<String>>,
    personal: Vec<DataClass>,
    keeps: Vec<Keep>,
    exports: ExportRules,
    rows: BTreeMap<String, System>,
    sources: Sources,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    kind: Vec<UnitKind>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PostFile {
    #[serde(default)]
    seat_acts: Vec<Spanned<String>>,
    #[serde(default)]
    never_by_stand_in: Vec<Spanned<String>>,
    post: Vec<PostKind>,
}

const KINDS: &str = "kinds.toml";
const POSTS: &str = "posts.toml";
const PERSONAL: &str = "personal.toml";

impl Systems {
    /// The copy that the binary carries.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    pub fn load(sources: Sources) -> Result<Self, Report> {
        let mut report = Report::new(sources.clone());
        let posts = file::<PostFile>(&sources, POSTS, &mut report);
        let (personal, keeps) = personal::load(&sources, &mut report);
        let mut systems = Self {
            kinds: file::<KindFile>(&sources, KINDS, &mut report).kind,
            posts: posts.post,
            seat_acts: posts.seat_acts,
            never_by_stand_in: posts.never_by_stand_in,
            personal,
            keeps,
            ..Self::default()
        };
        for (path, text) in sources.iter() {
            let Some(key) = path.strip_suffix("/system.toml") else { continue };
            match parse::<System>(path, text) {
                Ok(system) => {
                    systems.rows.insert(key.into(), System { key: key.into(), ..system });
                }
                Err(finding) => report.add(finding),
            }
        }
        let keys: Vec<&str> = systems.posts.iter().map(PostKind::key).collect();
        systems.exports = export::load(&sources, &keys, &mut report);
        systems.posts.sort_by_key(|post| post.order);
        systems.sources = sources;
        check::all(&systems, &mut report);
        report.check().map(|()| systems)
    }

    pub fn load_dir(dir: &Path) -> Result<Self, Report> {
        Self::load(Sources::read(dir)?)
    }

    /// Every act named in `posts.toml` must be one of these.
    pub fn check_acts<'a>(&self, known: impl IntoIterator<Item = &'a str>) -> Result<(), Report> {
        let mut report = Report::new(self.sources.clone());
        check::acts(self, &known.into_iter().collect(), &mut report);
        report.check()
    }

    /// Every act that a door asks for must be held by some post.
    pub fn check_held<'a>(&self, asked: impl IntoIterator<Item = &'a str>) -> Result<(), Report> {
        let mut report = Report::new(self.sources.clone());
        rights::held(self, asked, &mut report);
        report.check()
    }

    /// Whether an act comes with the seat: who was elected or appointed has it, and who only enters the
    /// appointment need not hold it himself.
    pub fn is_of_the_seat(&self, act: &str) -> bool {
        self.seat_acts.iter().any(|it| it.get_ref() == act)
    }

    /// Whether the holder alone does it, whatever he hands to somebody who stands in for him.
    pub fn is_never_by_stand_in(&self, act: &str) -> bool {
        self.never_by_stand_in.iter().any(|it| it.get_ref() == act)
    }

    /// Whatever is to be erased after its period must be carried out by one of these, and none of them is
    /// without its period.
    pub fn check_keeps<'a>(&self, known: impl IntoIterator<Item = &'a str>) -> Result<(), Report> {
        let mut report = Report::new(self.sources.clone());
        periods::carried_out(self, &known.into_iter().collect(), &mut report);
        report.check()
    }

    /// How long personal data are kept, and what then.
    pub fn keeps(&self) -> &[Keep] {
        &self.keeps
    }

    pub fn keep(&self, key: &str) -> Option<&Keep> {
        self.keeps.iter().find(|keep| keep.key() == key)
    }

    /// Classes of personal data, and which acts show them.
    pub fn personal(&self) -> &[DataClass] {
        &self.personal
    }

    /// How much of a list of persons a post takes out, and what is unusual.
    pub fn exports(&self) -> &ExportRules {
        &self.exports
    }

    /// Titles of the posts whose holders may enter an appointment to `kind`.
    pub fn givers_of(&self, kind: &str) -> String {
        let givers = self.posts.iter().filter(|post| post.may_give(kind));
        givers.map(|post| post.title.as_str()).collect::<Vec<_>>().join("、")
    }

    /// What each kind of post may do, for `Core::with`.
    pub fn powers(&self) -> Powers {
        let guard = |kind: &UnitKind| {
            let act = kind.seen_by.as_ref()?.get_ref().clone();
            Some(Guard { kind: kind.key().to_owned(), act })
        };
        Powers::new(self.posts.iter().map(|post| (post.key().to_owned(), post.powers())))
            .guarding(self.kinds.iter().filter_map(guard))
    }

    pub fn unit_kinds(&self) -> &[UnitKind] {
        &self.kinds
    }

    pub fn unit_kind(&self, key: &str) -> Option<&UnitKind> {
        self.kinds.iter().find(|kind| kind.key() == key)
    }

    /// The kind's title, or the key itself where data of another version name it.
    pub fn kind_title<'s>(&'s self, key: &'s str) -> &'s str {
        self.unit_kind(key).map_or(key, |kind| kind.title.as_str())
    }

    /// Whether a unit of kind `child` may stand directly under one of kind `parent`.
    pub fn may_stand(&self, child: &str, parent: &str, relation: Relation) -> bool {
        let parent = self.unit_kind(parent);
        parent.is_some_and(|parent| parent.children(relation).any(|kind| kind == child))
    }

    /// Whether a unit of kind `parent` may approve for one of kind `child`.
    pub fn may_approve(&self, child: &str, parent: &str) -> bool {
        let parent = self.unit_kind(parent);
        parent.is_some_and(|parent| parent.approves().any(|kind| kind == child))
    }

    /// In official order.
    pub fn posts(&self) -> &[PostKind] {
        &self.posts
    }

    pub fn post(&self, key: &str) -> Option<&PostKind> {
        self.posts.iter().find(|post| post.key() == key)
    }

    /// Whether a kind of post is an administrator's; false for one that is not known.
    pub fn is_administrator(&self, post: &str) -> bool {
        self.post(post).is_some_and(PostKind::is_administrator)
    }

    /// Kinds of posts held in units of this kind, in official order.
    pub fn posts_in(&self, unit_kind: &str) -> impl Iterator<Item = &PostKind> {
        self.posts.iter().filter(move |post| post.is_held_in(unit_kind))
    }

    /// 党支部书记: the post's title as people say it in a unit of this kind.
    pub fn post_title(&self, post: &str, unit_kind: &str) -> String {
        match self.post(post) {
            Some(kind) if kind.after_kind => {
                format!("{}{}", self.kind_title(unit_kind), kind.title)
            }
            Some(kind) => kind.title.clone(),
            None => post.to_owned(),
        }
    }

    /// In the order of the requirements.
    pub fn systems(&self) -> impl Iterator<Item = &System> {
        self.rows.values()
    }

    pub fn system(&self, key: &str) -> Option<&System> {
        self.rows.get(key)
    }

    /// Further files beside `system.toml` belong to rooms: reads `R*/<name>` of every system as `T`,
    /// which brings its own checks. Mistakes of form come with their place.
    pub fn each<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<(&System, T)>, Report> {
        let mut report = Report::new(self.sources.clone());
        let mut found = Vec::new();
        for (key, system) in &self.rows {
            let path = format!("{key}/{name}");
            let Some(text) = self.sources.text(&path) else { continue };
            match parse(&path, text) {
                Ok(it) => found.push((system, it)),
                Err(finding) => report.add(finding),
            }
        }
        report.check().map(|()| found)
    }

    /// A text of the folder by its path: `R15/documents/minutes.md`.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.sources.text(path)
    }
}

fn file<T: DeserializeOwned + Default>(sources: &Sources, path: &str, report: &mut Report) -> T {
    let Some(text) = sources.text(path) else {
        report.add(Finding::whole(path, "缺少文件", "系统文件夹里要有它".into()));
        return T::default();
    };
    parse(path, text).unwrap_or_else(|finding| {
        report.add(finding);
        T::default()
    })
}

fn parse<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Finding> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        Finding::at(path, span, "这一处读不懂", error.message().to_owned())
    })
}
