//! All marks by number, and the numbers of one unit packed into a few bytes. Pure.

use std::collections::HashMap;

use super::mark::Mark;

/// Every mark that ever occurred, by its number.
#[derive(Debug, Default)]
pub(super) struct Marks {
    list: Vec<Mark>,
    numbers: HashMap<Mark, u32>,
}

impl Marks {
    pub(super) fn number(&mut self, mark: Mark) -> u32 {
        let next = self.list.len() as u32;
        let number = *self.numbers.entry(mark).or_insert(next);
        if number == next {
            self.list.push(mark);
        }
        number
    }

    pub(super) fn get(&self, number: u32) -> &Mark {
        &self.list[number as usize]
    }

    pub(super) fn all(&self) -> &[Mark] {
        &self.list
    }
}

impl FromIterator<Mark> for Marks {
    fn from_iter<T: IntoIterator<Item = Mark>>(marks: T) -> Self {
        let mut found = Self::default();
        for mark in marks {
            found.number(mark);
        }
        found
    }
}

/// Numbers of marks in ascending order (one may repeat), as differences of seven bits a byte: those
/// of one kind of unit lie close together, so most take a single byte.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Packed(Box<[u8]>);

impl Packed {
    pub(super) fn new(mut numbers: Vec<u32>) -> Self {
        numbers.sort_unstable();
        let mut bytes = Vec::with_capacity(numbers.len() + numbers.len() / 4);
        let mut before = 0;
        for number in numbers {
            let mut step = number - before;
            while step >= 0x80 {
                bytes.push((step & 0x7f) as u8 | 0x80);
                step >>= 7;
            }
            bytes.push(step as u8);
            before = number;
        }
        Self(bytes.into())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let mut bytes = self.0.iter();
        let mut before = 0;
        std::iter::from_fn(move || {
            let (mut step, mut shift) = (0, 0);
            for byte in bytes.by_ref() {
                step |= u32::from(byte & 0x7f) << shift;
                if byte & 0x80 == 0 {
                    before += step;
                    return Some(before);
                }
                shift += 7;
            }
            None
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }
}

/// What to take away and what to add to come from one to the other.
pub(super) fn difference(old: &Packed, new: &Packed) -> Vec<(u32, i32)> {
    let mut changes = Vec::new();
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        match (old.peek().copied(), new.peek().copied()) {
            (None, None) => return changes,
            (Some(before), Some(after)) if before == after => {
                old.next();
                new.next();
            }
            (Some(before), after) if after.is_none_or(|after| before < after) => {
                changes.push((before, -1));
                old.next();
            }
            (_, Some(after)) => {
                changes.push((after, 1));
                new.next();
            }
            (Some(_), None) => unreachable!("taken by the arm above"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_come_back_in_order() {
        let numbers = vec![70_000, 3, 3, 0, 127, 128, 129, u32::MAX];
        let packed = Packed::new(numbers.clone());
        let mut sorted = numbers;
        sorted.sort_unstable();
        assert_eq!(packed.iter().collect::<Vec<_>>(), sorted);
        assert_eq!(Packed::new((0..200).collect()).bytes().len(), 200);
    }

    #[test]
    fn a_difference_takes_away_and_adds() {
        let (old, new) = (Packed::new(vec![1, 2, 2, 9]), Packed::new(vec![2, 3, 9, 10]));
        assert_eq!(difference(&old, &new), [(1, -1), (2, -1), (3, 1), (10, 1)]);
        assert_eq!(difference(&new, &new), []);
    }
}
