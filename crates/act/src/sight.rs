//! What the hat worn may see: one condition for lists, the same as a check for one place.

use db::{Query, bind};

use crate::{Act, Actor, Place, Power, Reach, Relation};

/// The range of one read act. Made by [`crate::Ctx::sight`].
#[derive(Debug, Clone)]
pub struct Sight {
    home: Option<Place>,
    powers: Vec<Power>,
    unlimited: bool,
    /// The viewer himself: he always sees his own data where the act has reach `own`.
    pub own: Option<i64>,
}

impl Sight {
    pub(crate) fn of(actor: &Actor, act: &Act, own_powers: &[Power]) -> Self {
        let hat = actor.hat();
        let powers: Vec<Power> =
            hat.map(|hat| hat.powers_for(act).cloned().collect()).unwrap_or_default();
        let of_act = |power: &Power| power.act == act.key && power.reach == Reach::Own;
        let sees_himself = powers.iter().chain(own_powers).any(of_act);
        Self {
            home: hat.map(|hat| hat.unit.clone()),
            unlimited: actor.is_unlimited(),
            own: actor.person().filter(|_| sees_himself),
            powers,
        }
    }

    /// Whether `place` is in sight.
    pub fn holds(&self, place: &Place) -> bool {
        let reached = |home: &Place| self.powers.iter().any(|power| home.reaches(place, power));
        self.unlimited || self.home.as_ref().is_some_and(reached)
    }

    /// Whether there is anything to see besides oneself.
    pub fn is_empty(&self) -> bool {
        !self.unlimited && self.powers.iter().all(|power| power.reach == Reach::Own)
    }

    /// Adds ` AND (…)` over the alias `u` of `unit_now` (or `unit`).
    pub fn limit(&self, query: &mut Query) {
        if self.unlimited {
            return;
        }
        query.add(" AND (1 = 0", &[]);
        for power in &self.powers {
            self.limit_by(query, power);
        }
        query.add(")", &[]);
    }

    fn limit_by(&self, query: &mut Query, power: &Power) {
        let Some(home) = &self.home else { return };
        match power.reach {
            Reach::Own => {}
            Reach::All => {
                query.add(" OR 1 = 1", &[]);
            }
            Reach::Unit => {
                let path = home.lead_path.as_deref().unwrap_or("~");
                query.add(
                    " OR u.id = {} OR (u.kind = 'subgroup'
                         AND u.lead_path = CAST({} AS TEXT) || CAST(u.id AS TEXT) || '/')",
                    bind![home.id, path],
                );
            }
            Reach::House => {
                query.add(" OR u.organ = {} OR u.id = {}", bind![home.organ, home.id]);
            }
            Reach::Below => {
                add_range(query, home, power.relation);
                query.add(")", &[]);
            }
            Reach::Organ => {
                add_range(query, home, power.relation);
                query.add(" AND u.organ = {}) OR u.id = {}", bind![home.organ, home.id]);
            }
        }
    }
}

/// Adds ` OR (path in range` without its closing bracket.
fn add_range(query: &mut Query, home: &Place, relation: Relation) {
    let from = home.path(relation).unwrap_or("~");
    let to = format!("{from}~");
    match relation {
        Relation::Lead => query.add(" OR (u.lead_path >= {} AND u.lead_path < {}", bind![from, to]),
        Relation::Line => query.add(" OR (u.line_path >= {} AND u.line_path < {}", bind![from, to]),
    };
}
