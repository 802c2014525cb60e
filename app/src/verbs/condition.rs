//! What `doctor` finds about the database and its backups. Each answer says what to do.

use std::path::Path;

use calendar::Instant;
use db::{Db, Error, Health};

use super::{
    backup::{Kept, Plan, has_lock},
    machine::Told,
};

/// Reads every page of the embedded database, or asks the server about itself.
pub(super) fn database(db: &Db) -> Result<Told, Error> {
    let found = db.health()?;
    let bad: Vec<String> = found.iter().filter_map(words).collect();
    if bad.is_empty() {
        let words = match found.first() {
            Some(Health::Whole) => "每一页都读过，没有损坏".to_owned(),
            _ => "版本、落盘设置、加密、复制都正常".to_owned(),
        };
        return Ok((true, words));
    }
    Ok((false, bad.join("；")))
}

/// A database that does not even open.
pub(super) fn unopenable(error: &Error) -> Option<String> {
    match error {
        Error::Damaged => Some(damaged("文件开头或目录页")),
        Error::ReadOnly => Some("数据库打不开，因为数据目录写不进去，见下面的“磁盘”".into()),
        _ => None,
    }
}

fn damaged(what: &str) -> String {
    format!(
        "数据库文件有损坏（{what}）。停下服务，把整个数据目录原样另存一份，不要再写；\
         用最近的备份恢复到一个空目录（guantong restore），核对后启用；检查磁盘（smartctl -a）"
    )
}

/// A standby or a slot behind by more than this is told.
const FAR_BEHIND_BYTES: i64 = 256 * 1024 * 1024;

fn words(health: &Health) -> Option<String> {
    let mega = |bytes: i64| bytes / 1024 / 1024;
    match health {
        Health::Whole => None,
        Health::Damaged { faults, first } => Some(damaged(&format!("{faults}处，第一处：{first}"))),
        Health::IdleSlot { name, kept_bytes } => Some(format!(
            "复制槽{name}没有人读，已经压住{}兆字节的日志，会把磁盘占满。备机还要用的，启动备机；\
             不用了的，SELECT pg_drop_replication_slot('{name}')",
            mega(*kept_bytes)
        )),
        Health::Standby { behind_bytes, .. } if *behind_bytes <= FAR_BEHIND_BYTES => None,
        Health::Standby { name, behind_bytes } => Some(format!(
            "备机{name}落后{}兆字节。看备机的负载、磁盘和网络；追上之前不要切换到它",
            mega(*behind_bytes)
        )),
        Health::NotDurable(setting) => Some(format!(
            "PostgreSQL 的 {setting} 关着，断电会丢掉已经办成的事。在 postgresql.conf 里改成 on，再重启"
        )),
        Health::Unencrypted => Some(
            "到数据库的连接没有加密，路上的人读得到。去掉数据库地址里的 sslmode=disable，\
             在 PostgreSQL 上打开 ssl，再写 ?sslrootcert=根证书文件"
                .into(),
        ),
        Health::TooOld(version) => {
            Some(format!("PostgreSQL {version} 太旧，要15以上。请先备份，再升级数据库"))
        }
    }
}

/// A day and a half: one night may be missed, two may not.
const OLD_SECONDS: i64 = 36 * 3600;

/// How the backups stand.
pub(super) fn backups(data: &Path, plan: Option<&Plan>, now: Instant) -> Told {
    if !has_lock(data) {
        let words = "还没有恢复码，不能备份。执行 guantong backup --new-code，把恢复码抄在纸上放进保险柜，\
                     再在 settings.toml 里写 backup_dir，每天自动备份";
        return (false, words.into());
    }
    let kept = Kept::of(data);
    if let Some((at, why)) = &kept.failed {
        let since = kept
            .last
            .as_ref()
            .map_or("还没有成功过".into(), |last| format!("最近一次成功是{}", last.at.zh()));
        let words = format!(
            "{}的备份没有做成：{why}。{since}。解决以后执行 guantong backup 目录，马上补一份",
            at.zh()
        );
        return (false, words);
    }
    let Some(last) = kept.last else {
        return (false, "还没有备份过。现在做一份：guantong backup 目录".into());
    };
    let (size, seconds) = (last.bytes.div_ceil(1024 * 1024), last.seconds);
    let made = format!(
        "最近一份{}，{}兆字节，用了{seconds}秒，恢复到临时目录核对过：{}",
        last.at.zh(),
        size,
        last.file.display()
    );
    if !last.file.exists() {
        return (
            false,
            format!("{made}。这个文件不在那里了，另存到别处的请确认读得出来；没有的马上再做一份"),
        );
    }
    if last.at.seconds_until(now) > OLD_SECONDS {
        return (false, format!("{made}。已经超过一天半了，现在做一份：guantong backup 目录"));
    }
    match plan {
        Some(plan) => {
            let (hour, minute) = plan.at;
            (true, format!("{made}。每天{hour:02}:{minute:02}自动备份，留{}份", plan.keep))
        }
        None => (false, format!("{made}。没有每天自动备份，请在 settings.toml 里写 backup_dir")),
    }
}
