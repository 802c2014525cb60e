//! Invented names: surnames by weight, given names by sex, rare characters in their place.

use fastrand::Rng;
use serde::Deserialize;

const SURNAMES: &str = include_str!("../../data/names_surnames.csv");
const GIVEN: &str = include_str!("../../data/names_given.csv");
const MINORITY: &str = include_str!("../../data/names_minority.csv");
const ETHNIC: &str = include_str!("../../data/codes/gbt3304_ethnic.csv");

/// Draws names.
pub struct Names {
    surnames: Vec<(String, f64)>,
    total_weight: f64,
    /// By sex 1 and 2: characters that many people carry.
    common: [Vec<String>; 2],
    /// Characters outside common fonts, outside the BMP too.
    rare: [Vec<String>; 2],
    /// (name, GB/T 3304 code) by sex.
    minority: [Vec<(String, String)>; 2],
}

#[derive(Deserialize)]
struct Surname {
    surname: String,
    weight_percent: f64,
}

#[derive(Deserialize)]
struct Given {
    text: String,
    sex: String,
    kind: String,
}

#[derive(Deserialize)]
struct Minority {
    name: String,
    ethnic_alpha: String,
    sex: String,
}

#[derive(Deserialize)]
struct Ethnic {
    code: String,
    alpha: String,
}

pub(crate) fn rows<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    let rows: Result<Vec<T>, _> = csv::Reader::from_reader(text.as_bytes()).deserialize().collect();
    rows.expect("the shipped tables are tested to parse")
}

fn sex_place(sex: &str) -> usize {
    usize::from(sex == "2")
}

impl Names {
    pub fn load() -> Self {
        let surnames: Vec<(String, f64)> = rows::<Surname>(SURNAMES)
            .into_iter()
            .map(|row| (row.surname, row.weight_percent))
            .collect();
        let mut names = Self {
            total_weight: surnames.iter().map(|(_, weight)| weight).sum(),
            surnames,
            common: Default::default(),
            rare: Default::default(),
            minority: Default::default(),
        };
        for given in rows::<Given>(GIVEN) {
            let is_rare = given.kind.starts_with("rare") || given.kind == "outside-BMP";
            let lists = if is_rare { &mut names.rare } else { &mut names.common };
            match given.sex.as_str() {
                "1" | "2" => lists[sex_place(&given.sex)].push(given.text),
                _ => lists.iter_mut().for_each(|list| list.push(given.text.clone())),
            }
        }
        names.load_minority();
        names
    }

    fn load_minority(&mut self) {
        let codes: Vec<Ethnic> = rows(ETHNIC);
        for row in rows::<Minority>(MINORITY) {
            let code = codes.iter().find(|it| it.alpha == row.ethnic_alpha);
            let code = code.map_or_else(|| "01".to_owned(), |it| it.code.clone());
            self.minority[sex_place(&row.sex)].push((row.name, code));
        }
    }

    /// A name and its ethnic group. About one in thirteen belongs to a minority, half of those with
    /// a name of its form; one in two hundred carries a rare character.
    pub fn draw(&self, rng: &mut Rng, sex: u8) -> (String, String) {
        let place = usize::from(sex == 2);
        let is_minority = rng.f64() < 0.077;
        if is_minority && rng.bool() {
            let forms = &self.minority[place];
            return forms[rng.usize(..forms.len())].clone();
        }
        let ethnic = if is_minority {
            ["11", "03", "02", "15", "06", "08", "07"][rng.usize(..7)]
        } else {
            "01"
        };
        (self.han(rng, place), ethnic.to_owned())
    }

    fn han(&self, rng: &mut Rng, place: usize) -> String {
        let mut name = self.surname(rng).to_owned();
        if rng.f64() < 0.005 {
            name.push_str(&self.rare[place][rng.usize(..self.rare[place].len())]);
            return name;
        }
        let common = &self.common[place];
        let first = &common[rng.usize(..common.len())];
        name.push_str(first);
        if first.chars().count() == 1 && rng.f64() < 0.72 {
            let second = &common[rng.usize(..common.len())];
            if second.chars().count() == 1 && second != first {
                name.push_str(second);
            }
        }
        name
    }

    fn surname(&self, rng: &mut Rng) -> &str {
        let mut point = rng.f64() * self.total_weight;
        for (surname, weight) in &self.surnames {
            point -= weight;
            if point <= 0.0 {
                return surname;
            }
        }
        "王"
    }
}
