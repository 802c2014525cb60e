//! Memory of the machine.

use crate::{Finding, disk::gigabytes};

const MEGABYTE: u64 = 1024 * 1024;
/// Pages are slow below it, and the system may end the server.
const LITTLE: u64 = 512 * MEGABYTE;

pub fn memory() -> Finding {
    memory_of(&asked())
}

/// What programs may still take; *None* where the kernel does not say.
pub fn available_bytes() -> Option<u64> {
    bytes(&asked(), "MemAvailable:")
}

fn asked() -> String {
    std::fs::read_to_string("/proc/meminfo").unwrap_or_default()
}

fn bytes(told: &str, name: &str) -> Option<u64> {
    let line = told.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok()?.checked_mul(1024)
}

fn memory_of(told: &str) -> Finding {
    let (Some(all), Some(free)) = (bytes(told, "MemTotal:"), bytes(told, "MemAvailable:")) else {
        return Finding::look("问不到内存还剩多少", "请在服务器上看一下：free -h");
    };
    if free < LITTLE {
        let advice = "请停掉这台机器上别的程序，或者加内存；不够时系统会结束贯通，已经办成的不会丢，\
                      systemd 会把它再启动";
        let left = free / MEGABYTE;
        return Finding::look(format!("一共{:.1} GB，只剩{left} MB", gigabytes(all)), advice);
    }
    Finding::good(format!("一共{:.1} GB，还能用{:.1} GB", gigabytes(all), gigabytes(free)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_memory_is_told_with_what_to_do() {
        let told = memory_of("MemTotal: 4000000 kB\nMemAvailable: 100000 kB\n").to_string();
        assert!(told.contains("只剩97 MB") && told.contains("加内存"), "{told}");
        assert!(memory_of("MemTotal: 4000000 kB\nMemAvailable: 2000000 kB\n").is_good());
        assert!(!memory_of("").is_good());
        assert!(available_bytes().is_some_and(|it| it > MEGABYTE), "this machine says it");
    }
}
