//! The clock of the machine: against what was done, against the database's, against itself, and whether anybody
//! keeps it right.

use std::{fs, path::Path, process::Command, sync::mpsc, time::Duration};

use act::{Ctx, Result};
use calendar::Instant;
use db::Read;
use rustix::time::{ClockId, clock_gettime};

use crate::{Chain, Finding};

/// Clocks that are corrected step by a second or two; more is a mistake.
const STEP_SECONDS: i64 = 120;
/// `timedatectl` answers within a tenth of a second, or its bus does not answer at all.
const PATIENCE: Duration = Duration::from_secs(2);

/// A moment that was written down here, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trace {
    at: Instant,
    what: &'static str,
}

/// Both clocks when a program started: the one that can be set, and the one that only runs.
#[derive(Debug, Clone, Copy)]
pub struct Started {
    at: Instant,
    running_millis: i64,
}

impl Started {
    pub fn at(now: Instant) -> Self {
        Self { at: now, running_millis: running_millis() }
    }

    /// Seconds that the clock has jumped since; a machine that slept has not jumped.
    pub fn jumped_seconds(&self, now: Instant) -> i64 {
        self.jumped(now, running_millis())
    }

    fn jumped(&self, now: Instant, running_millis: i64) -> i64 {
        (now.millis() - self.at.millis() - (running_millis - self.running_millis)) / 1000
    }
}

/// Milliseconds since the machine was switched on, sleep included: nobody sets this clock.
fn running_millis() -> i64 {
    let time = clock_gettime(ClockId::Boottime);
    time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

/// What is known of the time here.
#[derive(Debug, Clone, Default)]
struct Clocks {
    /// The latest moments that were written down.
    traces: Vec<Trace>,
    /// Seconds since the program started that the clock jumped; *None* for a verb that has just begun.
    jumped_seconds: Option<i64>,
    /// Milliseconds that this machine is ahead of the database's server.
    ahead_of_database: Option<i64>,
    /// Whether the kernel holds the clock for synchronised; *None* where it cannot be asked.
    is_synchronised: Option<bool>,
}

impl Clocks {
    fn finding(&self, now: Instant) -> Finding {
        let wrong: Vec<(String, &str)> =
            [self.behind(now), self.jump(), self.beside_database(), self.unkept()]
                .into_iter()
                .flatten()
                .collect();
        if wrong.is_empty() {
            return Finding::good(self.words(now));
        }
        let (words, advice): (Vec<String>, Vec<&str>) = wrong.into_iter().unzip();
        Finding::look(words.join("；"), advice.join("。"))
    }

    fn words(&self, now: Instant) -> String {
        let kept = match self.is_synchronised {
            Some(_) => "系统说已经和时间服务器对准",
            None => "有没有和时间服务器对准，这台机器上问不到（没有 timedatectl），请自己核对",
        };
        let database = self.ahead_of_database.map_or("", |_| "；和数据库服务器的时间一致");
        format!("现在{}，用这台机器的时间，不早于最后一条审计记录；{kept}{database}", now.zh())
    }

    /// Time that ran backwards: now, or it ran ahead before.
    fn behind(&self, now: Instant) -> Option<(String, &'static str)> {
        let trace = self.traces.iter().max_by_key(|it| it.at)?;
        let behind = now.seconds_until(trace.at);
        (behind > STEP_SECONDS).then(|| {
            let words = format!(
                "这台机器的时间（{}）比{}（{}）早{}：时钟被调回去过，或者以前被调快过，现在才对准",
                now.zh(),
                trace.what,
                trace.at.zh(),
                long(behind)
            );
            let advice = "先看现在的时间对不对，不对的校准：timedatectl set-ntp true，内网的接上单位的时间服务器。\
                          记录的先后由封印保证，没有乱；写在记录上的时间那一段不对，期限正在计算的，核对这段时间里办的事";
            (words, advice)
        })
    }

    fn jump(&self) -> Option<(String, &'static str)> {
        let jumped = self.jumped_seconds?;
        (jumped.abs() > STEP_SECONDS).then(|| {
            let which = if jumped > 0 { "快" } else { "慢" };
            let words = format!("服务启动以来，时钟被调{which}了{}", long(jumped.abs()));
            let advice = "是有意对准时间的，重启一次服务就不再提示；不是的，查是谁改的，再校准：timedatectl set-ntp true";
            (words, advice)
        })
    }

    fn beside_database(&self) -> Option<(String, &'static str)> {
        let ahead = self.ahead_of_database? / 1000;
        (ahead.abs() > STEP_SECONDS).then(|| {
            let which = if ahead > 0 { "快" } else { "慢" };
            let words = format!("这台机器比数据库服务器{which}{}", long(ahead.abs()));
            (words, "两台机器接上同一个时间服务器；期限和签到按这台机器的时间算")
        })
    }

    fn unkept(&self) -> Option<(String, &'static str)> {
        (self.is_synchronised == Some(false)).then(|| {
            let words = "系统说时钟没有和时间服务器对准，调快了、走快了都没有人知道".to_owned();
            let advice = "请打开对时：timedatectl set-ntp true；内网的，在 /etc/systemd/timesyncd.conf 或者 chrony 里\
                          写上单位的时间服务器，过几分钟再看";
            (words, advice)
        })
    }
}

/// 3天2小时, 1小时5分钟
fn long(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes}分钟"),
        (0, _) => format!("{hours}小时{minutes}分钟"),
        _ => format!("{days}天{hours}小时"),
    }
}

