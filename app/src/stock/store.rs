//! Every SQL statement of the counts.

use act::{Ctx, Result};

/// (units that exist today, people).
pub(crate) fn count(ctx: &Ctx) -> Result<(i64, i64)> {
    ctx.read(|read| {
        let sql = "SELECT count(*) FROM unit_now";
        let units = read.one(sql, &[])?;
        let sql = "SELECT count(*) FROM person_now";
        Ok((units, read.one(sql, &[])?))
    })
}

/// (events, seals).
pub(crate) fn sealed(ctx: &Ctx) -> Result<(i64, i64)> {
    ctx.read(|read| {
        let sql = "SELECT count(*) FROM event";
        let events = read.one(sql, &[])?;
        let sql = "SELECT count(*) FROM seal";
        Ok((events, read.one(sql, &[])?))
    })
}

/// Which of the three administrators nobody is.
pub(crate) fn missing_administrators(ctx: &Ctx) -> Result<Vec<&'static str>> {
    let sql = "SELECT DISTINCT kind FROM post_now
               WHERE kind IN ('system_administrator', 'security_administrator', 'audit_administrator')";
    let held: Vec<String> = ctx.read(|read| Ok(read.all(sql, &[])?))?;
    let wanted = [
        ("system_administrator", "系统管理员"),
        ("security_administrator", "安全管理员"),
        ("audit_administrator", "审计管理员"),
    ];
    let missing = wanted.into_iter().filter(|(kind, _)| !held.iter().any(|it| it == kind));
    Ok(missing.map(|(_, title)| title).collect())
}

/// An administrative unit, as the division table named it.
#[derive(serde::Deserialize)]
pub(crate) struct Organ {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
}

/// Every administrative unit, by code.
pub(crate) fn organs(ctx: &Ctx) -> Result<Vec<Organ>> {
    let sql = "SELECT id, code, name FROM unit_now WHERE family = 'administrative' ORDER BY code";
    ctx.read(|read| Ok(read.all(sql, &[])?))
}
