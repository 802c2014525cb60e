//! What was loaded, in a few lines on the terminal: sizes, and how the met shares are spread.

use act::Ctx;
use anyhow::Result;
use demo::{Held, Plan};

/// Sums over the parts of a plan.
#[derive(Default)]
pub(super) struct Sums {
    branches: usize,
    held: usize,
    late: usize,
    released: usize,
    talks: usize,
    talks_late: usize,
    shares: Vec<f64>,
}

impl Sums {
    pub(super) fn add(&mut self, plan: &Plan) {
        let are = |how: Held| plan.records.iter().filter(|record| record.how == how).count();
        let released = are(Held::Released);
        self.branches += plan.units.iter().filter(|unit| unit.members > 0).count();
        self.held += plan.records.len() - released;
        self.late += are(Held::EnteredLate);
        self.released += released;
        self.talks += plan.talks.len();
        self.talks_late += plan.talks.iter().filter(|talk| talk.is_late).count();
        self.shares.extend(&plan.shares);
    }
}

/// Prints sizes and shares, and the picture of the highest organ in depth.
pub(super) fn print(ctx: &Ctx, sums: &Sums, highest: i64) -> Result<()> {
    let (units, people) = crate::stock::count(ctx)?;
    let Sums { branches, held, late, released, talks, talks_late, shares } = sums;
    println!("组织{units}个，其中党支部{branches}个；党员{people}人");
    println!(
        "记录{held}件，补录{}；免办{released}件，占{}",
        percent(*late, *held),
        percent(*released, held + released)
    );
    println!("谈心谈话{talks}次，补录{}", percent(*talks_late, *talks));
    println!("支部应办的完成率{}", spread(shares));
    print!("{}", crate::verbs::picture_text(ctx, highest)?);
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
