//! What a typed roster names: police numbers, names, or whole branches by their name.

use act::{Place, Result};
use calendar::Day;
use db::Read;
use people::Status;
use serde::Deserialize;

use super::store;
use crate::operation::Member;

/// Somebody of the committee's own people.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Found {
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) number: Option<String>,
    pub(crate) status: Status,
    pub(crate) home: i64,
    pub(crate) home_name: String,
    pub(crate) home_short: String,
    pub(crate) is_retired: bool,
}

impl Found {
    pub(crate) fn member(self) -> Member {
        Member {
            person: self.person,
            name: self.name,
            status: self.status,
            home: self.home,
            home_name: self.home_short,
            branch: None,
            vanguard: None,
            from_on: Day::MIN,
            to_on: Day::MIN,
            is_appraised: false,
            total: 0,
        }
    }
}

/// Names at once: longer lists are whole branches, which are named as one.
const AT_MOST: usize = 160;

/// Words of a roster, each once.
fn words(typed: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let ends = |c: char| c.is_whitespace() || "、，,；;。".contains(c);
    for word in typed.split(ends).map(|word| text::half_width(word.trim())) {
        if !word.is_empty() && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// Everybody named, each once; `Err` says in words whom it does not find or cannot tell apart.
pub(crate) fn people(
    read: &Read,
    committee: i64,
    typed: &str,
) -> Result<std::result::Result<Vec<Found>, String>> {
    let words = words(typed);
    if words.len() > AT_MOST {
        return Ok(Err(format!("一次最多写{AT_MOST}个；整个支部都去的，写支部的名称就行")));
    }
    let path = Place::find(read, committee)?.and_then(|place| place.lead_path).unwrap_or_default();
    let candidates = store::candidates(read, &path, &words)?;
    let (mut found, mut faults): (Vec<Found>, Vec<String>) = Default::default();
    for word in &words {
        match matching(word, &candidates) {
            Ok(people) => found.extend(people),
            Err(fault) => faults.push(fault),
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|it| seen.insert(it.person));
    Ok(if faults.is_empty() { Ok(found) } else { Err(faults.join("；")) })
}

fn matching(word: &str, candidates: &[Found]) -> std::result::Result<Vec<Found>, String> {
    let all = |is_meant: &dyn Fn(&Found) -> bool| -> Vec<Found> {
        candidates.iter().filter(|it| is_meant(it)).cloned().collect()
    };
    let by_number = all(&|it| it.number.as_deref() == Some(word));
    if !by_number.is_empty() {
        return Ok(by_number);
    }
    let by_name = all(&|it| it.name == word);
    match by_name.len() {
        1 => return Ok(by_name),
        0 => {}
        many => return Err(format!("叫“{word}”的有{many}人，请写警号")),
    }
    let branch = all(&|it| !it.is_retired && (it.home_name == word || it.home_short == word));
    if branch.is_empty() {
        return Err(format!("没有找到“{word}”，可以写警号、姓名或者支部名称"));
    }
    Ok(branch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(person: i64, name: &str, number: &str, home: &str, is_retired: bool) -> Found {
        let number = Some(number.to_owned());
        let (name, home_name, home_short) =
            (name.to_owned(), format!("县局{home}"), home.to_owned());
        Found {
            person,
            name,
            number,
            status: Status::Full,
            home: 3,
            home_name,
            home_short,
            is_retired,
        }
    }

    #[test]
    fn a_number_a_name_and_a_whole_branch_are_told_apart() {
        let all = [
            found(1, "周立群", "010001", "刑侦支部", false),
            found(2, "陈晓", "010002", "刑侦支部", false),
            found(3, "陈晓", "010003", "治安支部", false),
            found(4, "老张", "", "刑侦支部", true),
        ];
        let ids = |word: &str| {
            matching(word, &all).map(|it| it.iter().map(|it| it.person).collect::<Vec<_>>())
        };
        assert_eq!(ids("010003"), Ok(vec![3]));
        assert_eq!(ids("周立群"), Ok(vec![1]));
        assert_eq!(ids("刑侦支部"), Ok(vec![1, 2]), "the retired stay at home");
        assert!(ids("陈晓").unwrap_err().contains("2人"));
        assert!(ids("李四").is_err());
    }

    #[test]
    fn a_roster_is_pasted_as_it_comes() {
        assert_eq!(
            words("周立群、陈晓，０１０００３\n 周立群\t刑侦支部"),
            ["周立群", "陈晓", "010003", "刑侦支部"]
        );
    }
}
