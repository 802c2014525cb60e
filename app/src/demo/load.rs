//! The steps, in order.

use std::collections::BTreeMap;

use act::Ctx;
use anyhow::{Context, Result};

use super::{Opened, Wanted, Watch, accounts, people, records, summary, units};

/// Loads everything; the accounts that were opened, in the order in which they are shown.
pub(crate) fn load(ctx: &Ctx, wanted: &Wanted, watch: &mut dyn Watch) -> Result<Vec<Opened>> {
    watch.begin("行政区划", 1);
    org::import::divisions(ctx, org::import::BUILT_IN_DIVISIONS)?;
    watch.end();
    let organs = crate::stock::organs(ctx)?;
    let names: BTreeMap<String, String> =
        organs.iter().map(|organ| (organ.code.clone(), organ.name.clone())).collect();
    let wish = demo::Wish {
        scale: wanted.scale,
        division: wanted.division.clone(),
        seed: wanted.seed,
        today: ctx.today,
    };
    let plan = demo::plan(&wish, &names);
    plan.organs.first().with_context(|| format!("没有代码为{}的区划", wanted.division))?;
    let ids = units::load(ctx, &plan, &organs, watch)?;
    let persons = people::load(ctx, &plan, &ids, watch)?;
    let posts = people::appoint(ctx, &plan, &ids, &persons, watch)?;
    records::load(ctx, &records::Filing::new(&plan, &ids, &persons, &posts), watch)?;
    let opened = accounts::open(ctx, &plan, &ids, &persons, &posts, watch)?;
    accounts::switch_everything_on(ctx, &plan, &ids)?;
    ctx.core.db.analyze()?;
    while ctx.core.db.seal_pending()? > 0 {}
    summary::print(ctx, &plan, &ids)?;
    Ok(opened)
}
