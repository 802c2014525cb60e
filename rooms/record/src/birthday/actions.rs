//! Sending a card, and putting a sentence of one's own on it.

use act::{Act, Ctx, Error, Result};
use notify::Tell;

use super::store;

pub(crate) const GREET: Act = Act::new("record.greet", "送政治生日贺卡");
pub(crate) const QUOTE: Act = Act::new("birthday.quote", "在自己的贺卡上写一句话");

/// Where somebody finds his own card.
pub(super) const OWN: &str = "/me/birthday";

pub(super) fn greet(ctx: &Ctx, person: i64, year: i16, words: &str) -> Result<()> {
    let whose = ctx.read(|read| Ok::<_, Error>(store::whose(read, person)?))?;
    let unit = whose.ok_or(Error::NotFound)?.unit;
    ctx.act(&GREET, unit, |w| {
        let sender = ctx.actor.person();
        store::send(w, (person, year), words, (w.now, sender))?;
        let dedup = format!("birthday:{person}:{year}");
        let tell = Tell {
            person,
            unit: Some(unit),
            kind: "record",
            text: "党支部给您送来一张政治生日贺卡",
            url: OWN,
            sender,
            dedup: Some(&dedup),
        };
        notify::tell(w, &tell)?;
        w.about("person", person).changed(&["birthday_card"]);
        w.reply(format!("/records/birthdays/{person}?year={year}"));
        Ok(())
    })
}

pub(super) fn quote(ctx: &Ctx, year: i16, words: &str) -> Result<()> {
    ctx.act_own(&QUOTE, |w, person| {
        store::whose(w, person)?.ok_or(Error::NotFound)?;
        store::quote(w, (person, year), words, w.now)?;
        w.changed(&["birthday_card"]).reply(OWN);
        Ok(())
    })
}
