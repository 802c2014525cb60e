//! A sample by weight: each reason puts in so many tickets more. Everybody has one.

use serde::{Deserialize, Serialize};

use super::lot;

/// Why there are so many tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub words: String,
    pub tickets: i64,
}

/// A unit that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub id: i64,
    pub name: String,
    pub reasons: Vec<Reason>,
}

impl Candidate {
    pub fn tickets(&self) -> i64 {
        self.reasons.iter().map(|it| it.tickets).sum()
    }

    /// The best of its tickets.
    fn lot(&self, seed: &str) -> Option<u64> {
        (1..=self.tickets()).map(|no| lot(seed, &format!("unit {} {no}", self.id))).min()
    }
}

/// So many of them, in the order of their best tickets: as if tickets were pulled out of one box.
pub fn sample(candidates: &[Candidate], size: usize, seed: &str) -> Vec<i64> {
    let mut lots: Vec<(u64, i64)> =
        candidates.iter().filter_map(|it| Some((it.lot(seed)?, it.id))).collect();
    lots.sort_unstable();
    lots.into_iter().take(size).map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(id: i64, tickets: i64) -> Candidate {
        let reasons = vec![Reason { words: "人人有份".into(), tickets }];
        Candidate { id, name: String::new(), reasons }
    }

    #[test]
    fn three_tickets_are_drawn_three_times_as_often_and_one_ticket_too() {
        let all = [candidate(1, 3), candidate(2, 1)];
        let first = |no: i32| sample(&all, 1, &format!("seed {no}"))[0];
        let heavy = (0..4000).filter(|no| first(*no) == 1).count();
        assert!((2850..3150).contains(&heavy), "{heavy} of 4000");
    }

    #[test]
    fn the_same_seed_draws_the_same() {
        let all: Vec<Candidate> = (1..=30).map(|id| candidate(id, 1 + id % 4)).collect();
        let once = sample(&all, 7, "s");
        assert_eq!(once.len(), 7);
        assert_eq!(once, sample(&all, 7, "s"));
        let turned: Vec<Candidate> = all.into_iter().rev().collect();
        assert_eq!(once, sample(&turned, 7, "s"), "whatever the order they stand in");
    }
}
