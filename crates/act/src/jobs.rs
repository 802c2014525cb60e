//! Leaving work for later: a row of the act's own transaction.

use calendar::Instant;
use db::bind;
use serde::Serialize;

use crate::{Acting, Result};

impl Acting<'_, '_> {
    /// A job that exists only if this act commits. `payload` holds ids, never personal data.
    pub fn later(&self, kind: &'static str, payload: &impl Serialize, due: Instant) -> Result<()> {
        self.later_once(kind, payload, due, None)
    }

    /// The same, unless an open job has the same `dedup` text already.
    pub fn later_once(
        &self,
        kind: &'static str,
        payload: &impl Serialize,
        due: Instant,
        dedup: Option<&str>,
    ) -> Result<()> {
        let payload = serde_json::to_string(payload).map_err(anyhow::Error::from)?;
        let sql = "INSERT INTO job (id, kind, payload, dedup, due_at, attempts)
                   SELECT $1, $2, $3, $4, $5, 0
                   WHERE NOT EXISTS (SELECT 1 FROM job WHERE dedup = $4
                                     AND done_at IS NULL AND failed_at IS NULL)
                   ON CONFLICT DO NOTHING";
        self.run(sql, bind![self.id(), kind, payload, dedup, due])?;
        Ok(())
    }
}
