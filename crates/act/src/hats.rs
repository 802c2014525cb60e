//! A hat read again: within an act, and for work that goes on in somebody's name after the request.

use std::sync::Arc;

use db::Read;

use crate::{Actor, Core, Ctx, Error, Hat, Result};

/// Who somebody is today under one of his posts, or standing in for its holder; `None` when that is over. A part of the core.
#[derive(Clone, Copy)]
pub struct Hats(pub WornBy);

type WornBy = fn(&Core, &Read, i64, Option<i64>) -> Result<Option<Actor>>;

impl Ctx {
    /// This context in the name of `person` under the hat `post`. *Conflict* when he lost the hat:
    /// whatever was asked under it is not done any more.
    pub fn in_name_of(&self, read: &Read, person: i64, post: Option<i64>) -> Result<Self> {
        let core: &Arc<Core> = &self.core;
        let Hats(worn) = core.part::<Hats>();
        let actor =
            worn(core, read, person, post)?.filter(|it| it.hat().is_some() == post.is_some());
        let gone = || Error::Conflict("当时用的身份已经没有了，请用现在的身份重新办".into());
        Ok(self.as_actor(actor.ok_or_else(gone)?))
    }

    /// The hat worn, read again within the act that asks: the post may have ended since the request
    /// began, its powers or the place of its unit changed. `None` for who wears none.
    pub(crate) fn hat_now(&self, read: &Read) -> Result<Option<Hat>> {
        let (Some(person), Some(hat)) = (self.actor.person(), self.actor.hat()) else {
            return Ok(None);
        };
        let Hats(worn) = self.core.part::<Hats>();
        match worn(&self.core, read, person, Some(hat.worn_as()))? {
            Some(Actor::Person { hat: Some(now), .. }) => Ok(Some(now)),
            _ => Err(Error::HatGone { title: hat.title.clone(), unit: hat.unit.name.clone() }),
        }
    }
}
