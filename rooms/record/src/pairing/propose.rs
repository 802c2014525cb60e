//! Who could talk with whom, and in which month. Pure: no clock, no chance; the same people give the same proposal.

use std::collections::{HashMap, HashSet};

use super::Class;

/// Somebody of the branch, and which classes of talk the year still asks of him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: i64,
    /// He sits in the committee.
    pub(crate) is_seat: bool,
    pub(crate) owes: HashSet<Class>,
}

/// A talk that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) one: i64,
    pub(crate) other: i64,
    pub(crate) class: Class,
    pub(crate) month: i8,
    /// They talked lately, and there was nobody else.
    pub(crate) is_again: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub(crate) pairs: Vec<Pair>,
    /// Who has nobody to talk with in a class.
    pub(crate) alone: Vec<(i64, Class)>,
}

/// Two persons, whichever asked.
pub(crate) fn both(one: i64, other: i64) -> (i64, i64) {
    (one.min(other), one.max(other))
}

/// For everybody each class that he owes, once. Nobody twice in a month while the months last, the seats of the
/// committee share the members, whoever talked lately is paired anew only where there is nobody else.
pub(crate) fn propose(
    people: &[Person],
    lately: &HashSet<(i64, i64)>,
    months: &[i8],
    taken: &[(i64, i8)],
) -> Proposal {
    let mut work = Work { lately, load: HashMap::new(), pairs: Vec::new(), alone: Vec::new() };
    let seats: Vec<i64> = people.iter().filter(|it| it.is_seat).map(|it| it.id).collect();
    let others: Vec<i64> = people.iter().filter(|it| !it.is_seat).map(|it| it.id).collect();
    let owing = |is_seat: bool, class: Class| -> Vec<i64> {
        let owe = people.iter().filter(|it| it.is_seat == is_seat && it.owes.contains(&class));
        owe.map(|it| it.id).collect()
    };
    for (person, _) in taken {
        *work.load.entry(*person).or_default() += 1;
    }
    work.among(&owing(true, Class::Committee), &seats, Class::Committee);
    for member in owing(false, Class::Across) {
        work.with_one_of(member, &seats, Class::Across);
    }
    // A seat talks with a member where none came to him.
    for seat in owing(true, Class::Across) {
        if !work.has_talk(seat, Class::Across) {
            work.with_one_of(seat, &others, Class::Across);
        }
    }
    work.among(&owing(false, Class::Members), &others, Class::Members);
    work.spread(months, taken);
    let Work { pairs, alone, .. } = work;
    Proposal { pairs, alone }
}

struct Work<'l> {
    lately: &'l HashSet<(i64, i64)>,
    /// Talks of each person.
    load: HashMap<i64, usize>,
    pairs: Vec<Pair>,
    alone: Vec<(i64, Class)>,
}

