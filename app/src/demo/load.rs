//! The steps, in order: a part of the country at a time, so that the whole of it fits into memory.

use std::collections::BTreeMap;

use act::Ctx;
use anyhow::{Context, Result};
use demo::{Plan, Planner};

use super::{
    Opened, Wanted, Watch, accounts, directives, gatherings, inspections, instructions, operations,
    people, plans, receipts, records, registers, reviews, studies, summary, talks, units,
};

/// People planned and loaded together.
const AT_ONCE: usize = 5_000;

/// What later parts and the end need to know of the earlier ones.
pub(super) struct Loaded {
    /// By code, the organs' among them.
    pub(super) ids: BTreeMap<String, i64>,
    /// The first organ below the ministry in the division in depth: the administrators sit there.
    pub(super) highest: Option<String>,
    /// What the codes of that division begin with.
    pub(super) depth: String,
}

impl Loaded {
    fn note(&mut self, part: &Plan) {
        let below = part.organs.iter().find(|code| code.starts_with(&self.depth));
        self.highest = self.highest.take().or(below.cloned());
    }

    /// The organ committees of the counties in depth, each after the code of its organ.
    pub(super) fn county_committees(&self) -> impl Iterator<Item = (&str, i64)> {
        let in_depth = self.ids.iter().filter(|(code, _)| code.starts_with(&self.depth));
        let of_county = in_depth.filter(|(code, _)| code.len() == 7 && !code.ends_with("00J"));
        of_county.filter_map(|(code, id)| Some((code.strip_suffix('J')?, *id)))
    }

    pub(super) fn highest_id(&self) -> Option<i64> {
        self.ids.get(self.highest.as_ref()?).copied()
    }
}

/// Loads everything; the accounts that were opened, in the order in which they are shown.
pub(crate) fn load(ctx: &Ctx, wanted: &Wanted, watch: &mut dyn Watch) -> Result<Vec<Opened>> {
    watch.begin("行政区划", 1);
    org::import::divisions(ctx, org::import::BUILT_IN_DIVISIONS)?;
    watch.end();
    let organs = crate::stock::organs(ctx)?;
    let names = organs.iter().map(|organ| (organ.code.clone(), organ.name.clone())).collect();
    let wish = demo::Wish {
        scale: wanted.scale,
        division: wanted.division.clone(),
        seed: wanted.seed,
        all_records: wanted.all_records,
        today: ctx.today,
    };
    let ids = organs.into_iter().map(|organ| (organ.code, organ.id)).collect();
    let depth = wanted.division.chars().take(2).collect();
    let mut loaded = Loaded { ids, highest: None, depth };
    let (mut cast, mut sums) = (accounts::Cast::default(), summary::Sums::default());
    let mut planner = Planner::new(&wish, &names);
    watch.begin("机关及所属组织、党员、记录", planner.left());
    let mut left = planner.left();
    while let Some(plan) = planner.part(AT_ONCE) {
        part(ctx, &plan, &mut loaded, &mut cast)?;
        sums.add(&plan);
        watch.step(left - planner.left());
        left = planner.left();
    }
    watch.end();
    let highest = loaded.highest_id();
    let highest = highest.with_context(|| format!("没有代码为{}的区划", wanted.division))?;
    plans::load(ctx, &loaded)?;
    operations::load(ctx, &loaded)?;
    gatherings::load(ctx, &loaded)?;
    registers::load(ctx, &loaded)?;
    let running = directives::load(ctx, &loaded)?;
    instructions::load(ctx, &loaded, &running)?;
    let opened = cast.open(ctx)?;
    accounts::switch_everything_on(ctx, highest)?;
    let city = wanted.division.get(..4).map(|code| format!("{code}00")).unwrap_or_default();
    if let Some(city) = loaded.ids.get(&city) {
        accounts::demand_handwriting(ctx, *city)?;
    }
    reviews::load(ctx, &loaded)?;
    studies::load(ctx, &loaded)?;
    receipts::load(ctx, &loaded)?;
    if let Some(city) = loaded.ids.get(&city) {
        inspections::load(ctx, *city)?;
    }
    ctx.core.db.analyze()?;
    while ctx.core.db.seal_pending()? > 0 {}
    summary::print(ctx, &sums, highest)?;
    Ok(opened)
}

fn part(ctx: &Ctx, plan: &Plan, loaded: &mut Loaded, cast: &mut accounts::Cast) -> Result<()> {
    loaded.note(plan);
    units::load(ctx, plan, &mut loaded.ids)?;
    let persons = people::load(ctx, plan, &loaded.ids)?;
    let posts = people::appoint(ctx, plan, loaded, &persons)?;
    records::load(ctx, &records::Filing::new(plan, loaded, &persons, &posts))?;
    talks::load(ctx, &talks::Talks::new(plan, &loaded.ids, &persons, &posts))?;
    cast.choose(plan, loaded, &persons, &posts);
    Ok(())
}
