//! What stands in a field of a duty roster: on duty or not, nothing finer.

const ON_DUTY: &[&str] = &[
    "值", "班", "值班", "白", "夜", "白班", "夜班", "日班", "早", "中", "晚", "早班", "中班",
    "晚班", "大夜", "小夜", "主", "主班", "正", "正班", "副", "副班", "带班", "备", "备勤", "备班",
    "值守", "全", "全天", "在岗", "√", "✓", "✔", "☑", "●", "■", "★", "1", "24", "24小时", "24h",
    "是", "有", "y", "d", "n",
];
const FREE: &[&str] = &[
    "", "休", "休息", "休班", "轮休", "补休", "调休", "公休", "双休", "空", "无", "否", "0", "-",
    "—", "——", "/", "\\", "×", "x", "✗", "✕", "□",
];

/// Whether he has time; `None` for a mark that nobody knows. Of several the busy one holds.
pub(super) fn is_free(mark: &str) -> Option<bool> {
    let plain: String = mark.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_lowercase();
    if let Some(known) = known(&plain) {
        return Some(known);
    }
    let bare = without_brackets(&plain);
    let parts = bare.split(['/', '、', ',', '，', '+', '；', ';']).filter(|it| !it.is_empty());
    let known: Vec<Option<bool>> = parts.map(known).collect();
    match &known[..] {
        [] => None,
        known if known.contains(&Some(false)) => Some(false),
        known if known.iter().all(|it| *it == Some(true)) => Some(true),
        _ => None,
    }
}

fn known(mark: &str) -> Option<bool> {
    if ON_DUTY.contains(&mark) {
        return Some(false);
    }
    FREE.contains(&mark).then_some(true)
}

/// `值(主)` is 值: what stands in brackets is of no concern here.
fn without_brackets(mark: &str) -> String {
    let mut depth = 0;
    let outside = |c: &char| {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    mark.chars().filter(outside).collect()
}

#[cfg(test)]
mod tests {
    use super::is_free;

    #[test]
    fn marks_are_read_as_people_write_them() {
        for mark in ["值", " 班 ", "√", "白", "夜班", "白/夜", "值（主）", "24", "休、夜"]
        {
            assert_eq!(is_free(mark), Some(false), "{mark}");
        }
        for mark in ["", "休", "轮休", "—", "/", "×", "休、补休"] {
            assert_eq!(is_free(mark), Some(true), "{mark}");
        }
        for mark in ["培训", "上班", "假", "下夜"] {
            assert_eq!(is_free(mark), None, "{mark}");
        }
    }
}
