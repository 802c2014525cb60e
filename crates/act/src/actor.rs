//! Who acts, and under which hat.

use std::sync::Arc;

use calendar::Day;
use db::{Query, Read, bind};
use serde::Deserialize;

use crate::{Act, Guard, Power, Reach, Relation, Result};

/// Who is at work.
#[expect(clippy::large_enum_variant, reason = "one per request, and nearly always a person")]
#[derive(Debug, Clone)]
pub enum Actor {
    /// Nobody has signed in.
    Visitor,
    /// A person under one hat; without a hat only acts about himself.
    Person { id: i64, name: String, hat: Option<Hat> },
    /// The command line on the server itself.
    Operator,
    /// A job, by its name.
    System(&'static str),
}

impl Actor {
    pub fn person(&self) -> Option<i64> {
        match self {
            Self::Person { id, .. } => Some(*id),
            _ => None,
        }
    }

    pub fn hat(&self) -> Option<&Hat> {
        match self {
            Self::Person { hat, .. } => hat.as_ref(),
            _ => None,
        }
    }

    /// How the event names the actor.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Visitor => "visitor".into(),
            Self::Person { hat, .. } => match hat.as_ref().and_then(|hat| hat.stand_in.as_ref()) {
                Some(stand_in) => format!("stand_in:{}", stand_in.id),
                None => "person".into(),
            },
            Self::Operator => "operator".into(),
            Self::System(job) => format!("system:{job}"),
        }
    }

    /// Whether the installation itself is at work, which no range limits.
    pub(crate) fn is_unlimited(&self) -> bool {
        matches!(self, Self::Operator | Self::System(_))
    }
}

/// A post that somebody wears as a hat, with what it may do.
#[derive(Debug, Clone)]
pub struct Hat {
    pub post: i64,
    /// Key in `systems/posts.toml`.
    pub kind: String,
    /// 党支部书记
    pub title: String,
    pub unit: Place,
    pub powers: Arc<[Power]>,
    /// Set when it is somebody else's post, worn during his leave.
    pub stand_in: Option<StandIn>,
}

/// Acting in somebody's post while he is away (代行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// What the event says beside the post: `stand_in:ID`.
    pub id: i64,
    /// Who holds the post.
    pub holder: String,
    /// The first day on which it is over.
    pub until: Day,
}

impl Hat {
    /// What a session, a job or an export keeps of it: the post, or the standing in.
    pub fn worn_as(&self) -> i64 {
        self.stand_in.as_ref().map_or(self.post, |stand_in| stand_in.id)
    }

    /// Whether everything that `power` gives in `place` lies within what this hat may do itself.
    pub fn covers(&self, place: &Place, power: &Power) -> bool {
        power.reach == Reach::Own
            || self
                .powers
                .iter()
                .filter(|mine| mine.act == power.act)
                .any(|mine| self.unit.contains(mine, place, power))
    }

    /// The widest reach of an act by each relation.
    pub(crate) fn powers_for<'h>(&'h self, act: &'h Act) -> impl Iterator<Item = &'h Power> {
        self.powers.iter().filter(|power| power.act == act.key)
    }

    /// Whether `place` is of no guarded kind, the hat's own, or one that it may see.
    pub(crate) fn passes(&self, place: &Place, guards: &[Guard]) -> bool {
        let mut of_kind = guards.iter().filter(|guard| guard.kind == place.kind);
        self.unit.id == place.id
            || of_kind.all(|guard| self.power_over(&guard.act, place).is_some())
    }

    /// Whether the post may do `act` upon `place`.
    pub fn may(&self, act: &Act, place: &Place) -> bool {
        self.powers_for(act).any(|power| self.unit.reaches(place, power))
    }

    /// The power by which the post does an act, named by its key, upon `place`.
    pub fn power_over(&self, act: &str, place: &Place) -> Option<&Power> {
        self.powers.iter().find(|power| power.act == act && self.unit.reaches(place, power))
    }

    /// Whether the post carries the act at all, over whatever range: menus ask this.
    pub fn carries(&self, act: &Act) -> bool {
        self.powers_for(act).next().is_some()
    }
}

/// A unit and where it stands today.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Place {
    pub id: i64,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    pub lead_path: Option<String>,
    pub line_path: Option<String>,
    /// The nearest border of permission upwards by line (a Party unit through its host, one that stands off the line
    /// through the unit that leads it), itself included.
    pub organ: Option<i64>,
}

impl Place {
    /// The unit today, also when it is dissolved (its records stay open to whom they were).
    pub fn find(read: &Read, unit: i64) -> Result<Option<Self>> {
        let sql = "SELECT id, kind, name, short_name, lead_path, line_path, organ
                   FROM unit WHERE id = $1";
        Ok(read.maybe(sql, bind![unit])?)
    }

    /// Those of `units` that are there, in one statement; at most 500.
    pub fn find_all(read: &Read, units: &[i64]) -> Result<Vec<Self>> {
        let mut query = Query::new(
            "SELECT id, kind, name, short_name, lead_path, line_path, organ FROM unit WHERE id IN ",
            &[],
        );
        Ok(query.in_list("", units).all(read)?)
    }

