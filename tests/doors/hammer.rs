//! Odd requests at every door, with and without a hat: never a broken page, never one that hangs.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use testkit::{Answer, Browser};

use crate::{
    own,
    samples::{Thing, fill},
    walls::{Door, Hat, House, doors},
};

/// What stands where an id belongs.
const ODD_IDS: [&str; 16] = [
    "0",
    "-1",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999999",
    "1e9",
    "%00",
    "%FF%FE",
    "..%2F..%2Fetc",
    "%E5%BC%A0%E4%B8%89",
    "'%20OR%201=1--",
    "%3Cscript%3E",
    "+1",
    "%25",
    "NaN",
    "%F0%A0%AE%B7%E2%80%AE",
];

const ODD_QUERIES: [&str; 8] = [
    "?page=-1&page=99999999999999999999&unit=%00&unit=x",
    "?on=9999-99-99&by=%FF&year=99999999999&unit=9223372036854775808",
    "?on=0000-00-00&period=2026-Q9&kind=%3Cb%3E&stage=..&q=%25_%27%22%5C",
    "?q=%F0%A0%AE%B7%E2%80%8B%E2%80%AE%00&status=full&status=x&class=&order=official",
    "?=&&&=&%=%&a[]=1&a[x]=2&unit=1.5&person=-0",
    "?on=2026-02-30&year=-2147483649&month=13&record=18446744073709551616",
    "?on=%2D9999-01-01&kind=theme_day&unit=1&person=1&to=//evil.test&duty=..&period=",
    "?year=-32769&on=-262143-01-01&page=9223372036854775807&format=xlsx&by=line",
];

/// What is typed into a field.
const ODD_VALUES: [&str; 15] = [
    "",
    " ",
    "\u{0}",
    "9223372036854775808",
    "-1",
    "1e400",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "<script>alert(1)</script>",
    "'; DROP TABLE person;--",
    "\u{202e}\u{feff}\u{1f600}",
    "2026-Q9",
    "%s%n{}{{}}",
    "../../../../etc/passwd",
];

const HATS: [&str; 5] = ["mishu", "ganshi", "guanliyuan", "xitong", "tiaoxian"];

/// Longer than any page of the demo may take, on a slow machine too.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request, and what came back too late or broken.
struct Hammer<'h> {
    browser: Browser,
    who: &'h str,
    faults: Vec<String>,
}

impl Hammer<'_> {
    #[expect(clippy::disallowed_methods, reason = "measures how long an answer takes")]
    fn strike(&mut self, what: &str, ask: impl FnOnce(&Browser) -> Answer) -> Answer {
        let begun = Instant::now();
        let answer = ask(&self.browser);
        let took = begun.elapsed();
        if answer.status >= 500 || took > PATIENCE {
            let what: String = what.chars().take(300).collect();
            self.faults.push(format!("{}: {what}: {} after {took:?}", self.who, answer.status));
        }
        answer
    }

    fn get(&mut self, url: &str) -> Answer {
        self.strike(url, |browser| browser.get(url))
    }

    /// Paths and queries that no link of ours has.
    fn odd_ways(&mut self, door: Door, own: &dyn Fn(Thing) -> String) -> Vec<String> {
        let mut names = Vec::new();
        for id in ODD_IDS {
            let url = fill(door.1, |_| id.to_owned());
            let answer = match door.0 {
                "GET" => self.get(&url),
                _ => self.strike(&url, |browser| browser.post(&url, &[("a", "1"), ("a", "2")])),
            };
            drop(answer);
            if !door.1.contains('{') {
                break;
            }
        }
        let way = fill(door.1, own);
        if door.0 == "GET" {
            names.extend(fields(&self.get(&way).body));
            for query in ODD_QUERIES {
                self.get(&(way.clone() + query));
            }
        }
        names
    }

    /// Every field that any form has, each in turn with something odd in it, at one's own door.
    fn odd_forms(&mut self, url: &str, names: &[String], turn: usize) {
        for round in 0..4 {
            let value = |at: usize| ODD_VALUES[(at + turn + round * 5) % ODD_VALUES.len()];
            let odd = names.iter().enumerate().map(|(at, name)| (name.as_str(), value(at)));
            let twice: Vec<(&str, &str)> = odd.clone().chain(odd.step_by(3)).collect();
            self.strike(&format!("{url} round {round}"), |browser| browser.post(url, &twice));
        }
        let kinds: [(&str, &[u8]); 7] = [
            ("application/json", b"{\"a\":[1,{\"b\":null}]}"),
            ("text/plain", b"\xff\xfe\x00\x01"),
            ("multipart/form-data", b"--x\r\n\r\n--x--"),
            ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n\xff\r\n--x--"),
            ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../\xff.xlsx\"\r\n\r\nPK\x03\x04\r\n--x--"),
            ("multipart/form-data; boundary=", b"--\r\n"),
            ("application/x-www-form-urlencoded; charset=gbk", b"=&%&%zz=%00&a=%E5%BC&&unit=%D5%C5"),
        ];
        for (kind, body) in kinds {
            self.strike(&format!("{url} as {kind}"), |browser| {
                browser.ask("POST", url, &[("content-type", kind)], body.to_vec())
            });
        }
    }
}

/// Names of the fields of a page's forms.
fn fields(body: &str) -> Vec<String> {
    let names = body.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next());
    names.filter(|name| !name.is_empty() && *name != "viewport").map(str::to_owned).collect()
}

fn hammer(house: &House, hat: Option<&Hat>) -> Vec<String> {
    let browser = hat.map_or_else(|| Browser::stranger(&house.app), |hat| house.browser(hat));
    let who = hat.map_or("nobody", |hat| hat.login.as_str());
    let ids = hat.map(|hat| own::ids(house, hat)).unwrap_or_default();
    let own = |thing: Thing| ids.get(&thing).map_or_else(|| "1".into(), ToString::to_string);
    let mut hammer = Hammer { browser, who, faults: Vec::new() };
    let mut names = BTreeSet::new();
    for door in doors() {
        names.extend(hammer.odd_ways(door, &own));
    }
    let names: Vec<String> = names.into_iter().collect();
    let posts = doors().into_iter().filter(|(method, _)| *method == "POST");
    for (turn, (_, pattern)) in posts.enumerate() {
        hammer.odd_forms(&fill(pattern, own), &names, turn);
    }
    hammer.faults
}

#[test]
fn nothing_odd_breaks_a_page() {
    let house = House::of_the_demo();
    let mut faults = hammer(&house, None);
    for login in HATS {
        let hats = house.hats.iter().filter(|hat| hat.login == login);
        for hat in hats.take(2) {
            faults.extend(hammer(&house, Some(hat)));
        }
    }
    assert!(
        faults.is_empty(),
        "{} requests broke something:\n  {}",
        faults.len(),
        faults.join("\n  ")
    );
}
