//! The audit chain: its signed daily heads, its mark outside the database, its verifier, and what is handed over to be verified elsewhere.
//!
//! A chain is verified link by link in the order of its seals, and the first broken link is named. The
//! same rules ([`Chain`], [`Heads`]) hold for a database and for an export.

mod chain;
mod code;
mod export;
mod head;
mod heads;
mod live;
mod mark;
mod newest;
mod renew;
mod report;
mod store;
mod strays;

pub use crate::{
    chain::{Block, Chain, Entry},
    code::Code,
    export::{Range, verify_export, write_export},
    head::{
        Head, MAKE_KEY, SIGN_HEAD, count_heads, fingerprints, heads, heads_on_page, is_begun, job,
        latest_act, schedule, sign_head,
    },
    live::verify,
    mark::{
        MARK_ASIDE, MARK_FILE, Mark, Marked, Marker, RESTORE, check_mark, check_marks, note_restore,
    },
    newest::{Newest, check_newest},
    renew::renewal,
    report::{Broken, Report},
};