impl Work<'_> {
    fn has_talk(&self, person: i64, class: Class) -> bool {
        self.pairs.iter().any(|it| it.class == class && (it.one == person || it.other == person))
    }

    fn talked_lately(&self, one: i64, other: i64) -> bool {
        self.lately.contains(&both(one, other))
    }

    fn add(&mut self, one: i64, other: i64, class: Class) {
        let is_again = self.talked_lately(one, other);
        self.pairs.push(Pair { one, other, class, month: 0, is_again });
        for person in [one, other] {
            *self.load.entry(person).or_default() += 1;
        }
    }

    /// With whoever of `pool` has the fewest talks, anew only where there is nobody else.
    fn with_one_of(&mut self, person: i64, pool: &[i64], class: Class) {
        let planned: HashSet<(i64, i64)> =
            self.pairs.iter().map(|it| both(it.one, it.other)).collect();
        let free =
            pool.iter().filter(|it| **it != person && !planned.contains(&both(person, **it)));
        let load = |id: i64| self.load.get(&id).copied().unwrap_or_default();
        let best = free.min_by_key(|it| (self.talked_lately(person, **it), load(**it)));
        match best.copied() {
            Some(with) => self.add(with, person, class),
            None => self.alone.push((person, class)),
        }
    }

    /// Those who owe with each other; who is left over with one of `pool`.
    fn among(&mut self, owing: &[i64], pool: &[i64], class: Class) {
        let rounds = owing.len().saturating_sub(1 - owing.len() % 2).max(1);
        let round = (0..rounds).map(|round| paired(owing, round));
        let repeats = |pairs: &[(i64, i64)]| {
            pairs.iter().filter(|(one, other)| self.talked_lately(*one, *other)).count()
        };
        let Some(pairs) = round.min_by_key(|it| repeats(it)) else { return };
        let paired: HashSet<i64> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
        for (one, other) in pairs {
            self.add(one, other, class);
        }
        for left in owing.iter().filter(|it| !paired.contains(it)) {
            self.with_one_of(*left, pool, class);
        }
    }

    /// Over the months: never twice in one for anybody while another is free, and each month about as many.
    fn spread(&mut self, months: &[i8], taken: &[(i64, i8)]) {
        let mut busy: HashMap<(i64, i8), usize> = HashMap::new();
        let mut full: HashMap<i8, usize> = HashMap::new();
        for (person, month) in taken {
            *busy.entry((*person, *month)).or_default() += 1;
            *full.entry(*month).or_default() += 1;
        }
        // Whoever has the most talks chooses first.
        let load = |it: &Pair| {
            let of = |id: i64| self.load.get(&id).copied().unwrap_or_default();
            of(it.one).max(of(it.other))
        };
        let mut order: Vec<usize> = (0..self.pairs.len()).collect();
        order.sort_by_key(|place| std::cmp::Reverse(load(&self.pairs[*place])));
        for place in order {
            let Pair { one, other, .. } = self.pairs[place];
            let crowd = |month: i8| {
                let of = |id: i64| busy.get(&(id, month)).copied().unwrap_or_default();
                (of(one).max(of(other)), full.get(&month).copied().unwrap_or_default(), month)
            };
            let Some(month) = months.iter().copied().min_by_key(|month| crowd(*month)) else {
                return;
            };
            self.pairs[place].month = month;
            *full.entry(month).or_default() += 1;
            for person in [one, other] {
                *busy.entry((person, month)).or_default() += 1;
            }
        }
        self.pairs.sort_by_key(|it| (it.month, it.class));
    }
}

