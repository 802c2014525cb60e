//! Answers to programs, kept as text as long as nothing at or below their node changes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use act::{Relation, Result};

use super::{Figures, forest::At, lock};
use crate::{picture::Part, view::Scope};

/// Bytes of text that are kept; beyond it all is let go.
const BYTES: usize = 16 << 20;

/// What was asked: which question, of which node, in which scope, of which part.
pub(super) type Question = (&'static str, At, Relation, Scope, Part);

#[derive(Debug, Default)]
pub(super) struct Answers(Mutex<All>);

#[derive(Debug, Default)]
struct All {
    kept: HashMap<Question, ((u32, u32), Arc<str>)>,
    bytes: usize,
}

impl Answers {
    pub(super) fn clear(&self) {
        *lock(&self.0) = All::default();
    }

    fn find(&self, question: &Question, version: (u32, u32)) -> Option<Arc<str>> {
        let all = lock(&self.0);
        let found = all.kept.get(question).filter(|(of, _)| *of == version);
        found.map(|(_, text)| text.clone())
    }

    fn keep(&self, question: Question, version: (u32, u32), text: &Arc<str>) {
        let mut all = lock(&self.0);
        if all.bytes + text.len() > BYTES {
            *all = All::default();
        }
        all.bytes += text.len();
        if let Some((_, old)) = all.kept.insert(question, (version, text.clone())) {
            all.bytes -= old.len();
        }
    }
}

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