/// The clock of this installation. `started` is the server's; a verb that has just begun has none.
pub fn clock(
    ctx: &Ctx,
    read: &Read,
    (data, chain): (&Path, &Chain),
    started: Option<&Started>,
) -> Result<Finding> {
    if ctx.core.clock.is_fixed() {
        let words = format!("停在{}（--today）", ctx.today.zh());
        return Ok(Finding::look(words, "正式使用时不要带这个参数"));
    }
    let now = ctx.core.clock.now();
    let act = audit::latest_act(read)?.map(|at| Trace { at, what: "最后一条审计记录" });
    let mark = chain.marked_at().map(|at| Trace { at, what: "数据库外的末端标记" });
    // Files have the machine's time, whatever time was asked for.
    let file = ctx.core.clock.is_the_machines().then(|| newest_trace(data)).flatten();
    let server = ctx.core.db.server_millis(read)?;
    let clocks = Clocks {
        traces: [act, mark, file].into_iter().flatten().collect(),
        jumped_seconds: started.map(|it| it.jumped_seconds(now)),
        ahead_of_database: server.map(|server| now.millis() - server),
        is_synchronised: synchronised(),
    };
    Ok(clocks.finding(now))
}

/// What the newest file of the data folder says, whoever wrote it.
fn newest_trace(data: &Path) -> Option<Trace> {
    let millis = |meta: fs::Metadata| {
        let since = meta.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis()).ok()
    };
    let files = fs::read_dir(data).ok()?.flatten();
    let newest = files.filter_map(|it| it.metadata().ok().and_then(millis)).max()?;
    Some(Trace { at: Instant::from_millis(newest), what: "数据目录里最新的文件" })
}

/// Asked of systemd, which asks the kernel: under its sandbox the server may not ask by itself.
fn synchronised() -> Option<bool> {
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let asked = Command::new("timedatectl")
            .args(["show", "--property=NTPSynchronized", "--value"])
            .output();
        let _ = said.send(asked.ok().and_then(|it| told(&String::from_utf8_lossy(&it.stdout))));
    });
    heard.recv_timeout(PATIENCE).ok().flatten()
}

fn told(words: &str) -> Option<bool> {
    match words.trim() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i8, minute: i8) -> Instant {
        Instant::at("2026-11-20".parse().unwrap(), hour, minute)
    }

    fn after(latest: Instant) -> Clocks {
        let latest = Trace { at: latest, what: "最后一条审计记录" };
        Clocks { traces: vec![latest], ..Clocks::default() }
    }

    #[test]
    fn a_clock_that_was_set_back_is_told_with_what_to_do() {
        let told = after(at(9, 5)).finding(at(8, 0)).to_string();
        assert!(told.contains("早1小时5分钟") && told.contains("timedatectl"), "{told}");
        assert!(after(at(9, 5)).finding(at(9, 4)).is_good(), "a correction of a minute is none");
        assert!(Clocks::default().finding(at(9, 0)).is_good());
    }

    /// While it was ahead, files were written: after it was set back their times are still to come.
    #[test]
    fn a_clock_that_was_ahead_for_a_time_is_told_by_what_was_written_then() {
        let folder = tempfile::tempdir().unwrap();
        let file = fs::File::create(folder.path().join("guantong.db")).unwrap();
        let later = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000);
        file.set_modified(later).unwrap();
        let trace = newest_trace(folder.path()).unwrap();
        let clocks = Clocks { traces: vec![trace], ..after(at(9, 0)) };
        let told = clocks.finding(at(9, 0)).to_string();
        assert!(told.contains("比数据目录里最新的文件（2096年"), "{told}");
        assert!(told.contains("以前被调快过"), "{told}");
    }

    #[test]
    fn a_clock_that_was_set_ahead_while_the_server_ran_is_told() {
        let started = Started { at: at(9, 0), running_millis: 5_000 };
        assert_eq!(started.jumped(at(10, 0), 3_605_000), 0, "an hour passed on both");
        let jumped = started.jumped(at(12, 30), 3_605_000);
        let clocks = Clocks { jumped_seconds: Some(jumped), ..Clocks::default() };
        let told = clocks.finding(at(12, 30)).to_string();
        assert!(told.contains("时钟被调快了2小时30分钟"), "{told}");
        let back = Clocks { jumped_seconds: Some(-90_000), ..Clocks::default() };
        assert!(back.finding(at(9, 0)).to_string().contains("被调慢了1天1小时"));
        assert!(Started::at(at(9, 0)).jumped_seconds(at(9, 0)).abs() <= 1);
    }

    #[test]
    fn a_clock_ahead_of_the_database_or_behind_it_is_told() {
        let by = |millis| Clocks { ahead_of_database: Some(millis), ..Clocks::default() };
        let told = by(400_000).finding(at(9, 0)).to_string();
        assert!(told.contains("比数据库服务器快6分钟"), "{told}");
        assert!(by(-400_000).finding(at(9, 0)).to_string().contains("慢6分钟"));
        assert!(by(1500).finding(at(9, 0)).words.contains("和数据库服务器的时间一致"));
    }

    #[test]
    fn whether_anybody_keeps_the_clock_is_said_also_where_it_is_not_known() {
        let kept = |is| Clocks { is_synchronised: is, ..Clocks::default() }.finding(at(9, 0));
        assert!(kept(Some(true)).is_good() && kept(Some(true)).words.contains("已经和时间服务器"));
        assert!(
            !kept(Some(false)).is_good() && kept(Some(false)).words.contains("没有和时间服务器")
        );
        assert!(kept(None).words.contains("问不到"), "{:?}", kept(None));
        assert_eq!((told("yes\n"), told("no\n"), told("")), (Some(true), Some(false), None));
    }
}