/// One round of everybody against everybody; of an odd number one stays over.
fn paired(persons: &[i64], round: usize) -> Vec<(i64, i64)> {
    let size = persons.len() + persons.len() % 2;
    if size < 2 {
        return Vec::new();
    }
    let turn = size - 1;
    let places = (0..size / 2).map(|step| match step {
        0 => (turn, round % turn),
        _ => ((round + step) % turn, (round + turn - step) % turn),
    });
    let of = |place: usize| persons.get(place).copied();
    places.filter_map(|(one, other)| of(one).zip(of(other))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: [i8; 12] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    /// As the year begins: nobody has talked.
    fn branch(seats: i64, members: i64) -> Vec<Person> {
        let person = |id: i64| {
            let is_seat = id < seats;
            let mut owes = HashSet::from([Class::Across]);
            if !is_seat {
                owes.insert(Class::Members);
            } else if seats > 1 {
                owes.insert(Class::Committee);
            }
            Person { id, is_seat, owes }
        };
        (0..seats + members).map(person).collect()
    }

    fn count(proposal: &Proposal, id: i64) -> usize {
        proposal.pairs.iter().filter(|it| it.one == id || it.other == id).count()
    }

    /// What a talk is to one of the two.
    fn serves(people: &[Person], pair: &Pair, id: i64, class: Class) -> bool {
        let seat = |id: i64| people.iter().any(|it| it.id == id && it.is_seat);
        let with = if pair.one == id { pair.other } else { pair.one };
        if pair.one != id && pair.other != id {
            return false;
        }
        Class::of(seat(id), seat(with)) == class
    }

    #[test]
    fn everybody_gets_each_class_once_whatever_the_numbers() {
        for seats in 2..8 {
            for members in 2..40 {
                let people = branch(seats, members);
                let proposal = propose(&people, &HashSet::new(), &YEAR, &[]);
                assert_eq!(proposal.alone, [], "{seats} and {members}");
                for person in &people {
                    for class in &person.owes {
                        let held =
                            proposal.pairs.iter().any(|it| serves(&people, it, person.id, *class));
                        assert!(held, "{seats} and {members}: {} lacks {class:?}", person.id);
                    }
                }
            }
        }
    }

    #[test]
    fn a_branch_of_thirty_owes_sixty_talks_and_holds_fewer() {
        let people = branch(5, 25);
        assert_eq!(people.iter().map(|it| it.owes.len()).sum::<usize>(), 60);
        let proposal = propose(&people, &HashSet::new(), &YEAR, &[]);
        assert_eq!(proposal.pairs.len(), 3 + 25 + 13, "most talks are owed by both");
    }

    #[test]
    fn the_seats_share_the_members_evenly() {
        for (seats, members) in [(3, 10), (5, 25), (7, 30), (2, 9)] {
            let people = branch(seats, members);
            let proposal = propose(&people, &HashSet::new(), &YEAR, &[]);
            let loads: Vec<usize> = (0..seats).map(|id| count(&proposal, id)).collect();
            let (least, most) = (loads.iter().min().unwrap(), loads.iter().max().unwrap());
            assert!(most - least <= 1, "{loads:?}");
        }
    }

    #[test]
    fn nobody_talks_twice_in_a_month_while_the_months_last() {
        for (seats, members) in [(3, 9), (5, 25), (7, 30), (4, 31)] {
            let proposal =
                propose(&branch(seats, members), &HashSet::new(), &YEAR, &[(0, 1), (0, 2)]);
            let mut seen = HashSet::from([(0, 1), (0, 2)]);
            for pair in &proposal.pairs {
                assert!(seen.insert((pair.one, pair.month)), "{pair:?}");
                assert!(seen.insert((pair.other, pair.month)), "{pair:?}");
            }
        }
    }

    #[test]
    fn who_talked_lately_is_paired_with_somebody_else() {
        let people = branch(5, 24);
        let first = propose(&people, &HashSet::new(), &YEAR, &[]);
        let lately: HashSet<_> = first.pairs.iter().map(|it| both(it.one, it.other)).collect();
        let second = propose(&people, &lately, &YEAR, &[]);
        assert!(
            second.pairs.iter().all(|it| !lately.contains(&both(it.one, it.other)) && !it.is_again)
        );
    }

    #[test]
    fn where_there_is_nobody_else_the_same_two_talk_again() {
        let people = branch(1, 3);
        let lately = HashSet::from([(0, 1), (0, 2), (0, 3)]);
        let proposal = propose(&people, &lately, &YEAR, &[]);
        let across: Vec<&Pair> =
            proposal.pairs.iter().filter(|it| it.class == Class::Across).collect();
        assert!(across.len() == 3 && across.iter().all(|it| it.is_again));
        assert_eq!(proposal.alone, [], "the secretary talks with the members, no seat with a seat");
    }

    #[test]
    fn what_is_held_is_not_proposed_again() {
        let mut people = branch(3, 4);
        for person in &mut people {
            person.owes.remove(&Class::Committee);
            person.owes.remove(&Class::Across);
        }
        people[3].owes.clear();
        let proposal = propose(&people, &HashSet::new(), &[11, 12], &[]);
        assert!(proposal.pairs.iter().all(|it| [11, 12].contains(&it.month)));
        let among: Vec<&Pair> =
            proposal.pairs.iter().filter(|it| it.class == Class::Members).collect();
        assert_eq!(among.len(), 2, "three owe, so one of them talks with the fourth: {among:?}");
    }

    #[test]
    fn a_sole_secretary_talks_with_everybody_and_more_often_than_monthly() {
        let proposal = propose(&branch(1, 20), &HashSet::new(), &YEAR, &[]);
        assert_eq!(count(&proposal, 0), 20);
        let of =
            |month| proposal.pairs.iter().filter(|it| it.month == month && it.one == 0).count();
        assert!(YEAR.iter().all(|month| (1..=2).contains(&of(*month))));
    }

    #[test]
    fn nobody_at_all_is_a_proposal_too() {
        assert_eq!(propose(&[], &HashSet::new(), &YEAR, &[]), Proposal::default());
        let alone = propose(&branch(0, 1), &HashSet::new(), &YEAR, &[]);
        assert_eq!(alone.alone.len(), 2);
    }
}
