//! What a page of this room is asked for: which node, by which relation, which month, which part.

use act::{Ctx, Error, Place, Reach, Relation, Result};
use calendar::{Day, Period, PeriodKind};
use db::{Asker, Read};
use rules::Rules;
use std::sync::Arc;
use systems::Systems;
use web::{Reply, Req};

use crate::SEE_SITUATION;
use crate::figures::{Figures, List, Oldest};
use crate::missing::{Line, Wanted, missing};
use crate::picture::{Part, Picture, Rank, draw};
use crate::view::{self, Ask, Named, Scope, View};
use crate::waiting::{Waiting, waiting};

/// A node in the viewer's sight, and where its figures come from.
pub(crate) struct Asked {
    pub(crate) place: Place,
    pub(crate) relation: Relation,
    pub(crate) scope: Scope,
    pub(crate) part: Part,
    /// Every relation by which the viewer may look at it.
    pub(crate) relations: Vec<Relation>,
    /// The node, what is asked for as its child, and everything above either; in sight or not.
    around: Vec<Place>,
    source: Source,
    duty: Option<Named>,
}

/// Memory answers for today, rows for every other day and for a branch.
enum Source {
    Memory,
    Rows(Arc<View>),
}

/// 404 when the node is not there or out of sight.
pub(crate) fn ask(ctx: &Ctx, read: &Read, req: &Req) -> Result<Asked> {
    let unit = req.id("unit")?;
    let named = [Some(unit), req.query_as("side")].into_iter().flatten().collect::<Vec<i64>>();
    let around = Place::upwards(read, &named)?;
    let place = around.iter().find(|it| it.id == unit).cloned().ok_or(Error::NotFound)?;
    let relations = relations(ctx, &place);
    let wanted = req.query("by");
    let relation = relations.iter().find(|it| it.key() == wanted).or(relations.first());
    let relation = *relation.ok_or(Error::NotFound)?;
    let scope = scope(req.query("month"), ctx.today);
    let part = Part {
        duty: Some(req.query("duty").to_owned()).filter(|key| !key.is_empty()),
        house: req.query("part") == "house",
    };
    let mut asked =
        Asked { part, relations, around, ..Asked::of(ctx, read, place, relation, scope)? };
    let duties = if asked.part.duty.is_some() { asked.duties(ctx) } else { Vec::new() };
    asked.duty = duties.into_iter().find(|it| Some(&it.key) == asked.part.duty.as_ref());
    Ok(asked)
}

fn source(ctx: &Ctx, read: &Read, place: &Place, ask: Ask) -> Result<Source> {
    let rows = || Ok(Source::Rows(view::seen(ctx, read, ask)?.ok_or(Error::NotFound)?));
    // The people of a branch are looked at one by one: figures never answer for it.
    if ctx.part::<Systems>().unit_kind(&place.kind).is_some_and(|kind| kind.members) {
        return rows();
    }
    if let Some(figures) = ctx.core.maybe_part::<Figures>()
        && figures.answer(&ctx.core, read, (ask.relation, ask.node), ask.on)?
    {
        return Ok(Source::Memory);
    }
    let is_building = ctx.core.maybe_part::<Figures>().is_some_and(Figures::is_building);
    if is_building && ask.on == ctx.today && view::is_large(read, ask)? {
        return Err(Error::Busy(BUILDING.to_owned()));
    }
    rows()
}

const BUILDING: &str = "服务刚刚启动，正在从记录汇总全部组织的情况，几分钟后再打开这一页。\
                        县局以下单位和党支部的页面现在就能看";

/// Units whose lines are judged together: each may bring the child under which it stands.
const AT_ONCE: usize = 240;
/// The first units of a list are looked for among so many lines.
const FIRST_LINES: usize = 200;

impl Asked {
    /// The whole of a node that the viewer was found to see.
    pub(crate) fn of(
        ctx: &Ctx,
        read: &Read,
        place: Place,
        relation: Relation,
        scope: Scope,
    ) -> Result<Self> {
        let source = source(ctx, read, &place, Ask { relation, node: place.id, on: scope.on })?;
        let (part, relations, around) = (Part::default(), vec![relation], Vec::new());
        Ok(Self { place, relation, scope, part, relations, around, source, duty: None })
    }

    fn node(&self) -> (Relation, i64) {
        (self.relation, self.place.id)
    }

    pub(crate) fn picture(&self, ctx: &Ctx) -> Result<Picture> {
        match &self.source {
            Source::Memory => figures(ctx)
                .picture(&ctx.core, self.node(), (self.scope, &self.part))
                .ok_or_else(moved_on),
            Source::Rows(view) => Ok(draw(view, ctx.part::<Systems>(), self.scope, &self.part)),
        }
    }

