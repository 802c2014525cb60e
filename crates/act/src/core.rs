//! What every request, job and verb shares: database, keys, clock, and loaded data by type.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
};

use calendar::Clock;
use crypto::Keys;
use db::Db;

/// The running installation.
pub struct Core {
    pub db: Db,
    pub keys: Keys,
    pub clock: Clock,
    /// Set while writing must stop (restore, migration, disk full): acts answer with this sentence.
    pub read_only: std::sync::RwLock<Option<String>>,
    parts: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
}

impl Core {
    pub fn new(db: Db, keys: Keys, clock: Clock) -> Self {
        Self { db, keys, clock, read_only: std::sync::RwLock::default(), parts: HashMap::new() }
    }

    /// Adds loaded data (regulations, systems, powers …), found again by its type.
    pub fn with<T: Any + Send + Sync>(mut self, part: T) -> Self {
        self.parts.insert(TypeId::of::<T>(), Box::new(part));
        self
    }

    /// What was added with [`Core::with`]; each binary adds every part it names.
    pub fn part<T: Any>(&self) -> &T {
        self.maybe_part().unwrap_or_else(|| panic!("{} was not added", std::any::type_name::<T>()))
    }

    pub fn maybe_part<T: Any>(&self) -> Option<&T> {
        self.parts.get(&TypeId::of::<T>()).and_then(|part| part.downcast_ref())
    }
}
