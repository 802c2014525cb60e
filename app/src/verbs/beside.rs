//! What an operator does whose verb was refused: the server is running, or the user may not enter a folder.

use std::os::unix::fs::MetadataExt;

use super::{Verb, account::Account, import::Import, owners};
use crate::service;

/// Where a verb's work is done on the pages of a running server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pages {
    /// There, for whoever has the power.
    Have(&'static str),
    /// It is done on the machine alone.
    HaveNone,
    /// It is the server itself.
    AreThese,
}

/// Asked before the verb runs.
pub(super) fn pages(verb: &Verb) -> Pages {
    use Pages::{AreThese, Have, HaveNone};
    match verb {
        Verb::Serve(_) | Verb::Demo(_) => AreThese,
        Verb::Import(Import::Units { .. }) => {
            Have("党务管理员在【组织】里打开那个组织，点【从表格导入下级】")
        }
        Verb::Import(Import::Members { .. }) => Have("党务管理员在【党员】里点【导入】"),
        Verb::Import(Import::Meetings { .. }) => {
            Have("党务干部或者支部书记在【组织生活】里点【导入往年会议】")
        }
        Verb::Import(Import::Undo { .. }) => Have("导入的人打开那一批，点【撤回】"),
        Verb::Account(Account::Reset { .. }) => {
            Have("系统管理员在【管理—账号】里找到他，点【重设口令】")
        }
        Verb::Account(Account::Administrator { .. }) => Have(
            "系统管理员在【管理—账号】里给他开通账号，安全保密管理员在【管理—管理员】里任命；\
             这两位还没有的，只能在这里办",
        ),
        Verb::Retention(_) => Have("不用办，服务每天夜里3点40分自己清除"),
        _ => HaveNone,
    }
}

/// What to do while the server holds the data folder; `typed` is the command as it was given.
pub(super) fn while_it_runs(pages: Pages, typed: &str) -> String {
    if pages == Pages::AreThese {
        return "同一个数据目录只能开一个服务，已经开着的照常用；要重新启动的，先停下那一个".into();
    }
    let (stop, start) = service::stop_and_start();
    let here = match pages {
        Pages::Have(where_to) => format!("不停服务也能办：{where_to}。\n在这里办的，先停下服务"),
        _ => "网页上没有这一步，要先停下服务，办完再启动".into(),
    };
    format!("{here}：\n  {stop}\n  {typed}\n  {start}")
}

/// The command as it was typed, for the shell; a password in a database's address is left out.
pub(super) fn typed() -> String {
    let words: Vec<String> = std::env::args().map(|word| quoted(&word)).collect();
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let is_plain = |sign: char| sign.is_alphanumeric() || "-_./:=@,+".contains(sign);
    match word {
        _ if word.starts_with("postgres") && word.contains("://") => "数据库地址".into(),
        _ if !word.is_empty() && word.chars().all(is_plain) => word.to_owned(),
        _ => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// What the system says in English, as people here say it.
const SAYINGS: [(&str, &str); 8] = [
    ("Permission denied (os error 13)", "没有权限"),
    ("Operation not permitted (os error 1)", "不允许这样做"),
    ("No such file or directory (os error 2)", "没有这个文件或者目录"),
    ("Is a directory (os error 21)", "这是一个目录，不是文件"),
    ("Not a directory (os error 20)", "路径中间有一段不是目录"),
    ("File exists (os error 17)", "已经有同名的了"),
    ("No space left on device (os error 28)", "磁盘满了"),
    ("Read-only file system (os error 30)", "这个磁盘是只读的"),
];

/// The words of an error in Chinese, and what to do where a user may not enter.
pub(super) fn in_chinese(words: &str) -> String {
    let told = SAYINGS.iter().fold(words.to_owned(), |told, (en, zh)| told.replace(en, zh));
    let is_barred = words.contains(SAYINGS[0].0);
    let uid = std::fs::metadata("/proc/self").map_or(0, |it| it.uid());
    if is_barred && uid != 0 {
        format!("{told}\n{}", to_enter(&owners::name_of(uid)))
    } else {
        told
    }
}

fn to_enter(user: &str) -> String {
    format!(
        "这个命令是用户{user}在执行，要读写的文件，或者它上面的目录，不让他进；/root 和别人的家目录都是这样。\n\
         要用的文件，请用root拷到他能进的地方，再写新的路径，用完删掉：\n  \
         install -m 0600 -o {user} 文件 /tmp/\n\
         数据目录进不去的，换成它的属主来执行：runuser -u 属主 -- guantong …"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_refused_learns_what_to_do_in_his_own_language() {
        let told = while_it_runs(Pages::HaveNone, "guantong import divisions 'a b.csv'");
        assert!(told.contains("先停下服务") && told.contains("\n  guantong import"), "{told}");
        let told = while_it_runs(Pages::Have("在【党员】里"), "guantong");
        assert!(told.starts_with("不停服务也能办：在【党员】里"), "{told}");
        assert_eq!(quoted("组织 表.xlsx"), "'组织 表.xlsx'");
        assert_eq!(quoted("postgres://a:b@c/d"), "数据库地址");
        let told = in_chinese("/srv/a.xlsx 读不出来: No such file or directory (os error 2)");
        assert_eq!(told, "/srv/a.xlsx 读不出来: 没有这个文件或者目录");
        assert!(to_enter("guantong").contains("install -m 0600 -o guantong"));
    }
}
