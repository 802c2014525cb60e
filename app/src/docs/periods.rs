//! How long personal data are kept, as somebody reads it who knows the law and not the code:
//! `docs/generated/retention.md`.

use std::fmt::Write;

use systems::{Confidence, Keep, Systems};

const HEAD: &str = "# 个人信息留多久\n\n\
    这份表由程序按`systems/personal.toml`印出（`guantong docs retention`），夜里的清除按同一份数据做，改了数据没有重印，\
    检查不通过。\n\n\
    - **自动清除**：每天夜里3点40分，到期的由系统清除，一人一条、一批一条审计记录，只有编号和数目。\n\
    - **个人密钥**：证件号、电话、更正申请、两步验证在各人自己的密钥下加密；密钥销毁，内容谁也打不开。\n\
    - **暂缓**：纪律审查、申诉、诉讼、档案移交没有办结的，党务管理员、党务干部、专职副书记、纪检干部凭文号暂缓，\
    一次最长12个月。\n\
    - **备份**：清除以前做的备份里还有，到按份数轮换掉为止；从备份恢复时照清单再清除一次。\n\
    - 期限的来历分三种：有原文；凭记忆，待核对原文；法规没有定数，本系统取的值。\n";

/// The whole paper; held as a golden.
pub fn periods(systems: &Systems) -> String {
    let mut text = String::from(HEAD);
    text.push_str("\n| 什么 | 哪一类 | 从什么时候算 | 留多久 | 到期以后 | 依据 | 来历 |\n|---|---|---|---|---|---|---|\n");
    for keep in systems.keeps() {
        line(systems, keep, &mut text);
    }
    text.push_str("\n## 本人看到的话\n\n");
    for keep in systems.keeps() {
        let _ = writeln!(text, "- {}：{}。{}", keep.title, keep.words(), stays(keep));
    }
    let own = systems.keeps().iter().filter(|keep| keep.confidence == Confidence::Own);
    let _ = writeln!(
        text,
        "\n{}项里，{}项的期限是本系统取的值。单位有更短的规定，改数据；要更长的，先改依据。",
        systems.keeps().len(),
        own.count()
    );
    text
}

fn line(systems: &Systems, keep: &Keep, text: &mut String) {
    let title = |key: &str| {
        let class = systems.personal().iter().find(|class| class.key == key);
        class.map_or(key, |class| class.title.as_str()).to_owned()
    };
    let classes: Vec<String> = keep.classes().map(title).collect();
    let classes = if classes.is_empty() { "不归类".to_owned() } else { classes.join("、") };
    let _ = writeln!(
        text,
        "| {} | {classes} | {} | {} | {} | {} | {} |",
        keep.title,
        keep.from.zh(),
        keep.period().zh(),
        keep.then.zh(),
        keep.basis,
        keep.confidence.zh()
    );
}

fn stays(keep: &Keep) -> String {
    if keep.stays.is_empty() { String::new() } else { format!("{}。", keep.stays) }
}
