//! Founding units: one, or thousands in a few statements.

use std::collections::{BTreeMap, BTreeSet};

use act::{Acting, Error, Relation, Result};
use calendar::Day;
use db::{Value, bind};
use systems::{Family, Systems};

use super::{Unit, rename::initials, store};
use crate::{
    change::{self, ChangeKind},
    tie::{self, TieKind},
};

/// What a unit is founded with. Ties begin on the founding day, or when the superior came to stand there.
#[derive(Debug, Clone)]
pub struct NewUnit {
    /// Taken beforehand with `w.id()` when others of the same batch stand under it.
    pub id: Option<i64>,
    pub kind: String,
    /// `None`: the code of its organ and a number.
    pub code: Option<String>,
    pub name: String,
    /// As its superior says it; `None`: like the name.
    pub short_name: Option<String>,
    /// Among its brothers; `None`: after the last.
    pub official_order: Option<i64>,
    pub founded_on: Day,
    /// `None`: the day of the act.
    pub use_from: Option<Day>,
    pub lead: Option<i64>,
    /// Administrative units only.
    pub line: Option<i64>,
    /// Only where another body than the leading one approves.
    pub approve: Option<i64>,
    /// Party and mass units; `None`: as the leading unit's.
    pub host: Option<i64>,
    /// Further administrative units that it serves (joint branches).
    pub serves: Vec<i64>,
    /// It stands by lead alone: along the line nobody sees it.
    pub is_off_line: bool,
    pub basis: String,
    pub batch: Option<i64>,
}

impl NewUnit {
    pub fn new(kind: &str, name: &str, founded_on: Day) -> Self {
        Self {
            id: None,
            kind: kind.into(),
            code: None,
            name: name.into(),
            short_name: None,
            official_order: None,
            founded_on,
            use_from: None,
            lead: None,
            line: None,
            approve: None,
            host: None,
            serves: Vec::new(),
            is_off_line: false,
            basis: String::new(),
            batch: None,
        }
    }
}

/// Founds one unit.
pub fn found_unit(w: &Acting, systems: &Systems, new: &NewUnit) -> Result<i64> {
    let made = found_units(w, systems, std::slice::from_ref(new))?;
    let id = made[0];
    w.about("unit", id);
    Ok(id)
}

/// Founds many units in a few statements; superiors stand before those below them. Their ids, in order.
pub fn found_units(w: &Acting, systems: &Systems, new: &[NewUnit]) -> Result<Vec<i64>> {
    let mut founding = Founding::begin(w, systems, new)?;
    for unit in new {
        founding.add(w, unit)?;
    }
    founding.refuse_taken_codes(w)?;
    founding.write(w)
}

/// Where a known unit stands, and since when.
struct Stand {
    unit: Unit,
    lead_since: Day,
    line_since: Day,
}

impl Stand {
    fn since(&self, relation: Relation) -> Day {
        match relation {
            Relation::Lead => self.lead_since,
            Relation::Line => self.line_since,
        }
    }
}

struct Founding<'s> {
    systems: &'s Systems,
    known: BTreeMap<i64, Stand>,
    last_order: BTreeMap<i64, i64>,
    last_number: BTreeMap<String, i64>,
    made: Vec<i64>,
    codes: BTreeSet<String>,
    units: Vec<Value>,
    names: Vec<Value>,
    ties: Vec<Value>,
    serves: Vec<Value>,
    paths: Vec<Value>,
    changes: Vec<Value>,
}

impl<'s> Founding<'s> {
    fn begin(w: &Acting, systems: &'s Systems, new: &[NewUnit]) -> Result<Self> {
        let own: BTreeSet<i64> = new.iter().filter_map(|unit| unit.id).collect();
        let mut wanted: BTreeSet<i64> = BTreeSet::new();
        for unit in new {
            wanted.extend(unit.lead.iter().chain(&unit.line).chain(&unit.approve));
            wanted.extend(unit.host.iter().chain(&unit.serves));
        }
        let wanted: Vec<i64> = wanted.difference(&own).copied().collect();
        let mut known = load(w, &wanted)?;
        // A host may come from the leading unit; it must be known too.
        let hosts = known.values().filter_map(|stand| stand.unit.host);
        let hosts: Vec<i64> = hosts.filter(|host| !known.contains_key(host)).collect();
        known.extend(load(w, &hosts)?);
        let parents: Vec<i64> = known.keys().copied().collect();
        let mut last_order = BTreeMap::new();
        for (parent, last) in store::last_orders(w, &parents)? {
            let order: &mut i64 = last_order.entry(parent).or_default();
            *order = last.max(*order);
        }
        Ok(Self {
            systems,
            known,
            last_order,
            last_number: BTreeMap::new(),
            made: Vec::with_capacity(new.len()),
            codes: BTreeSet::new(),
            units: Vec::new(),
            names: Vec::new(),
            ties: Vec::new(),
            serves: Vec::new(),
            paths: Vec::new(),
            changes: Vec::new(),
        })
    }

