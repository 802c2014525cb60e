//! A storm of real writes: reports filed and withdrawn, branches founded, members imported, each with
//! the key of its form, so that whoever got no answer sends it again as a browser would.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use act::Core;

use crate::{
    browser::{Answer, Browser},
    site::{TODAY, all},
};

/// Something to be done once.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// A report entered under this title.
    File(String),
    /// The record of this title, at this address, taken back.
    Withdraw(String, String),
    /// A branch of this name.
    Found(String),
    /// Three members whose names begin so.
    Import(String),
}

/// What is being sent, and what was answered.
pub(crate) struct Storm {
    officer: Browser,
    /// The organ committee at which all of it happens.
    unit: String,
    next: AtomicUsize,
    answered: Mutex<Vec<Deed>>,
    /// Sent, and not answered yet.
    open: Mutex<Vec<Deed>>,
}

/// What became of a request.
enum Sent {
    Answered,
    /// 503, in words: to be sent again.
    Refused,
    Unanswered,
}

const SENDERS: usize = 4;
/// Members in one list.
const LIST: usize = 3;

impl Storm {
    pub(crate) fn by(officer: Browser, unit: i64) -> Self {
        let (next, answered, open) = Default::default();
        Self { officer, unit: unit.to_string(), next, answered, open }
    }

    pub(crate) fn answered(&self) -> usize {
        self.answered.lock().unwrap().len()
    }

    /// Titles of the reports that were answered so far.
    pub(crate) fn filed(&self) -> Vec<String> {
        let answered = self.answered.lock().unwrap();
        let title = |deed: &Deed| match deed {
            Deed::File(title) => Some(title.clone()),
            _ => None,
        };
        answered.iter().filter_map(title).collect()
    }

    /// Sends from several threads while `meanwhile` runs, or until the server at `port` is gone; how
    /// many were told in words to come back.
    pub(crate) fn rage(&self, port: u16, meanwhile: impl FnOnce()) -> usize {
        let (is_over, refused) = (AtomicBool::new(false), AtomicUsize::new(0));
        thread::scope(|scope| {
            for sender in 0..SENDERS {
                let (is_over, refused) = (&is_over, &refused);
                scope.spawn(move || {
                    while !is_over.load(Ordering::SeqCst) {
                        match self.send(port, self.take(sender)) {
                            Sent::Answered => {}
                            Sent::Refused => {
                                refused.fetch_add(1, Ordering::SeqCst);
                                thread::park_timeout(Duration::from_millis(50));
                            }
                            Sent::Unanswered => break,
                        }
                    }
                });
            }
            meanwhile();
            is_over.store(true, Ordering::SeqCst);
        });
        refused.into_inner()
    }

    /// Sends what got no answer until it has one.
    pub(crate) fn finish(&self, port: u16) {
        while let Some(deed) = self.again() {
            let sent = self.send(port, deed.clone());
            assert!(matches!(sent, Sent::Answered), "{deed:?} is not answered");
        }
    }

    fn again(&self) -> Option<Deed> {
        self.open.lock().unwrap().pop()
    }

    /// The next deed of a sender: first what got no answer.
    fn take(&self, sender: usize) -> Deed {
        if let Some(deed) = self.again() {
            return deed;
        }
        let token = format!("第{}件", self.next.fetch_add(1, Ordering::SeqCst));
        match sender {
            0 => Deed::Found(token + "党支部"),
            1 => Deed::Import(token),
            _ => Deed::File(token),
        }
    }

    /// Every third report is withdrawn afterwards.
    fn send(&self, port: u16, deed: Deed) -> Sent {
        let Some(answer) = self.answer(port, &deed) else {
            self.open.lock().unwrap().push(deed);
            return Sent::Unanswered;
        };
        if answer.status == 503 {
            assert_eq!(answer.header("retry-after"), "5", "{}", answer.head);
            assert!(answer.body.contains("过一会儿"), "{}", answer.body);
            self.open.lock().unwrap().push(deed);
            return Sent::Refused;
        }
        assert_eq!(answer.status, 303, "{deed:?}: {}", answer.body);
        if let Deed::File(title) = &deed {
            let number = title.trim_matches(|c: char| !c.is_ascii_digit()).parse::<usize>();
            if number.is_ok_and(|number| number % 3 == 0) {
                let withdrawal = Deed::Withdraw(title.clone(), answer.header("location").into());
                self.open.lock().unwrap().push(withdrawal);
            }
        }
        self.answered.lock().unwrap().push(deed);
        Sent::Answered
    }