    /// Those of `units` (a few) that are there, also dissolved, and everything that stands above them by
    /// either relation; in no order, in one statement.
    pub fn upwards(read: &Read, units: &[i64]) -> Result<Vec<Self>> {
        let mut query = Query::new(
            "WITH RECURSIVE up(id, kind, name, short_name, lead_path, line_path, organ, dissolved_on,
                               lead_parent, line_parent) AS (
                SELECT id, kind, name, short_name, lead_path, line_path, organ, dissolved_on,
                       lead_parent, line_parent
                FROM unit WHERE id IN ",
            &[],
        );
        query.in_list("", units);
        query.add(
            " UNION
                SELECT p.id, p.kind, p.name, p.short_name, p.lead_path, p.line_path, p.organ,
                       p.dissolved_on, p.lead_parent, p.line_parent
                FROM up CROSS JOIN unit p WHERE p.id IN (up.lead_parent, up.line_parent))
            SELECT id, kind, name, short_name, lead_path, line_path, organ
            FROM up WHERE dissolved_on IS NULL OR id IN ",
            &[],
        );
        query.in_list("", units);
        Ok(query.all(read)?)
    }

    pub fn path(&self, relation: Relation) -> Option<&str> {
        match relation {
            Relation::Lead => self.lead_path.as_deref(),
            Relation::Line => self.line_path.as_deref(),
        }
    }

    /// Narrows a query to the units at and below this one: by lead under a Party unit, by line under an organ. Units
    /// that stand off the line are in few sights and so in no list of what is below. The alias of the units is `u`.
    pub fn limit_below(&self, query: &mut Query) {
        match (self.path(Relation::Lead), self.path(Relation::Line)) {
            (Some(path), _) => query.add(
                " AND u.lead_path >= {} AND u.lead_path < {} AND (u.line_path IS NOT NULL OR u.id = {})",
                bind![path, format!("{path}~"), self.id],
            ),
            (None, Some(path)) => query.add(
                " AND u.line_path >= {} AND u.line_path < {}",
                bind![path, format!("{path}~")],
            ),
            (None, None) => query.add(" AND u.id = {}", bind![self.id]),
        };
    }

    /// Whether `other` lies within `power` held here.
    pub(crate) fn reaches(&self, other: &Self, power: &Power) -> bool {
        match power.reach {
            Reach::Own => false,
            Reach::All => true,
            Reach::Unit => self.id == other.id || self.has_subgroup(other),
            Reach::House => self.id == other.id || self.is_of_one_house(other),
            Reach::Below => self.is_above(other, power.relation),
            Reach::Organ => {
                self.id == other.id
                    || self.is_above(other, power.relation)
                        && other.organ.is_some()
                        && other.organ == self.organ
            }
        }
    }

    /// Whether all that `theirs` reaches from `other` is also reached by `mine` from here. Never yes by
    /// mistake: where the tree alone cannot tell, the answer is no.
    pub(crate) fn contains(&self, mine: &Power, other: &Self, theirs: &Power) -> bool {
        if mine.reach == Reach::All || theirs.reach == Reach::Own {
            return true;
        }
        if theirs.reach == Reach::All || !self.reaches(other, mine) {
            return false;
        }
        let (is_one_tree, is_whole_organ) =
            (mine.relation == theirs.relation, self.has_all_of_its_organ(mine, other));
        match (mine.reach, theirs.reach) {
            (_, Reach::Unit) | (Reach::House, Reach::House | Reach::Organ) => true,
            (Reach::Below, Reach::Below | Reach::Organ) | (Reach::Organ, Reach::Organ) => {
                is_one_tree
            }
            (Reach::Below, Reach::House) => is_whole_organ,
            _ => false,
        }
    }

    /// By the line every unit of an organ, its Party units too, stands below the organ itself.
    fn has_all_of_its_organ(&self, mine: &Power, other: &Self) -> bool {
        mine.relation == Relation::Line
            && other.organ.is_some()
            && (self.organ != other.organ || other.organ == Some(self.id))
    }

    /// A subgroup is a part of its branch and no organisation of its own: whoever acts for the branch acts for it.
    fn has_subgroup(&self, other: &Self) -> bool {
        let right_below = |path: &String| format!("{path}{}/", other.id);
        other.kind == "subgroup"
            && other.lead_path.is_some()
            && other.lead_path == self.lead_path.as_ref().map(right_below)
    }

    /// Who stands off the line belongs to no house, though it has the organ of the unit that leads it.
    fn is_of_one_house(&self, other: &Self) -> bool {
        let stand_in_line = self.line_path.is_some() && other.line_path.is_some();
        stand_in_line && other.organ.is_some() && other.organ == self.organ
    }

    fn is_above(&self, other: &Self, relation: Relation) -> bool {
        match (self.path(relation), other.path(relation)) {
            (Some(mine), Some(theirs)) => theirs.starts_with(mine),
            _ => false,
        }
    }
}
