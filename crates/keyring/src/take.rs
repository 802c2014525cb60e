//! Taking keys into use: at the start, and when the key file has changed under a running server.

use std::sync::Arc;

use act::{Act, Actor, Core, Ctx, Result};
use crypto::Keys;
use db::Read;

use crate::{renew, store};

pub const TAKE: Act = Act::new("key.take", "启用一把密钥");

const NAME: &str = "key.take";

/// Writes down which keys are in use here, and leaves the work that follows from a new one.
pub fn take(ctx: &Ctx) -> Result<()> {
    let known = ctx.read(|read| Ok(store::taken(read)?))?;
    for (id, check) in ctx.core.keys.checks() {
        let id = i64::from(id);
        if known.iter().any(|it| it.id == id) {
            continue;
        }
        ctx.act_system(&TAKE, |w| {
            w.about("data_key", id);
            if store::insert(w, id, &check)? > 0 && !known.is_empty() {
                w.later(renew::NAME, &(), w.now)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// One look at the key file; `serve` does it every second. A new key is used from here on.
pub fn follow(core: &Arc<Core>) {
    let taken = core.keys.reload().map_err(act::Error::from).and_then(|is_new| {
        if is_new { take(&Ctx::new(core, Actor::System(NAME))) } else { Ok(()) }
    });
    if let Err(error) = taken {
        tracing::warn!(%error, "the key file cannot be followed");
    }
}

/// What to say where the key file is not the one this database was written under; `None` where all is
/// well.
pub fn missing(read: &Read, keys: &Keys) -> db::Result<Option<String>> {
    let here = keys.checks();
    for it in store::taken(read)? {
        let words = match here.iter().find(|(id, _)| i64::from(*id) == it.id) {
            Some((_, check)) if *check == it.check_value => continue,
            Some(_) => format!("密钥文件里的第{}把密钥不是这个数据库用的那把", it.id),
            None => format!("密钥文件是旧的：数据库已经用上第{}把密钥，文件里没有", it.id),
        };
        return Ok(Some(format!(
            "{words}。请把与这个数据库同时的master.key放回数据目录，不要新建：新密钥打不开已加密的内容"
        )));
    }
    Ok(None)
}
