//! Migrations: `migrations/V…__room_what.sql`, one text for both databases, forward only.

use crate::Result;

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

pub(crate) fn sqlite(conn: &mut rusqlite::Connection) -> Result<()> {
    embedded::migrations::runner().run(conn)?;
    Ok(())
}

pub(crate) fn postgres(client: &mut ::postgres::Client) -> Result<()> {
    embedded::migrations::runner().run(client)?;
    Ok(())
}
