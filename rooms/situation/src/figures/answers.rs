//! Answers to programs, kept as text as long as nothing at or below their node changes.

use std::sync::Arc;

use act::{Relation, Result};

use super::{Figures, forest::At};
use crate::{picture::Part, view::Scope};

/// Bytes of text that are kept.
pub(super) const BYTES: usize = 16 << 20;

/// What was asked: which question, of which node, in which scope, of which part.
pub(super) type Question = (&'static str, At, Relation, Scope, Part);

impl Figures {
    /// What `make` says of a node, made anew only after something at or below it has changed. Whoever
    /// makes it asks these figures and nothing else.
    pub(crate) fn kept_answer(
        &self,
        what: &'static str,
        (relation, node): (Relation, i64),
        (scope, part): (Scope, &Part),
        make: impl FnOnce() -> Result<String>,
    ) -> Result<Arc<str>> {
        let now = {
            let state = self.read();
            state.forest.at(node).map(|at| (at, state.version(relation, at)))
        };
        let Some((at, version)) = now else { return Ok(make()?.into()) };
        let question = (what, at, relation, scope, part.clone());
        if let Some(text) = self.answers.find(&question, version) {
            return Ok(text);
        }
        // Figures that move on meanwhile leave a newer answer under an older version: nobody finds it.
        let text: Arc<str> = make()?.into();
        self.answers.keep(question, version, &text);
        Ok(text)
    }
}
