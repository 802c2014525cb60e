//! What `doctor` finds about the machine: disk, clock, memory. Each answer says what to do.

use std::{fs, path::Path, process::Command};

use calendar::Instant;

/// Good or not, and in words.
pub(super) type Told = (bool, String);

/// Less than this is left: the next backup or import may not fit.
const TIGHT_KILOBYTES: u64 = 2 * 1024 * 1024;

/// Space, and whether the folder takes writing.
pub(super) fn disk(data: &Path) -> Told {
    let folder = fs::canonicalize(data).unwrap_or_else(|_| data.to_owned());
    let shown = folder.display();
    let full = std::io::ErrorKind::StorageFull;
    if let Some(cause) = try_writing(&folder).err().filter(|it| it.kind() != full) {
        let words = format!(
            "数据目录 {shown} 写不进去（{cause}）。先看是不是只读：findmnt -T {shown}；\
             磁盘出错变成只读的，先备份出来，再检修磁盘；是权限不对的，把目录的属主改成运行贯通的用户"
        );
        return (false, words);
    }
    let Some(left) = space(&folder) else {
        return (false, "问不到数据目录还剩多少空间，请自己看一下：df -h".into());
    };
    let gigabytes = left as f64 / 1024.0 / 1024.0;
    let database = fs::metadata(folder.join("guantong.db")).map_or(0, |it| it.len() / 1024);
    // A backup is restored once for trial beside the data.
    let wanted = TIGHT_KILOBYTES.max(database * 2);
    if left < wanted {
        let words = format!(
            "数据目录 {shown} 只剩{gigabytes:.1}吉字节，少于{:.1}吉字节。请扩容，或者把旧备份移到别处；\
             满了以后不能办事，只能查看，已经办成的不会丢",
            wanted as f64 / 1024.0 / 1024.0
        );
        return (false, words);
    }
    (true, format!("数据目录 {shown} 还剩{gigabytes:.1}吉字节，能写"))
}

fn try_writing(folder: &Path) -> std::io::Result<()> {
    let file = folder.join(format!(".doctor-{}", &crypto::token()[..8]));
    let written = fs::write(&file, b"guantong");
    let _ = fs::remove_file(&file);
    written
}

/// Kilobytes left, as `df` says: the one way to learn it without a further library.
fn space(folder: &Path) -> Option<u64> {
    let asked = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let told = String::from_utf8_lossy(&asked.stdout).into_owned();
    told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// Clocks that are corrected step by a second or two; more is a mistake.
const STEP_SECONDS: i64 = 120;

/// Against the latest act: time that ran backwards.
pub(super) fn clock(now: Instant, latest: Option<Instant>) -> Told {
    let behind = latest.map_or(0, |latest| now.seconds_until(latest));
    if behind <= STEP_SECONDS {
        return (true, "用这台机器的时间，不早于最后一条审计记录".into());
    }
    let (hours, minutes) = (behind / 3600, behind % 3600 / 60);
    let words = format!(
        "这台机器的时间（{}）比最后一条审计记录早{hours}小时{minutes}分钟，时钟被调回去过。\
         记录的先后由封印保证，没有乱；新记录上写的时间会不对。请校准：timedatectl set-ntp true，\
         内网的接上单位的时间服务器；期限正在计算的，核对这段时间里办的事",
        now.zh()
    );
    (false, words)
}

/// Pages are slow below it, and the system may end the server.
const MEMORY_KILOBYTES: u64 = 512 * 1024;

pub(super) fn memory() -> Told {
    memory_of(&fs::read_to_string("/proc/meminfo").unwrap_or_default())
}

fn memory_of(told: &str) -> Told {
    let kilobytes = |name: &str| -> Option<u64> {
        let line = told.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse().ok()
    };
    let (Some(all), Some(free)) = (kilobytes("MemTotal:"), kilobytes("MemAvailable:")) else {
        return (false, "问不到内存还剩多少，请自己看一下：free -h".into());
    };
    let mega = |kilobytes: u64| kilobytes / 1024;
    if free < MEMORY_KILOBYTES {
        let words = format!(
            "一共{}兆字节，只剩{}兆字节。请停掉这台机器上别的程序，或者加内存；\
             不够时系统会结束贯通，已经办成的不会丢，systemd 会把它再启动",
            mega(all),
            mega(free)
        );
        return (false, words);
    }
    (true, format!("一共{}兆字节，还能用{}兆字节", mega(all), mega(free)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i8, minute: i8) -> Instant {
        Instant::at("2026-11-20".parse().unwrap(), hour, minute)
    }

    #[test]
    fn a_clock_that_was_set_back_is_told_with_what_to_do() {
        let (is_good, words) = clock(at(8, 0), Some(at(9, 5)));
        assert!(
            !is_good && words.contains("早1小时5分钟") && words.contains("timedatectl"),
            "{words}"
        );
        assert!(clock(at(9, 4), Some(at(9, 5))).0, "a correction of a minute is none");
        assert!(clock(at(9, 0), None).0);
    }

    #[test]
    fn little_memory_is_told_with_what_to_do() {
        let (is_good, words) = memory_of("MemTotal: 4000000 kB\nMemAvailable: 100000 kB\n");
        assert!(!is_good && words.contains("只剩97兆字节") && words.contains("加内存"), "{words}");
        assert!(memory_of("MemTotal: 4000000 kB\nMemAvailable: 2000000 kB\n").0);
        assert!(!memory_of("").0);
    }

    #[test]
    fn a_folder_that_takes_no_writing_is_told() {
        let (is_good, words) = disk(Path::new("/proc"));
        assert!(!is_good && words.contains("写不进去") && words.contains("findmnt"), "{words}");
    }
}
