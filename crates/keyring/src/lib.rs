//! Keys in use: which ones the database has seen, a rotation while the server runs, and the work that
//! brings every protected value under the newest key.
//!
//! The keys themselves are `crypto::Keys`; here is what the database knows of them, which is their
//! numbers and a check value each. The keys of persons (docs/adr/0108) lie in the database, wrapped.

mod cells;
mod kept;
mod own;
mod reason;
mod renew;
mod store;
mod take;

pub use crate::{
    cells::Cells,
    kept::kept_forms,
    own::{destroy, forget, own_keys},
    reason::reasons,
    renew::{
        Change, Opened, Protected, RENEW, Renewal, Renewals, See, job, left, own_mark, prove_all,
        renew_all, schedule,
    },
    store::{Taken, destroyed, taken},
    take::{TAKE, follow, missing, take},
};

use act::Act;

/// Every act of this crate.
pub const ACTS: &[Act] = &[TAKE, RENEW];