    /// Whom to help first, at most `limit` lines, and how many there are.
    pub(crate) fn waiting(&self, ctx: &Ctx, limit: usize) -> Result<(Vec<Waiting>, usize)> {
        match &self.source {
            Source::Memory => figures(ctx)
                .waiting(&ctx.core, self.node(), (self.scope.on, limit))
                .ok_or_else(moved_on),
            Source::Rows(view) => {
                Ok(waiting(view, ctx.part::<Rules>(), ctx.part::<Systems>(), limit))
            }
        }
    }

    /// The duties that lists may be narrowed to, in the order of the law.
    pub(crate) fn duties(&self, ctx: &Ctx) -> Vec<Named> {
        match &self.source {
            Source::Memory => {
                figures(ctx).duties(&ctx.core, self.node(), self.scope.on).unwrap_or_default()
            }
            Source::Rows(view) => view.duties.clone(),
        }
    }

    /// How many lines the list has.
    pub(crate) fn count(&self, ctx: &Ctx, wanted: &Wanted) -> Result<usize> {
        match &self.source {
            Source::Memory => Ok(self.listed(ctx, wanted, (0, 0))?.total),
            Source::Rows(view) => {
                Ok(missing(view, ctx.part::<Systems>(), self.scope, wanted).len())
            }
        }
    }

    fn listed(&self, ctx: &Ctx, wanted: &Wanted, page: (usize, usize)) -> Result<List> {
        let listed = figures(ctx).list(&ctx.core, self.node(), (self.scope, wanted), page);
        listed.ok_or_else(moved_on)
    }

    /// At most `limit` overdue matters, those that have waited longest first, and how many there are.
    pub(crate) fn oldest(&self, ctx: &Ctx, limit: usize) -> Result<(Vec<Oldest>, usize)> {
        match &self.source {
            Source::Memory => figures(ctx)
                .oldest(&ctx.core, self.node(), (self.scope, limit))
                .ok_or_else(moved_on),
            Source::Rows(view) => {
                let lines = missing(view, ctx.part::<Systems>(), self.scope, &Oldest::wanted());
                let total = lines.len();
                Ok((lines.into_iter().take(limit).map(Oldest::from).collect(), total))
            }
        }
    }

