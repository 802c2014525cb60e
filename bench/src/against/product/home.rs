//! Where the seeded product lives: its folder, and which database it works on.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use calendar::Day;
use clap::{Args, Parser as _, ValueEnum};
use guantong::{Installation, Place, verbs};

use super::TODAY;
use crate::against::{Scale, peer::server::Server};

/// The product's own database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum On {
    Sqlite,
    /// A database of its own in the PostgreSQL that the bench starts
    #[value(alias = "pg")]
    Postgres,
}

impl On {
    /// What the name of a cell ends with: goals are of one database.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => ", ours on PostgreSQL",
        }
    }
}

/// What a process needs in order to open the product.
#[derive(Debug, Clone, Args)]
pub(crate) struct Home {
    #[arg(long)]
    pub(crate) data: PathBuf,
    /// Instead of the embedded database
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
}

/// Of the product in the server; the server's other databases are the peer's.
const DATABASE: &str = "guantong";

impl Home {
    /// In this folder, or in a database of this server.
    pub(crate) fn new(data: &Path, server: Option<&Arc<Server>>) -> anyhow::Result<Self> {
        let database = server.map(|it| it.database(DATABASE)).transpose()?;
        Ok(Self { data: data.to_owned(), database })
    }

    /// Loads what is not there yet.
    pub(crate) fn seed(&self, scale: Scale) -> anyhow::Result<()> {
        let wanted = match scale {
            Scale::S => vec!["--scale", "province"],
            Scale::M => vec!["--scale", "nation", "--all-records"],
            Scale::L => bail!("L is not loaded into the product"),
        };
        let accounts = self.data.join("accounts.json");
        if accounts.exists() {
            return Ok(());
        }
        let named = self.data.to_str().context("the folder's name is no text")?;
        let verb = ["guantong", "demo", "--no-serve", "--today", TODAY, "--data", named];
        let database = self.database.iter().flat_map(|url| ["--database", url]);
        let words = verb.into_iter().chain(wanted).chain(database);
        verbs::run(verbs::Cli::try_parse_from(words)?);
        if !accounts.exists() {
            bail!("the seeded data could not be loaded into {named}");
        }
        Ok(())
    }

    /// An installation on seeded data, on the day of the data.
    pub(crate) fn open(&self) -> anyhow::Result<Installation> {
        Installation::for_writing(&self.place()?)
    }

    /// The same beside a server that writes there.
    pub(crate) fn beside(&self) -> anyhow::Result<Installation> {
        Installation::for_reading(&self.place()?)
    }

    fn place(&self) -> anyhow::Result<Place> {
        let today: Day = TODAY.parse().map_err(|_| anyhow::anyhow!("{TODAY} is no day"))?;
        let (data, database) = (self.data.clone(), self.database.clone());
        Ok(Place { data, database, today: Some(today), running_from: None })
    }
}
