//! What a page of this room is asked for: which node, by which relation, which month, which part.

use act::{Ctx, Error, Place, Reach, Relation, Result};
use calendar::{Day, Period, PeriodKind};
use db::Read;
use std::sync::Arc;
use web::Req;

use crate::SEE_SITUATION;
use crate::picture::{Part, Picture, Rank};
use crate::view::{self, Ask, Scope, View};

/// A node in the viewer's sight, with its view.
pub(crate) struct Asked {
    pub(crate) place: Place,
    pub(crate) scope: Scope,
    pub(crate) part: Part,
    pub(crate) view: Arc<View>,
    /// Every relation by which the viewer may look at it.
    pub(crate) relations: Vec<Relation>,
}

/// 404 when the node is not there or out of sight.
pub(crate) fn ask(ctx: &Ctx, read: &Read, req: &Req) -> Result<Asked> {
    let place = Place::find(read, req.id("unit")?)?.ok_or(Error::NotFound)?;
    let relations = relations(ctx, &place);
    let wanted = req.query("by");
    let relation = relations.iter().find(|it| it.key() == wanted).or(relations.first());
    let relation = *relation.ok_or(Error::NotFound)?;
    let scope = scope(req.query("month"), ctx.today);
    let part = Part {
        duty: Some(req.query("duty").to_owned()).filter(|key| !key.is_empty()),
        house: req.query("part") == "house",
    };
    let asked = Ask { relation, node: place.id, on: scope.on };
    let view = view::seen(ctx, read, asked)?.ok_or(Error::NotFound)?;
    Ok(Asked { place, scope, part, view, relations })
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
        let mut fields = vec![
            ("by", self.view.node.relation.key()),
            ("month", &month),
            ("part", house),
            ("duty", duty),
        ];
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
        let by = self.view.node.relation;
        let duty = self.part.duty.as_ref().map_or(String::new(), |key| format!("&duty={key}"));
        let house = if house { "&part=house" } else { "" };
        format!("/situation/{unit}?by={by}&month={month}{duty}{house}")
    }

    /// `11月组织生活`, `2026年主题党日`
    pub(crate) fn title(&self) -> String {
        let what = self.duty_title().unwrap_or("组织生活");
        format!("{}{what}", self.scope.zh())
    }

    pub(crate) fn duty_title(&self) -> Option<&str> {
        let key = self.part.duty.as_ref()?;
        let duty = self.view.duties.iter().find(|duty| duty.key == *key)?;
        Some(duty.title.as_str())
    }

    /// `2026年11月20日9:00`; without the hour for a day that is over.
    pub(crate) fn moment(&self, ctx: &Ctx) -> String {
        let day = self.scope.on.zh();
        if self.scope.on == ctx.today { format!("{day}{}", ctx.now.time_zh()) } else { day }
    }

    /// From the root down to the node, as far as the viewer sees.
    pub(crate) fn crumbs(&self, ctx: &Ctx, read: &Read) -> Result<Vec<(String, String)>> {
        let relation = self.view.node.relation;
        let path = self.place.path(relation).unwrap_or_default();
        let ids: Vec<i64> = path.split('/').filter_map(|id| id.parse().ok()).collect();
        let above: Vec<i64> = ids.into_iter().filter(|id| *id != self.place.id).collect();
        let mut seen = view::names_in_sight(read, &ctx.sight(&SEE_SITUATION), &above)?;
        seen.sort_by_key(|(id, _)| above.iter().position(|it| it == id));
        let mut crumbs: Vec<(String, String)> =
            seen.into_iter().map(|(id, name)| (name, self.url_of(id, false))).collect();
        if self.part.house {
            crumbs.push((self.place.short_name.clone(), self.url_of(self.place.id, false)));
        }
        Ok(crumbs)
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
pub(crate) fn levels(view: &View, picture: &Picture) -> String {
    let own = view.tree.row(view.tree.node).and_then(Rank::of);
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