    /// An answer to a program about this node, scope and part: where figures give it, `make` runs only
    /// after something at or below the node has changed.
    pub(crate) fn reply(
        &self,
        ctx: &Ctx,
        (what, part): (&'static str, &Part),
        make: impl FnOnce() -> Result<String>,
    ) -> Result<Reply> {
        // What is no duty here is not kept: anything could be asked for.
        let is_known = part.duty.is_none() || self.duty.is_some();
        Ok(Reply::Json(match &self.source {
            Source::Memory if is_known => {
                let answer = figures(ctx).kept_answer(what, self.node(), (self.scope, part), make);
                answer?.to_string()
            }
            _ => make()?,
        }))
    }

    /// At most `limit` lines after the first `offset`.
    pub(crate) fn lines(
        &self,
        ctx: &Ctx,
        read: &Read,
        wanted: &Wanted,
        (offset, limit): (usize, usize),
    ) -> Result<Vec<Line>> {
        let systems = ctx.part::<Systems>();
        let Source::Rows(view) = &self.source else {
            return self.judged_lines(ctx, read, wanted, (offset, limit));
        };
        let lines = missing(view, systems, self.scope, wanted);
        Ok(lines.into_iter().skip(offset).take(limit).collect())
    }

    /// The figures say which units; their rows are judged anew, for a line says more than a mark.
    fn judged_lines(
        &self,
        ctx: &Ctx,
        read: &Read,
        wanted: &Wanted,
        (offset, limit): (usize, usize),
    ) -> Result<Vec<Line>> {
        let listed = self.listed(ctx, wanted, (offset, limit))?;
        let mut lines = Vec::new();
        for (last_day, found) in listed.parts {
            let wanted = Wanted { last_day, ..wanted.clone() };
            let ask = Asker::default();
            let part = ask.finish(read, self.judged_at(ctx, &ask, &wanted, &found.units))?;
            lines.extend(part.into_iter().skip(found.skip));
        }
        lines.truncate(limit);
        Ok(lines)
    }

    /// All lines of some units, each with the child of the node under which they count.
    async fn judged_at(
        &self,
        ctx: &Ctx,
        ask: &Asker,
        wanted: &Wanted,
        places: &[(i64, i64)],
    ) -> Result<Vec<Line>> {
        let (rules, systems) = (ctx.part::<Rules>(), ctx.part::<Systems>());
        let node = Ask { relation: self.relation, node: self.place.id, on: self.scope.on };
        // Which of them stand together as 机关 was asked when they were found.
        let mut wanted = wanted.clone();
        wanted.part.house = false;
        let mut lines = Vec::new();
        for places in places.chunks(AT_ONCE) {
            let (mut units, mut sides): (Vec<i64>, Vec<i64>) = places.iter().copied().unzip();
            sides.dedup();
            units.dedup();
            let view = view::glimpse(ask, rules, systems, node, (&units, &sides)).await?;
            let judged = missing(&view.ok_or(Error::NotFound)?, systems, self.scope, &wanted);
            lines.extend(in_order(judged, places));
        }
        Ok(lines)
    }

    /// Every line of the first units below the node that have any, in official order: of at most
    /// `most` units.
    pub(crate) async fn lines_of_first(
        &self,
        ctx: &Ctx,
        ask: &Asker,
        wanted: &Wanted,
        most: usize,
    ) -> Result<Vec<Line>> {
        let node = self.place.id;
        if let Source::Rows(view) = &self.source {
            let mut lines = missing(view, ctx.part::<Systems>(), self.scope, wanted);
            lines.retain(|line| line.unit != node);
            let first = lines.chunk_by(|a, b| a.unit == b.unit).take(most);
            return Ok(first.flatten().cloned().collect());
        }
        let listed = self.listed(ctx, wanted, (0, FIRST_LINES))?;
        let found = listed.parts.into_iter().flat_map(|(_, found)| found.units);
        let below: Vec<(i64, i64)> = found.filter(|(unit, _)| *unit != node).collect();
        let first = below.chunk_by(|a, b| a.0 == b.0).take(most).flatten().copied();
        self.judged_at(ctx, ask, wanted, &first.collect::<Vec<_>>()).await
    }
}

/// As the figures order units; a glimpse knows only a part of the tree.
fn in_order(lines: Vec<Line>, places: &[(i64, i64)]) -> Vec<Line> {
    let place = |line: &Line| places.iter().position(|it| *it == (line.unit, line.side));
    let mut placed: Vec<(usize, Line)> =
        lines.into_iter().filter_map(|line| Some((place(&line)?, line))).collect();
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, line)| line).collect()
}

fn figures(ctx: &Ctx) -> &Figures {
    ctx.part::<Figures>()
}

/// Midnight passed, or the node was dissolved, while the page was made.
fn moved_on() -> Error {
    Error::Busy("数据刚刚更新，请再打开一次这一页".to_owned())
}

/// By which relations the viewer sees the whole subtree: lead first, for a Party unit stands in both.
pub(crate) fn relations(ctx: &Ctx, place: &Place) -> Vec<Relation> {
    let stands = |relation: &Relation| place.path(*relation).is_some();
    let all = [Relation::Lead, Relation::Line].into_iter().filter(stands);
    let Some(hat) = ctx.actor.hat() else {
        return if ctx.sight(&SEE_SITUATION).holds(place) { all.collect() } else { Vec::new() };
    };
    let sees = |relation: &Relation| {
        hat.powers.iter().filter(|power| power.act == SEE_SITUATION.key).any(|power| {
            let home = hat.unit.path(*relation);
            let below = home.zip(place.path(*relation)).is_some_and(|(h, p)| p.starts_with(h));
            match power.reach {
                Reach::All => true,
                Reach::Below => power.relation == *relation && below,
                _ => false,
            }
        })
    };
    all.filter(sees).collect()
}

/// `2026-11` or `2026`; what is no period, or has not begun, is the running month.
pub(crate) fn scope(text: &str, today: Day) -> Scope {
    let asked = text.parse::<Period>().ok().filter(|period| {
        period.first() <= today && matches!(period.kind(), PeriodKind::Month | PeriodKind::Year)
    });
    match asked {
        Some(period) => Scope { period, on: today.min(period.last()) },
        None => Scope::month(today),
    }
}

impl Asked {
    /// A page of this room with the same node, relation, month and part, and some fields set anew.
    pub(crate) fn url(&self, page: &str, set: &[(&str, &str)]) -> String {
        let month = self.scope.period.key();
        let house = if self.part.house { "house" } else { "" };
        let duty = self.part.duty.as_deref().unwrap_or_default();
        let mut fields =
            vec![("by", self.relation.key()), ("month", &month), ("part", house), ("duty", duty)];
        for (name, value) in set {
            fields.retain(|(field, _)| field != name);
            fields.push((name, value));
        }
        let pairs: Vec<String> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", value.replace('~', "%7E")))
            .collect();
        let page = if page.is_empty() { String::new() } else { format!("/{page}") };
        format!("/situation/{}{page}?{}", self.place.id, pairs.join("&"))
    }

