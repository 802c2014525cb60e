//! Files between their rehearsal and their import: encrypted as a whole, for who brought them.

use act::{Ctx, Error, Result};
use db::Read;

use crate::{Kind, store};

/// A file that waits for its import, opened.
pub(crate) struct Kept {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) file_name: String,
    pub(crate) content: Vec<u8>,
}

/// Keeps a file until it is imported or forgotten; its id.
pub(crate) fn keep(
    ctx: &Ctx,
    kind: &Kind,
    unit: i64,
    file_name: &str,
    content: &[u8],
) -> Result<i64> {
    ctx.act(&kind.import, unit, |w| {
        let id = w.id();
        let sealed = crypto::seal_bytes(&ctx.core.keys, &place(id), content).0;
        let by = ctx.actor.person();
        store::insert_upload(w, w.now, (id, unit, kind.key, file_name, sealed, by))?;
        w.about("import_upload", id).reply(kind.paths.of_file(id));
        Ok(id)
    })
}

const KEY: &str = "upload";

/// For `retention::Erasers`: a rehearsed file that was never imported.
pub fn eraser() -> retention::Eraser {
    retention::Eraser {
        key: KEY,
        due: |read, past| store::count_uploads(read, past.before()),
        erase: |ctx, past| {
            retention::erase(ctx, KEY, |w| Ok(store::forget_uploads(w, past.before())?))
        },
    }
}

/// A kept file of one kind, for who brought it; 404 for everybody else.
pub(crate) fn open(ctx: &Ctx, read: &Read, kind: &Kind, id: i64) -> Result<Kept> {
    let kept = store::upload(read, id)?.filter(|kept| kept.kind == kind.key);
    let kept = kept.ok_or(Error::NotFound)?;
    if kept.added_by != ctx.actor.person() {
        return Err(Error::NotFound);
    }
    let content = crypto::open_bytes(&ctx.core.keys, &place(id), &kept.content)?;
    Ok(Kept { id, unit: kept.unit, file_name: kept.file_name, content })
}

pub(crate) fn place(id: i64) -> String {
    format!("import_upload.content.{id}")
}
