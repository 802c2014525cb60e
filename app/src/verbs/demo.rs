//! `demo`: loads an invented installation, says who may sign in, and serves it on loopback.

use std::{net::SocketAddr, path::Path};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use web::Limits;

use super::{Ended, Outcome, progress, serve};
use crate::{
    Installation, Place, application,
    demo::{Wanted, Watch, load},
};

/// Written beside invented data alone: who may sign in.
const ACCOUNTS: &str = "accounts.json";
/// What is off in a fresh installation and may be tried out in the demo.
const SETTINGS: &str = "\
# 演示数据打开了下面两项；新装的系统默认都不开。还有哪些项、怎么写，guantong doctor 都列出来。

# 会议草稿可以存到手机上离线用，到这么多小时就抹去。不写就是不开通。
offline_hours = \"72\"

# 党员可以用手机、电脑的日历订阅本支部的年度计划，只有名称和时间。off就是不开通。
calendar_feed = \"on\"
";
/// What stands on top of every page of the demo.
pub(super) const BANNER: &str = "演示：这里的人和记录都是虚构的，单位名称取自公开的行政区划";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scale {
    /// 一个市局，带一个分局、一个县局
    County,
    /// 一个省：约1500个支部、3万名党员
    Province,
    /// 全国：9万个支部、200万名党员，要七分钟、3 GB
    Nation,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// 多大的数据
    #[arg(long, value_enum, value_name = "规模", default_value = "province")]
    scale: Scale,
    /// 以哪里为例：市的区划代码（规模是county时），或者省的
    #[arg(long, value_name = "代码")]
    division: Option<String>,
    /// 同一个数、同一天，生成的数据一样
    #[arg(long, value_name = "数", default_value_t = 1)]
    seed: u64,
    /// 全国规模时，每个省都有一年的记录，约500万条，要20分钟、12 GB
    #[arg(long)]
    all_records: bool,
    /// 只生成数据，不启动服务
    #[arg(long)]
    no_serve: bool,
    /// 在本机的哪个地址上打开
    #[arg(long, value_name = "地址:端口", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Demo {
    pub(super) fn run(self, place: &Place) -> Outcome {
        refuse_beyond_loopback(self.listen)?;
        let place = Self::place(place);
        let accounts = place.data.join(ACCOUNTS);
        let installation = Installation::for_seeding(&place)?;
        if crate::stock::count(&installation.operator())?.0 > 0 {
            if !accounts.exists() {
                bail!(
                    "{} 里已有别的数据，演示不会写进去。请换一个目录：--data DIR",
                    place.data.display()
                );
            }
            println!("用 {} 里已有的演示数据；要重新生成，先删掉这个目录", place.data.display());
        } else {
            self.load(&installation, &accounts)?;
        }
        print_accounts(&accounts)?;
        if self.no_serve {
            return Ok(Ended::Done);
        }
        drop(installation);
        let installation = Installation::for_writing(&place)?;
        serve::serve(
            &application(&installation.core, Some(BANNER.into())),
            &place.data,
            self.listen,
            // On loopback only, for one who tries it out: nobody is asked to slow down.
            Limits::default(),
        )
    }

    /// The demo has a folder of its own unless one is named.
    fn place(place: &Place) -> Place {
        let mut place = place.clone();
        if place.data == Path::new("guantong-data") {
            place.data = "guantong-demo".into();
        }
        place
    }

    fn load(&self, installation: &Installation, accounts: &Path) -> anyhow::Result<()> {
        let wanted = Wanted {
            scale: match self.scale {
                Scale::County => demo::Scale::County,
                Scale::Province => demo::Scale::Province,
                Scale::Nation => demo::Scale::Nation,
            },
            division: self.division.clone().unwrap_or_else(|| {
                if self.scale == Scale::County { "130100".into() } else { "130000".into() }
            }),
            seed: self.seed,
            all_records: self.all_records,
        };
        let opened = load(&installation.operator(), &wanted, &mut Bar::default())?;
        let text = serde_json::to_string_pretty(&opened)?;
        let folder = accounts.parent().unwrap_or(Path::new("."));
        let settings = folder.join("settings.toml");
        // Whoever wrote his own before has what he wanted.
        if !settings.exists() {
            std::fs::write(&settings, SETTINGS).with_context(|| settings.display().to_string())?;
        }
        std::fs::write(accounts, text).with_context(|| accounts.display().to_string())?;
        super::figures::save_first(&installation.core, folder);
        Ok(())
    }
}

/// Whether a data folder holds an invented installation.
pub(crate) fn is_demo(data: &Path) -> bool {
    data.join(ACCOUNTS).exists()
}

/// Its passwords are printed for everybody.
pub(super) fn refuse_beyond_loopback(listen: SocketAddr) -> anyhow::Result<()> {
    if !listen.ip().is_loopback() {
        bail!("演示数据只在本机开放。地址要写成127.0.0.1:端口，现在写的是{listen}");
    }
    Ok(())
}

fn print_accounts(file: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let opened: Vec<serde_json::Value> = serde_json::from_str(&text)?;
    println!("\n可以登录的账号：");
    for account in &opened {
        let word = |key: &str| account[key].as_str().unwrap_or_default();
        println!(
            "  {:12} {}  {}（{}，{}）",
            word("login"),
            word("password"),
            word("role"),
            word("name"),
            word("unit")
        );
    }
    println!();
    Ok(())
}

/// A bar on the terminal for each step.
#[derive(Default)]
struct Bar(Option<ProgressBar>);

impl Watch for Bar {
    fn begin(&mut self, title: &str, total: usize) {
        self.0 = Some(progress::bar(title, total as u64));
    }

    fn step(&mut self, done: usize) {
        if let Some(bar) = &self.0 {
            bar.inc(done as u64);
        }
    }

    fn end(&mut self) {
        if let Some(bar) = self.0.take() {
            bar.finish();
        }
    }
}