    /// The same page of another node.
    pub(crate) fn url_of(&self, unit: i64, house: bool) -> String {
        let month = self.scope.period.key();
        let by = self.relation;
        let duty = self.part.duty.as_ref().map_or(String::new(), |key| format!("&duty={key}"));
        let house = if house { "&part=house" } else { "" };
        format!("/situation/{unit}?by={by}&month={month}{duty}{house}")
    }

    /// `11月组织生活`, `2026年主题党日`
    pub(crate) fn title(&self) -> String {
        let what = self.duty_title().unwrap_or("组织生活");
        format!("{}{what}", self.scope.zh())
    }

    /// The one duty that is asked for.
    pub(crate) fn duty(&self) -> Option<&Named> {
        self.duty.as_ref()
    }

    fn duty_title(&self) -> Option<&str> {
        self.duty.as_ref().map(|duty| duty.title.as_str())
    }

    /// `2026年11月20日9:00`; without the hour for a day that is over.
    pub(crate) fn moment(&self, ctx: &Ctx) -> String {
        let day = self.scope.on.zh();
        if self.scope.on == ctx.today { format!("{day}{}", ctx.now.time_zh()) } else { day }
    }

    /// From the root down to the node, as far as the viewer sees.
    pub(crate) fn crumbs(&self, ctx: &Ctx) -> Vec<(String, String)> {
        let relation = self.relation;
        let path = self.place.path(relation).unwrap_or_default();
        let ids = path.split('/').filter_map(|id| id.parse::<i64>().ok());
        let sight = ctx.sight(&SEE_SITUATION);
        let above = ids.filter(|id| *id != self.place.id).filter_map(|id| self.known(id));
        let seen = above.filter(|place| sight.holds(place));
        let mut crumbs: Vec<(String, String)> =
            seen.map(|it| (it.short_name.clone(), self.url_of(it.id, false))).collect();
        if self.part.house {
            crumbs.push((self.place.short_name.clone(), self.url_of(self.place.id, false)));
        }
        crumbs
    }

    /// The name of the child that is asked for, where it stands below the node or is in sight.
    pub(crate) fn side_name(&self, ctx: &Ctx, side: i64) -> Option<String> {
        let path = self.place.path(self.relation).unwrap_or_default();
        let place = self.known(side)?;
        let is_below = place.path(self.relation).is_some_and(|it| it.starts_with(path));
        let is_seen = is_below || ctx.sight(&SEE_SITUATION).holds(place);
        is_seen.then(|| place.short_name.clone())
    }

    /// The node, what is asked for as its child, or a unit above either; in sight or not.
    fn known(&self, unit: i64) -> Option<&Place> {
        self.around.iter().find(|it| it.id == unit)
    }

    /// Where the node stands in a crumb: its name, or 机关 of it.
    pub(crate) fn node_name(&self) -> String {
        if self.part.house {
            format!("{}机关", self.place.short_name)
        } else {
            self.place.short_name.clone()
        }
    }
}

/// The levels below in words: `11个市局、104个县局、3,144个支部`.
pub(crate) fn levels(picture: &Picture) -> String {
    let own = picture.rank;
    let below = |level: Rank| own.is_none_or(|own| level > own);
    let shown = picture.levels.iter().filter(|it| below(it.level) && it.units > 0);
    let words: Vec<String> =
        shown.map(|it| format!("{}个{}", number(it.units), it.level.zh())).collect();
    words.join("、")
}

/// 17,187
pub(crate) fn number(count: i64) -> String {
    let digits = count.abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if count < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let shown: Vec<String> = [0, 999, 1000, 25152, -1234567].map(number).to_vec();
        assert_eq!(shown, ["0", "999", "1,000", "25,152", "-1,234,567"]);
    }

    #[test]
    fn a_month_that_has_not_begun_is_the_running_one() {
        let today: Day = "2026-11-20".parse().expect("a day");
        assert_eq!(scope("2026-12", today), Scope::month(today));
        assert_eq!(scope("2026-Q3", today), Scope::month(today));
        assert_eq!(scope("2026-09", today).on.to_string(), "2026-09-30");
        assert_eq!(scope("2026", today).on, today);
        assert_eq!(scope("2025", today).on.to_string(), "2025-12-31");
    }
}
