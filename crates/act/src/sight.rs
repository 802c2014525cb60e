//! What the hat worn may see: one condition for lists, the same as a check for one place.

use db::{Query, Value, bind};

use crate::{Act, Actor, Guard, Hat, Place, Power, Reach, Relation};

/// The range of one read act. Made by [`crate::Ctx::sight`].
#[derive(Debug, Clone)]
pub struct Sight {
    home: Option<Place>,
    powers: Vec<Power>,
    unlimited: bool,
    /// Kinds of units that are left out, each but for where these powers reach.
    guarded: Vec<(String, Vec<Power>)>,
    /// The viewer himself: he always sees his own data where the act has reach `own`.
    pub own: Option<i64>,
}

impl Sight {
    pub(crate) fn of(actor: &Actor, act: &Act, own_powers: &[Power], guards: &[Guard]) -> Self {
        let hat = actor.hat();
        let powers = hat.map_or_else(Vec::new, |hat| powers_of(hat, act.key));
        let guarded = |guard: &Guard| {
            let lets = hat.map_or_else(Vec::new, |hat| powers_of(hat, &guard.act));
            (guard.kind.clone(), lets)
        };
        // Who reaches his own unit alone comes to no other.
        let goes_far = powers.iter().any(|power| !matches!(power.reach, Reach::Own | Reach::Unit));
        let of_act = |power: &Power| power.act == act.key && power.reach == Reach::Own;
        let sees_himself = powers.iter().chain(own_powers).any(of_act);
        Self {
            home: hat.map(|hat| hat.unit.clone()),
            unlimited: actor.is_unlimited(),
            own: actor.person().filter(|_| sees_himself),
            guarded: guards.iter().filter(|_| goes_far).map(guarded).collect(),
            powers,
        }
    }

    /// Whether `place` is in sight.
    pub fn holds(&self, place: &Place) -> bool {
        let Some(home) = &self.home else { return self.unlimited };
        let reached = |powers: &[Power]| powers.iter().any(|power| home.reaches(place, power));
        let mut of_kind = self.guarded.iter().filter(|(kind, _)| *kind == place.kind);
        let is_open = home.id == place.id || of_kind.all(|(_, lets)| reached(lets));
        self.unlimited || is_open && reached(&self.powers)
    }

    /// Whether there is anything to see besides oneself.
    pub fn is_empty(&self) -> bool {
        !self.unlimited && self.powers.iter().all(|power| power.reach == Reach::Own)
    }

    /// Whether no unit is out of sight.
    pub fn is_everywhere(&self) -> bool {
        self.unlimited || self.powers.iter().any(|power| power.reach == Reach::All)
    }

    /// Adds ` AND (…)` over the alias `u` of `unit_now` (or `unit`). Every term of the bracket can be
    /// looked up in an index of its own, so that a list begins with the few units in sight.
    pub fn limit(&self, query: &mut Query) {
        if self.unlimited {
            return;
        }
        let mut terms = Terms { query: &mut *query, are_open: false };
        if let Some(home) = &self.home {
            for power in &self.powers {
                terms.add_power(home, power);
            }
        }
        terms.close();
        if let Some(home) = &self.home {
            for (kind, lets) in &self.guarded {
                query.add(" AND (u.kind <> {} OR u.id = {}", bind![kind, home.id]);
                let mut terms = Terms { query: &mut *query, are_open: true };
                for power in lets {
                    terms.add_power(home, power);
                }
                terms.close();
            }
        }
    }
}

fn powers_of(hat: &Hat, act: &str) -> Vec<Power> {
    hat.powers.iter().filter(|power| power.act == act).cloned().collect()
}

/// The bracket in the making: ` AND (a OR b)`, or ` AND 1 = 0` when nothing is in sight.
struct Terms<'q> {
    query: &'q mut Query,
    are_open: bool,
}

impl Terms<'_> {
    fn add_power(&mut self, home: &Place, power: &Power) {
        match power.reach {
            Reach::Own => {}
            Reach::All => self.add("1 = 1", &[]),
            Reach::Unit => {
                self.add("u.id = {}", bind![home.id]);
                self.add_subgroups(home);
            }
            Reach::House => {
                if home.line_path.is_some() {
                    self.add("(u.organ = {} AND u.line_path IS NOT NULL)", bind![home.organ]);
                }
                self.add("u.id = {}", bind![home.id]);
            }
            Reach::Below => {
                self.add_range(home, power.relation);
                self.query.add(")", &[]);
            }
            Reach::Organ => {
                self.add_range(home, power.relation);
                self.query.add(" AND u.organ = {})", bind![home.organ]);
                self.add("u.id = {}", bind![home.id]);
            }
        }
    }

    /// The range is implied by the path and says nothing new: without it no index would serve.
    fn add_subgroups(&mut self, home: &Place) {
        let Some(path) = home.lead_path.as_deref() else { return };
        self.add(
            "(u.kind = 'subgroup' AND u.lead_path >= {} AND u.lead_path < {}
              AND u.lead_path = CAST({} AS TEXT) || CAST(u.id AS TEXT) || '/')",
            bind![path, format!("{path}~"), path],
        );
    }

    /// Without its closing bracket.
    fn add_range(&mut self, home: &Place, relation: Relation) {
        let from = home.path(relation).unwrap_or("~");
        let range = bind![from, format!("{from}~")];
        match relation {
            Relation::Lead => self.add("(u.lead_path >= {} AND u.lead_path < {}", range),
            Relation::Line => self.add("(u.line_path >= {} AND u.line_path < {}", range),
        }
    }

    fn add(&mut self, term: &'static str, binds: &[Value]) {
        self.query.add(if self.are_open { " OR " } else { " AND (" }, &[]);
        self.query.add(term, binds);
        self.are_open = true;
    }

    fn close(self) {
        self.query.add(if self.are_open { ")" } else { " AND 1 = 0" }, &[]);
    }
}
