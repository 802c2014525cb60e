//! Work that goes on in somebody's name after the request: under the hat he wore, as it is by then.

use std::sync::Arc;

use db::Read;

use crate::{Actor, Core, Ctx, Error, Result};

/// Who somebody is under one of his posts today; `None` when he holds it no more. A part of the core.
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
}
