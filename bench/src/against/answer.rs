//! What every design must answer alike, and how far two answers agree.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use serde_json::Value;

use super::facts::{Facts, Task};

/// Of so many owed, so many are done and so many overdue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) owed: i64,
    pub(crate) done: i64,
    pub(crate) overdue: i64,
}

impl Sum {
    pub(crate) fn add(&mut self, task: &Task) {
        self.owed += 1;
        self.done += i64::from(task.is_done());
        self.overdue += i64::from(task.is_overdue());
    }

    fn of_row(row: &[i64]) -> Option<Self> {
        let [owed, done, overdue] = *row else { return None };
        Some(Self { owed, done, overdue })
    }

    fn of_json(figures: &Value) -> Self {
        let number = |key: &str| figures[key].as_i64().unwrap_or_default();
        Self { owed: number("owed"), done: number("done"), overdue: number("overdue") }
    }
}

impl std::iter::Sum for Sum {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, it| Self {
            owed: sum.owed + it.owed,
            done: sum.done + it.done,
            overdue: sum.overdue + it.overdue,
        })
    }
}

/// A node's sums by duty, and its children's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dashboard {
    pub(crate) duties: BTreeMap<String, Sum>,
    /// By unit; those that owe nothing are left out.
    pub(crate) children: BTreeMap<i64, Sum>,
    /// Of the node itself and of children that the answer shows as one.
    rest: Sum,
}

impl Dashboard {
    /// Rows of (duty, owed, done, overdue) and of (child's place, owed, done, overdue).
    pub(crate) fn of_rows(facts: &Facts, duties: &[Vec<i64>], children: &[Vec<i64>]) -> Self {
        let sum = |row: &[i64]| Some((*row.first()?, Sum::of_row(row.get(1..)?)?));
        let duties = duties.iter().filter_map(|row| sum(row));
        let children = children.iter().filter_map(|row| sum(row));
        Self {
            duties: duties.map(|(it, sum)| (facts.duties[it as usize].clone(), sum)).collect(),
            children: children.map(|(it, sum)| (facts.units[it as usize].id, sum)).collect(),
            rest: Sum::default(),
        }
        .without_zeros()
    }

    /// Out of `GET /situation/{unit}/figures`.
    pub(crate) fn of_json(body: &[u8]) -> anyhow::Result<Self> {
        let json: Value = serde_json::from_slice(body)?;
        let list = |key: &str| json[key].as_array().with_context(|| format!("no {key}"));
        let duty = |it: &Value| {
            let key = it["duty"].as_str().unwrap_or_default().to_owned();
            (key, Sum::of_json(&it["figures"]))
        };
        let child = |it: &Value| {
            let id = it["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
            (id, Sum::of_json(&it["figures"]))
        };
        let (children, rest): (Vec<&Value>, Vec<&Value>) =
            list("children")?.iter().partition(|it| it["kind"] == "child");
        let found = Self {
            duties: list("duties")?.iter().map(duty).collect(),
            children: children.into_iter().map(child).collect(),
            rest: rest.into_iter().map(|it| Sum::of_json(&it["figures"])).sum(),
        };
        Ok(found.without_zeros())
    }

    fn without_zeros(mut self) -> Self {
        self.duties.retain(|_, sum| sum.owed > 0);
        self.children.retain(|_, sum| sum.owed > 0);
        self
    }

    /// Refuses the first difference, and says where it is. `self` is ours.
    pub(crate) fn same_as(&self, other: &Self) -> anyhow::Result<()> {
        for (key, sum) in &self.duties {
            if other.duties.get(key) != Some(sum) {
                bail!("{key}: ours {sum:?}, theirs {:?}", other.duties.get(key));
            }
        }
        for (unit, sum) in &self.children {
            if other.children.get(unit) != Some(sum) {
                bail!("child {unit}: ours {sum:?}, theirs {:?}", other.children.get(unit));
            }
        }
        let unknown = other.duties.keys().find(|key| !self.duties.contains_key(*key));
        if let Some(key) = unknown {
            bail!("{key}: ours none, theirs {:?}", other.duties[key]);
        }
        let shown: Sum = self.children.values().copied().chain([self.rest]).sum();
        let whole: Sum = other.duties.values().copied().sum();
        if shown != whole {
            bail!("ours shows {shown:?} child by child, theirs {whole:?} in all");
        }
        Ok(())
    }
}

/// The last days of what has been overdue longest, at most fifty: which of those that share a day
/// come first is free.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Oldest {
    pub(crate) days: Vec<i64>,
}

impl Oldest {
    /// Out of `GET /situation/{unit}/overdue`.
    pub(crate) fn of_json(body: &[u8]) -> anyhow::Result<Self> {
        let json: Value = serde_json::from_slice(body)?;
        let list = json["overdue"].as_array().context("no overdue")?;
        let day = |it: &Value| it["last_day"].as_str()?.replace('-', "").parse().ok();
        Ok(Self { days: list.iter().filter_map(day).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slot_too_many_is_a_difference() {
        let json = br#"{"duties":[{"duty":"a","figures":{"owed":4,"done":1,"overdue":1}}],
            "children":[{"kind":"own","id":"6","figures":{"owed":1}},
            {"kind":"child","id":"7","figures":{"owed":3,"done":1,"overdue":1}}]}"#;
        let ours = Dashboard::of_json(json).unwrap();
        ours.same_as(&ours.clone()).unwrap();
        let mut theirs = ours.clone();
        theirs.children.get_mut(&7).unwrap().done = 2;
        assert!(ours.same_as(&theirs).unwrap_err().to_string().starts_with("child 7"));
        let mut more = ours.clone();
        more.duties.insert("b".into(), Sum::default());
        assert!(ours.same_as(&more).unwrap_err().to_string().starts_with("b: ours none"));
        let lost = Dashboard { rest: Sum::default(), ..ours.clone() };
        assert!(lost.same_as(&ours).unwrap_err().to_string().contains("child by child"));
    }
}