    fn add(&mut self, w: &Acting, new: &NewUnit) -> Result<()> {
        let id = new.id.unwrap_or_else(|| w.id());
        let kind = self.systems.unit_kind(&new.kind);
        let kind = kind.ok_or_else(|| Error::invalid("kind", "没有这种组织"))?;
        if new.founded_on > w.now.day() {
            return Err(Error::invalid("founded_on", "成立日期还没有到，到那一天再登记"));
        }
        let host = self.host(new, kind.family)?;
        let line_parent = if kind.family.needs_host() { host } else { new.line };
        self.check_parents(new)?;
        let (lead_path, lead_since) = match kind.family {
            Family::Administrative => (None, new.founded_on),
            _ => self.path(id, new, new.lead, Relation::Lead),
        };
        let (line_path, line_since) = match kind.family {
            Family::Outside => (None, new.founded_on),
            _ if new.is_off_line => (None, new.founded_on),
            _ => self.path(id, new, line_parent, Relation::Line),
        };
        // What stands off the line has the border of the unit that leads it, though nothing of its house.
        let above = if new.is_off_line { new.lead } else { line_parent };
        let organ = match above.filter(|_| !kind.border) {
            Some(above) => self.known[&above].unit.organ.unwrap_or(id),
            None => id,
        };
        let name = text::half_width(new.name.trim());
        if name.is_empty() {
            return Err(Error::invalid("name", "请写名称"));
        }
        // Its code is none of the organ's either: the next number there would tell.
        let code = self.code(w, new, if new.is_off_line { id } else { organ })?;
        let unit = Unit {
            id,
            kind: new.kind.clone(),
            family: kind.family,
            code,
            short_name: new.short_name.clone().unwrap_or_else(|| name.clone()),
            name_key: text::name_key(&name),
            initials: initials(&name),
            name,
            official_order: self.order(new, line_parent),
            founded_on: new.founded_on,
            dissolved_on: None,
            use_from: new.use_from.unwrap_or_else(|| w.now.day().max(new.founded_on)),
            lead_parent: new.lead,
            line_parent,
            lead_path,
            line_path,
            organ: Some(organ),
            host,
            version: 0,
        };
        self.note(w, new, &unit, lead_since, line_since);
        self.made.push(id);
        self.known.insert(id, Stand { unit, lead_since, line_since });
        Ok(())
    }

    fn host(&self, new: &NewUnit, family: Family) -> Result<Option<i64>> {
        if !family.needs_host() || new.is_off_line {
            return Ok(None);
        }
        let inherited = || new.lead.and_then(|lead| self.known.get(&lead)?.unit.host);
        let host = new.host.or_else(inherited);
        let host = host.ok_or_else(|| Error::invalid("host", "请写明设在哪个单位"))?;
        for served in std::iter::once(&host).chain(&new.serves) {
            let stand = self.known.get(served).ok_or(Error::NotFound)?;
            if stand.unit.family != Family::Administrative || stand.unit.dissolved_on.is_some() {
                return Err(Error::invalid("host", "党组织只能设在现有的行政机构里"));
            }
        }
        Ok(Some(host))
    }

    fn check_parents(&self, new: &NewUnit) -> Result<()> {
        let parents =
            [(TieKind::Lead, new.lead), (TieKind::Line, new.line), (TieKind::Approve, new.approve)];
        for (kind, parent) in parents {
            let Some(parent) = parent else { continue };
            let stand = self.known.get(&parent).ok_or(Error::NotFound)?;
            tie::check_kinds(self.systems, &new.kind, &stand.unit, kind)?;
        }
        Ok(())
    }

    /// The path by a relation, and since when; before that day the unit stands alone.
    fn path(
        &mut self,
        id: i64,
        new: &NewUnit,
        parent: Option<i64>,
        relation: Relation,
    ) -> (Option<String>, Day) {
        let stand = parent.and_then(|parent| self.known.get(&parent));
        let above = stand.and_then(|stand| stand.unit.path(relation)).unwrap_or("/");
        let since = stand.map_or(new.founded_on, |it| it.since(relation).max(new.founded_on));
        let path = format!("{above}{id}/");
        if since > new.founded_on {
            let alone = format!("/{id}/");
            let row = bind![id, relation.key(), alone, new.founded_on, since];
            self.paths.extend_from_slice(row);
        }
        let row = bind![id, relation.key(), path, since, None::<Day>];
        self.paths.extend_from_slice(row);
        (Some(path), since)
    }

