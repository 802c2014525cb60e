//! What was loaded, in a few lines on the terminal: sizes, and how the met shares are spread.

use std::collections::BTreeMap;

use act::Ctx;
use anyhow::Result;
use demo::{Held, Plan};

/// Prints sizes and shares.
pub(super) fn print(ctx: &Ctx, plan: &Plan, ids: &BTreeMap<String, i64>) -> Result<()> {
    let (units, people) = crate::stock::count(ctx)?;
    let branches = plan.units.iter().filter(|unit| unit.members > 0).count();
    println!("组织{units}个，其中党支部{branches}个；党员{people}人");
    let held = plan.records.iter().filter(|record| record.how != Held::Released).count();
    let late = plan.records.iter().filter(|record| record.how == Held::EnteredLate).count();
    let released = plan.records.len() - held;
    println!(
        "记录{held}件，补录{}；免办{released}件，占{}",
        percent(late, held),
        percent(released, plan.records.len())
    );
    println!("支部应办的完成率{}", spread(&plan.shares));
    let highest = super::people::highest(plan).and_then(|code| ids.get(code).copied());
    if let Some(node) = highest {
        print!("{}", crate::verbs::picture_text(ctx, node)?);
    }
    Ok(())
}

/// Lowest, middle and highest.
fn spread(shares: &[f64]) -> String {
    let mut sorted = shares.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |place: usize| sorted.get(place).map_or(0.0, |share| share * 100.0);
    let last = sorted.len().saturating_sub(1);
    format!("最低{:.0}%，中位{:.0}%，最高{:.0}%（同一县局内相近）", at(0), at(last / 2), at(last))
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1}%", 100.0 * part as f64 / whole.max(1) as f64)
}
