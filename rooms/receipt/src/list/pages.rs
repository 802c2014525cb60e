//! The list: what the units right below owe and have sent, sums of what stands deeper, and the node's own reports upwards.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use db::Read;
use rules::Rules;
use systems::{Level, Systems};
use web::{Door, Markup, Page, Pager, Req, Route, Section, parts};

use super::{Line, Stand, Sums, Wanted, gather, relation};
use crate::{
    SEE,
    kind::{self, Report},
};

const PER_PAGE: i64 = 60;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::page("/receipts", Door::See(SEE), index)]
}

/// The node asked for; else the hat's own.
pub(crate) fn node(ctx: &Ctx, read: &Read, req: &Req) -> Result<Place> {
    let own = ctx.actor.hat().map(|hat| hat.unit.id);
    let unit = req.query_as::<i64>("unit").or(own).ok_or(Error::NotFound)?;
    let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
    if ctx.sight(&SEE).holds(&place) { Ok(place) } else { Err(Error::NotFound) }
}

pub(crate) fn year_of(ctx: &Ctx, req: &Req) -> i16 {
    req.query_as("year").unwrap_or(ctx.today.year())
}

/// A count that narrows the list to what is behind it.
struct Count {
    words: &'static str,
    number: i64,
    url: String,
    is_shown: bool,
}

/// Units of one level, in the order of the tree.
struct Group {
    title: &'static str,
    lines: Vec<Line>,
}

/// What stands below one of the units right below.
struct Deeper {
    name: String,
    url: String,
    sums: Sums,
}

/// What comes in here, and by which rule.
struct Rule {
    title: &'static str,
    source: String,
    to: String,
}

#[derive(Template)]
#[template(path = "list/show.html")]
struct Show {
    node: String,
    year: i16,
    is_line: bool,
    up: Option<(String, String)>,
    years: Vec<(i16, bool)>,
    kinds: Vec<(&'static str, &'static str, bool)>,
    unit: String,
    counts: Vec<Count>,
    late: i64,
    scope: Markup,
    levels: Vec<Group>,
    is_none_below: bool,
    pager: Markup,
    deeper: Vec<Deeper>,
    deeper_scope: Markup,
    own: Vec<Line>,
    /// The viewer enters what his own node has sent.
    may_file: bool,
    rules: Vec<Rule>,
    once: Markup,
    sheet: String,
}

impl Show {
    fn sums_at(deeper: &Deeper, key: &str) -> i64 {
        Stand::find(key).map_or(0, |it| deeper.sums.at(it))
    }
}

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let (node, year) = (node(ctx, read, req)?, year_of(ctx, req));
    let kind = Report::find(req.query("kind")).map_or("", |it| it.kind.as_str());
    let lines = gather(ctx, read, &Wanted { node: &node, year, kind })?;
    let depth = |line: &Line| line.unit.way(&node).len();
    let own: Vec<Line> = lines.iter().filter(|it| depth(it) == 0).cloned().collect();
    let direct: Vec<&Line> = lines.iter().filter(|it| depth(it) == 1).collect();
    let stand = Stand::find(req.query("state"));
    let sums = Sums::of(direct.iter().copied());
    let shown: Vec<Line> = direct
        .iter()
        .filter(|it| stand.is_none_or(|stand| it.stand == stand))
        .map(|it| (*it).clone())
        .collect();
    let pager = Pager::of(req, PER_PAGE, shown.len() as i64);
    let deeper = deeper(read, req, &node, &lines)?;
    let is_line = relation(&node) == act::Relation::Line;
    let words = if is_line { "抄送到" } else { "报到" };
    let of_state = stand.map_or_else(String::new, |it| format!("，{}", it.zh()));
    let page = Show {
        is_line,
        up: up(ctx, &node),
        years: years(ctx, year),
        kinds: kind::along(relation(&node))
            .map(|it| (it.kind.as_str(), it.short(), it.kind == kind))
            .collect(),
        unit: req.query("unit").to_owned(),
        counts: counts(req, sums, stand),
        late: sums.late,
        scope: parts::scope(
            &format!("范围：{words}{}的，{year}年{of_state}", node.name),
            &pager.words("份"),
        ),
        is_none_below: direct.is_empty(),
        levels: levels(pager.cut(shown)),
        pager: parts::pager(req, pager),
        deeper_scope: parts::scope(
            &format!("范围：再往下各级，{year}年"),
            &format!("{}个", deeper.len()),
        ),
        deeper,
        may_file: ctx.allows(&record::FILE, &node),
        own,
        rules: rules(ctx, &node),
        once: req.once(),
        sheet: req.with_queries(&[("page", ""), ("state", "")]).replacen(
            "/receipts",
            "/receipts/lists",
            1,
        ),
        node: node.name,
        year,
    };
    Ok(Page::of("报告", &page)?.section(Section::Life))
}

