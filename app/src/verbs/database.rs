//! What `doctor` finds about the database. Each answer says what to do.

use std::path::Path;

use db::{Db, Error, Health};

use super::Told;
use crate::Place;

/// Reads every page of the embedded database, or asks the server about itself.
pub(super) fn health(db: &Db) -> Result<Told, Error> {
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

/// A database that does not even open, or is none of this version's.
pub(super) fn unopenable(error: &Error, place: &Place) -> Option<String> {
    match error {
        Error::Unbuilt => Some(unbuilt(place)),
        Error::Behind(_) | Error::Ahead(_) => Some(error.to_string()),
        Error::Damaged => Some(damaged("文件开头或目录页")),
        Error::ReadOnly => Some("数据库打不开，因为数据目录写不进去，见下面的“磁盘”".into()),
        _ => None,
    }
}

/// Where the guide of installation has the data.
const USUAL: &str = "/var/lib/guantong";

/// Nobody has made it yet, or it is somewhere else: what a newcomer does next.
fn unbuilt(place: &Place) -> String {
    let data = &place.data;
    if place.database.is_some() {
        return "这个 PostgreSQL 库里还没有贯通的表。还没有安装的，执行 guantong migrate 建好；\
                已经安装过的，核对 --database（GUANTONG_DATABASE）是不是写成了别的库"
            .into();
    }
    let is_elsewhere = data.as_path() != Path::new(USUAL) && Path::new(USUAL).exists();
    let elsewhere = if is_elsewhere {
        format!("已经装好的，数据多半在 {USUAL}：加上 --data {USUAL} 再看一次。")
    } else {
        String::new()
    };
    let shown = data.display();
    format!(
        "{shown} 里还没有数据库。{elsewhere}还没有安装的，先建库：guantong migrate --data {shown}；\
         再照安装指南第四步导入区划、登记三员、启动"
    )
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
            "复制槽{name}没有人读，已经压住{} MB的日志，会把磁盘占满。备机还要用的，启动备机；\
             不用了的，SELECT pg_drop_replication_slot('{name}')",
            mega(*kept_bytes)
        )),
        Health::Standby { behind_bytes: None, .. } => Some(
            "有备机连着，它跟上没有这里看不到。请数据库管理员执行 GRANT pg_monitor TO 贯通用的账号"
                .into(),
        ),
        Health::Standby { behind_bytes: Some(behind), .. } if *behind <= FAR_BEHIND_BYTES => None,
        Health::Standby { name, behind_bytes: Some(behind) } => Some(format!(
            "备机{}落后{} MB。看备机的负载、磁盘和网络；追上之前不要切换到它",
            name.as_deref().unwrap_or_default(),
            mega(*behind)
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