    fn answer(&self, port: u16, deed: &Deed) -> Option<Answer> {
        let officer = self.officer.at(port);
        match deed {
            Deed::File(title) => officer.post("/records/filing", &report(&self.unit, title)),
            Deed::Withdraw(title, url) => {
                let page = officer.get(&format!("{url}/withdrawal"))?;
                if page.status == 503 {
                    return Some(page);
                }
                let key = format!("withdraw-{title}");
                let version = field(&page.body, "_version");
                let fields = [("_key", key.as_str()), ("_version", &version), ("reason", "报错了")];
                officer.post(&format!("{url}/withdrawal"), &fields)
            }
            Deed::Found(name) => {
                let url = format!("/units/{}/founding", self.unit);
                let fields = [
                    ("_key", name.as_str()),
                    ("kind", "branch"),
                    ("name", name),
                    ("founded_on", TODAY),
                ];
                officer.post(&url, &fields)
            }
            Deed::Import(name) => import(&officer, &self.unit, name),
        }
    }

    /// Each deed is there once, and nothing else is.
    pub(crate) fn nothing_is_lost_or_doubled(&self, core: &Core) {
        assert!(self.open.lock().unwrap().is_empty(), "everything was answered");
        let answered = self.answered.lock().unwrap();
        let mut withdrawn: HashMap<&str, bool> = HashMap::new();
        let (mut branches, mut members) = (Vec::new(), Vec::new());
        for deed in answered.iter() {
            match deed {
                Deed::File(title) => _ = withdrawn.entry(title).or_default(),
                Deed::Withdraw(title, _) => _ = withdrawn.insert(title, true),
                Deed::Found(name) => branches.push(name.clone()),
                Deed::Import(name) => members.extend(names(name)),
            }
        }
        let mut expected: Vec<(String, bool)> =
            withdrawn.into_iter().map(|(title, is_gone)| (title.to_owned(), is_gone)).collect();
        expected.sort();
        branches.sort();
        members.sort();
        let sql = "SELECT title, withdrawn_at IS NOT NULL FROM record WHERE title LIKE '第%件'
                   ORDER BY title";
        assert_eq!(all::<(String, bool)>(core, sql), expected, "records");
        let sql = "SELECT name FROM unit_now WHERE name LIKE '第%件党支部' ORDER BY name";
        assert_eq!(all::<String>(core, sql), branches, "branches");
        let sql = "SELECT name FROM person_now WHERE name LIKE '第%件_' ORDER BY name";
        assert_eq!(all::<String>(core, sql), members, "members");
    }
}

/// A form that enters a report at once.
pub(crate) fn report<'f>(unit: &'f str, title: &'f str) -> Vec<(&'static str, &'f str)> {
    vec![
        ("_key", title),
        ("kind", "year_report"),
        ("unit", unit),
        ("title", title),
        ("on1", TODAY),
        ("topic", "公党〔2026〕12号"),
        ("guests", "县委组织部"),
        ("minutes", "今年培训党员四批，都按计划完成。"),
    ]
}

/// Through the wizard: the file, then the import. A list that is already in is answered as done.
fn import(officer: &Browser, unit: &str, name: &str) -> Option<Answer> {
    let number: usize = name.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
    let rows: Vec<String> = names(name)
        .iter()
        .enumerate()
        .map(|(n, name)| {
            format!("{name},{},本科,2016-06-01,2017-06-01,,", identity_number(number * LIST + n))
        })
        .collect();
    let list =
        format!("姓名,公民身份号码,学历,入党时间,转正时间,党支部,警号\n{}\n", rows.join("\n"));
    let sent = officer.upload("/members/imports/files", &[("unit", unit)], ("名单.csv", &list))?;
    if sent.status == 503 {
        return Some(sent);
    }
    assert_eq!(sent.status, 303, "{}", sent.body);
    let url = format!("{}/import", sent.header("location"));
    let done = officer.post(&url, &[("since", TODAY)])?;
    let is_in = done.status == 409 && done.body.contains("导入0人");
    Some(if is_in { Answer { status: 303, ..done } } else { done })
}

fn names(name: &str) -> Vec<String> {
    ["甲", "乙", "丙"].map(|it| format!("{name}{it}")).into()
}

/// A number that holds, of nobody.
fn identity_number(n: usize) -> String {
    let body = format!(
        "3301081{:03}{:02}{:02}{:03}",
        960 + n / 300_000,
        1 + n / 27_000 % 12,
        1 + n / 1000 % 27,
        n % 1000
    );
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.bytes().zip(weights).map(|(digit, it)| u32::from(digit - b'0') * it).sum();
    format!("{body}{}", &"10X98765432"[sum as usize % 11..][..1])
}

/// The value of a hidden field.
fn field(page: &str, name: &str) -> String {
    let after = page.split_once(&format!("name=\"{name}\" value=\"")).map_or("", |(_, it)| it);
    after.split('"').next().unwrap_or_default().to_owned()
}