/// Back to the hat's own node.
fn up(ctx: &Ctx, node: &Place) -> Option<(String, String)> {
    let own = &ctx.actor.hat()?.unit;
    (own.id != node.id).then(|| (format!("回到{}", own.short_name), "/receipts".to_owned()))
}

fn years(ctx: &Ctx, shown: i16) -> Vec<(i16, bool)> {
    let this = ctx.today.year();
    (this - 3..=this).rev().map(|it| (it, it == shown)).collect()
}

fn counts(req: &Req, sums: Sums, shown: Option<Stand>) -> Vec<Count> {
    let whole = Count {
        words: "全部",
        number: sums.all,
        url: req.with_queries(&[("state", ""), ("page", "")]),
        is_shown: shown.is_none(),
    };
    let of = |stand: Stand| Count {
        words: stand.zh(),
        number: sums.at(stand),
        url: req.with_queries(&[("state", stand.key()), ("page", "")]),
        is_shown: shown == Some(stand),
    };
    let there = Stand::ALL.into_iter().filter(|it| sums.at(*it) > 0 || shown == Some(*it));
    std::iter::once(whole).chain(there.map(of)).collect()
}

/// By the level of their organs, the highest first.
fn levels(lines: Vec<Line>) -> Vec<Group> {
    let mut levels: Vec<Group> =
        LEVELS.into_iter().map(|(_, title)| Group { title, lines: Vec::new() }).collect();
    for line in lines {
        let level = level_of(line.unit.organ_kind.as_deref());
        levels[level].lines.push(line);
    }
    levels.retain(|it| !it.lines.is_empty());
    levels
}

const LEVELS: [(Level, &str); 5] = [
    (Level::Ministry, "部机关"),
    (Level::Province, "省级"),
    (Level::City, "市级"),
    (Level::County, "县级"),
    (Level::Station, "直属单位"),
];

fn level_of(organ: Option<&str>) -> usize {
    let kind = organ.and_then(|it| Systems::built_in().unit_kind(it));
    let level = kind.and_then(|it| it.level);
    LEVELS.iter().position(|(it, _)| Some(*it) == level).unwrap_or(LEVELS.len() - 1)
}

/// `市级`
pub(crate) fn level_zh(organ: Option<&str>) -> &'static str {
    LEVELS[level_of(organ)].1
}

/// Of each unit right below that has something below it, what stands deeper.
fn deeper(read: &Read, req: &Req, node: &Place, lines: &[Line]) -> Result<Vec<Deeper>> {
    let mut order: Vec<i64> = Vec::new();
    let below = |line: &Line| {
        line.unit.way(node).first().copied().filter(|_| line.unit.way(node).len() > 1)
    };
    for id in lines.iter().filter_map(below) {
        if !order.contains(&id) {
            order.push(id);
        }
    }
    if order.is_empty() {
        return Ok(Vec::new());
    }
    let mut places = Vec::new();
    for part in order.chunks(500) {
        places.extend(Place::find_all(read, part)?);
    }
    let one = |id: i64| {
        let place = places.iter().find(|it| it.id == id)?;
        Some(Deeper {
            name: place.name.clone(),
            url: req.with_queries(&[("unit", &id.to_string()), ("state", ""), ("page", "")]),
            sums: Sums::of(lines.iter().filter(|it| below(it) == Some(id))),
        })
    };
    Ok(order.into_iter().filter_map(one).collect())
}

fn rules(ctx: &Ctx, node: &Place) -> Vec<Rule> {
    let all = ctx.part::<Rules>();
    let one = |it: &'static Report| {
        let copy = if it.copy { "，抄送上一级公安机关" } else { "" };
        let by_hand = match it.by_hand.as_str() {
            "" => String::new(),
            by_hand => format!("；{by_hand}不在本系统里，由报送单位按公文送达"),
        };
        Rule {
            title: it.short(),
            source: it.source(all),
            to: format!("报隶属的上级党组织{copy}{by_hand}"),
        }
    };
    kind::along(relation(node)).map(one).collect()
}
