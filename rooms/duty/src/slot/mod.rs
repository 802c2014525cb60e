//! One slot by its address: what pages link to and acts are about.

pub(crate) mod listed;
pub(crate) mod pages;
pub(crate) mod wall;
pub(crate) mod year;

use act::{Ctx, Error, Place, Result};
use calendar::{Day, Period};
use db::Read;

use crate::{
    Bearer, Law, Served,
    judge::{Slot, Verdict},
    list,
};

/// Names one slot of one bearer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub unit: i64,
    pub duty: String,
    pub period: Period,
    /// Of an event; otherwise "".
    pub about: String,
    pub person: Option<i64>,
}

impl Address {
    pub fn of(bearer: &Bearer, slot: &Slot) -> Self {
        Self {
            unit: bearer.unit,
            duty: slot.duty.key.clone(),
            period: slot.period,
            about: slot.about.clone(),
            person: bearer.person,
        }
    }

    /// `/duties/21/branch.general-meeting/2026-Q3`
    pub fn url(&self) -> String {
        let mut url =
            format!("/duties/{}/{}/{}", self.unit, self.duty.replace('/', "."), self.period);
        let person = self.person.map(|it| format!("person={it}"));
        let about = (!self.about.is_empty()).then(|| format!("about={}", self.about));
        for (n, part) in [person, about].into_iter().flatten().enumerate() {
            url.push(if n == 0 { '?' } else { '&' });
            url.push_str(&part);
        }
        url
    }

    /// With a further part of the path: `…/2026-Q3/explanation`.
    pub fn act_url(&self, noun: &str) -> String {
        let url = self.url();
        match url.split_once('?') {
            Some((path, query)) => format!("{path}/{noun}?{query}"),
            None => format!("{url}/{noun}"),
        }
    }

    pub(crate) fn from_request(req: &web::Req) -> Result<Self> {
        Ok(Self {
            unit: req.id("unit")?,
            duty: req.param("duty").replace('.', "/"),
            period: req.id("period")?,
            about: req.query("about").to_owned(),
            person: req.query_as("person"),
        })
    }
}

/// How the slot stands; *NotFound* where there is no such slot.
pub fn verdict<'l>(
    read: &Read,
    law: &'l Law,
    address: &Address,
    on: Day,
) -> Result<(Bearer, Verdict<'l>, Served)> {
    let (standings, served) = list(read, law, address.unit, address.period.year(), on)?;
    for standing in standings {
        let bearer = standing.bearer;
        if bearer.person != address.person {
            continue;
        }
        let mut verdicts = standing.verdicts.into_iter();
        if let Some(verdict) = verdicts.find(|it| Address::of(&bearer, &it.slot) == *address) {
            return Ok((bearer, verdict, served));
        }
    }
    Err(Error::NotFound)
}

/// The unit, if its duties are in the viewer's sight.
pub(crate) fn place(ctx: &Ctx, read: &Read, unit: i64) -> Result<Place> {
    let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
    if ctx.sight(&crate::SEE).holds(&place) { Ok(place) } else { Err(Error::NotFound) }
}
