//! How the backups stand.

use std::path::Path;

use backups::{Kept, Plan, has_lock};
use calendar::Instant;

use crate::Finding;

/// A day and a half: one night may be missed, two may not.
const OLD_SECONDS: i64 = 36 * 3600;
const NOW: &str = "现在做一份：guantong backup 目录";

/// Seconds since the last that was made and tried out; *None* while there is none.
pub fn age_seconds(data: &Path, plan: Option<&Plan>, now: Instant) -> Option<i64> {
    Some(Kept::of(data, plan).last?.at.seconds_until(now))
}

pub fn backups(data: &Path, plan: Option<&Plan>, now: Instant) -> Finding {
    if !has_lock(data) {
        let advice = "执行 guantong backup --new-code，把恢复码抄在纸上放进保险柜，\
                      再在 settings.toml 里写 backup_dir，每天自动备份";
        return Finding::look("还没有恢复码，不能备份", advice);
    }
    let kept = Kept::of(data, plan);
    if let Some((at, why)) = &kept.failed {
        let since = kept
            .last
            .as_ref()
            .map_or("还没有成功过".into(), |last| format!("最近一次成功是{}", last.at.zh()));
        let advice = "解决以后马上补一份：guantong backup 目录";
        return Finding::look(format!("{}的备份没有做成：{why}。{since}", at.zh()), advice);
    }
    let Some(last) = kept.last else { return Finding::look("还没有备份过", NOW) };
    let (size, took) = (last.bytes.div_ceil(1024 * 1024), last.seconds);
    let took = took.map_or(String::new(), |seconds| format!("，用了{seconds}秒"));
    let age = age(last.at.seconds_until(now));
    let made = format!(
        "最近一份{}（{age}），{size} MB{took}，恢复到临时目录核对过：{}",
        last.at.zh(),
        last.file.display()
    );
    if !last.file.exists() {
        let advice = "另存到别处的，请确认读得出来；没有的马上再做一份";
        return Finding::look(format!("{made}。这个文件不在那里了"), advice);
    }
    if last.at.seconds_until(now) > OLD_SECONDS {
        return Finding::look(format!("{made}。已经超过一天半了"), NOW);
    }
    let Some(plan) = plan else {
        let words = format!("{made}。没有每天自动备份");
        return Finding::look(words, "请在 settings.toml 里写 backup_dir");
    };
    let (hour, minute) = plan.at;
    Finding::good(format!("{made}。每天{hour:02}:{minute:02}自动备份，留{}份", plan.keep))
}

/// 6小时前
fn age(seconds: i64) -> String {
    match seconds {
        ..0 => "时间在后面，见“时钟”".to_owned(),
        0..3600 => format!("{}分钟前", seconds / 60),
        3600..172_800 => format!("{}小时前", seconds / 3600),
        _ => format!("{}天前", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_old_a_backup_is_is_said_in_the_measure_that_fits() {
        let told = [(120, "2分钟前"), (3600, "1小时前"), (172_799, "47小时前"), (172_800, "2天前")];
        for (seconds, words) in told {
            assert_eq!(age(seconds), words);
        }
        assert!(age(-1).contains("时钟"));
    }
}