    /// After the last among both its brothers in lead and its neighbours in line.
    fn order(&mut self, new: &NewUnit, line_parent: Option<i64>) -> i64 {
        let above = [new.lead, line_parent];
        let last = above.iter().flatten().filter_map(|it| self.last_order.get(it)).max();
        let order = new.official_order.unwrap_or(last.map_or(1, |last| last + 1));
        for parent in above.into_iter().flatten() {
            let last = self.last_order.entry(parent).or_default();
            *last = order.max(*last);
        }
        order
    }

    /// `130102-007`: the organ's code and the next number.
    fn code(&mut self, w: &Acting, new: &NewUnit, organ: i64) -> Result<String> {
        let code = match &new.code {
            Some(code) => code.trim().to_owned(),
            None => self.next_code(w, organ)?,
        };
        if code.is_empty() || !self.codes.insert(code.clone()) {
            return Err(Error::invalid("code", format!("编码“{code}”重复或是空的")));
        }
        Ok(code)
    }

    fn next_code(&mut self, w: &Acting, organ: i64) -> Result<String> {
        let organ = self.known.get(&organ).map(|stand| stand.unit.code.clone());
        let prefix = format!("{}-", organ.as_deref().unwrap_or("W"));
        let last = match self.last_number.get(&prefix) {
            Some(last) => *last,
            None => store::last_number(w, &prefix)?,
        };
        let code = format!("{prefix}{:03}", last + 1);
        self.last_number.insert(prefix, last + 1);
        Ok(code)
    }

    fn refuse_taken_codes(&self, w: &Acting) -> Result<()> {
        let codes: Vec<&str> = self.codes.iter().map(String::as_str).collect();
        match store::taken_codes(w, &codes)?.first() {
            Some((code, _)) => Err(Error::invalid("code", format!("编码“{code}”已经有组织在用"))),
            None => Ok(()),
        }
    }

    fn note(&mut self, w: &Acting, new: &NewUnit, unit: &Unit, lead_since: Day, line_since: Day) {
        let row = bind![
            unit.id,
            unit.kind,
            unit.family.key(),
            unit.code,
            unit.name,
            unit.short_name,
            unit.name_key,
            unit.initials,
            unit.official_order,
            unit.founded_on,
            unit.use_from,
            unit.lead_parent,
            unit.line_parent,
            unit.lead_path,
            unit.line_path,
            unit.organ,
            unit.host,
            new.batch,
            0_i64
        ];
        self.units.extend_from_slice(row);
        self.names.extend_from_slice(bind![unit.id, unit.name, unit.founded_on, new.basis]);
        let approve_since = new.approve.and_then(|it| self.known.get(&it));
        let approve_since = approve_since.map_or(unit.founded_on, |it| it.unit.founded_on);
        let ties = [
            (new.lead, TieKind::Lead, lead_since),
            (new.line, TieKind::Line, line_since),
            (new.approve, TieKind::Approve, approve_since.max(unit.founded_on)),
        ];
        for (parent, kind, since) in ties {
            let Some(parent) = parent else { continue };
            let row = bind![w.id(), unit.id, parent, kind.key(), new.basis, since];
            self.ties.extend_from_slice(row);
        }
        if let Some(host) = unit.host {
            self.serves.extend_from_slice(bind![w.id(), unit.id, host, true, line_since]);
            for served in new.serves.iter().filter(|served| **served != host) {
                self.serves.extend_from_slice(bind![w.id(), unit.id, served, false, line_since]);
            }
        }
        let kind = ChangeKind::Found.key();
        let row = bind![w.id(), kind, unit.id, None::<i64>, unit.founded_on, new.basis, w.event()];
        self.changes.extend_from_slice(row);
    }

    fn write(self, w: &Acting) -> Result<Vec<i64>> {
        store::insert_units(w, &self.units)?;
        store::insert_names(w, &self.names)?;
        tie::store::insert_ties(w, &self.ties)?;
        tie::store::insert_serves(w, &self.serves)?;
        tie::store::insert_paths(w, &self.paths)?;
        change::store::insert(w, &self.changes)?;
        Ok(self.made)
    }
}

fn load(w: &Acting, ids: &[i64]) -> Result<BTreeMap<i64, Stand>> {
    let units = store::get_all(w, ids)?;
    let mut known: BTreeMap<i64, Stand> = units
        .into_iter()
        .map(|unit| {
            let founded_on = unit.founded_on;
            (unit.id, Stand { unit, lead_since: founded_on, line_since: founded_on })
        })
        .collect();
    for (id, relation, since) in tie::store::standing_since(w, ids)? {
        let Some(stand) = known.get_mut(&id) else { continue };
        match relation {
            Relation::Lead => stand.lead_since = since,
            Relation::Line => stand.line_since = since,
        }
    }
    Ok(known)
}
