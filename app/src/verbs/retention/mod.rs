//! `retention`: which personal data are past their period, and taking them away now.

mod destroyed;

use anyhow::bail;
use calendar::Day;
use clap::Args;
use systems::Systems;

pub(crate) use self::destroyed::{FILE, after, again, note};
use super::{Ended, Outcome};
use crate::{Installation, Place};

#[derive(Debug, Args)]
pub(crate) struct Retention {
    /// 只清点到期的，不清除
    #[arg(long, conflicts_with = "run")]
    due: bool,
    /// 清点到哪一天为止会到期的；不写是今天
    #[arg(long, value_name = "日期", requires = "due")]
    on: Option<Day>,
    /// 现在就清除到期的，不等夜里
    #[arg(long)]
    run: bool,
}

impl Retention {
    pub(super) fn run(self, place: &Place) -> Outcome {
        match (self.due, self.run) {
            (true, _) => due(place, self.on),
            (_, true) => run(place),
            _ => bail!("写上要做什么：--due只看到期的，--run现在就清除"),
        }
    }
}

fn due(place: &Place, on: Option<Day>) -> Outcome {
    let installation = Installation::for_reading(place)?;
    let ctx = installation.operator();
    let day = on.unwrap_or(ctx.today);
    let counted = ctx.read(|read| retention::due(&ctx, read, day))?;
    println!("到{}已过期限、还没有清除的（暂缓的不在内）：", day.zh());
    print(counted.iter().map(|(key, count)| (*key, *count)));
    println!("每天夜里3点40分自动清除；现在就清除：guantong retention --run");
    Ok(Ended::Done)
}

fn run(place: &Place) -> Outcome {
    let installation = Installation::for_writing(place)?;
    let done = retention::run(&installation.operator())?;
    println!("清除了：");
    print(done.iter().map(|(key, count)| (*key, *count as i64)));
    println!("每一次都记入审计。以前的备份里还有，到备份轮换掉为止；恢复时再清除一次");
    Ok(Ended::Done)
}

fn print<'k>(lines: impl Iterator<Item = (&'k str, i64)>) {
    for (key, count) in lines {
        let title = Systems::built_in().keep(key).map_or(key, |keep| keep.title.as_str());
        println!("  {count:>8}  {title}");
    }
}
