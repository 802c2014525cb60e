//! A mixed load on a running demo: readers with a page each second, writers at a steady pace.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use anyhow::Context;
use clap::Args;

use crate::{http::Client, pages::Accounts};

/// Connections over which the writes are spread.
const WRITERS: usize = 8;
/// Who files: a county's and a city's officer, each for his own committee.
const OFFICERS: [&str; 2] = ["ganshi", "shiganshi"];

/// How much of what happens at once. One write is a form of the product over HTTP: one in ten files a
/// report (a record with its service, event and seal, and figures that change), the others save what
/// somebody is typing.
#[derive(Debug, Clone, Args)]
pub(crate) struct Mix {
    /// Readers beside the one that is measured, each with a page every second
    #[arg(long, default_value_t = 50)]
    readers: usize,
    /// Writes a second; 0 measures the idle server only
    #[arg(long, default_value_t = 0)]
    pub(crate) writes: usize,
}

impl fmt::Display for Mix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "beside {} readers and {} writes/s", self.readers, self.writes)
    }
}

/// The load, until it is stopped.
pub(crate) struct Load {
    begun: Instant,
    stop: Arc<AtomicBool>,
    done: Arc<Done>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Done {
    reads: AtomicUsize,
    writes: AtomicUsize,
    filed: AtomicUsize,
    failed: AtomicUsize,
}

impl Load {
    /// `pages`: what is read, by whom; the readers go round.
    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    pub(crate) fn start(
        mix: &Mix,
        pages: Vec<(Client, String)>,
        accounts: &Accounts,
    ) -> anyhow::Result<Self> {
        let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(Done::default()));
        let mut threads = Vec::new();
        for number in 0..mix.readers {
            let (client, url) = &pages[number % pages.len()];
            let (mut client, url) = (client.again(), url.clone());
            let turn = Turn::new(&stop, Duration::from_secs(1), number, mix.readers);
            let done = done.clone();
            threads.push(std::thread::spawn(move || {
                for _ in turn {
                    done.note(&done.reads, client.get(&url).is_ok_and(|it| it.status == 200));
                }
            }));
        }
        let officers: anyhow::Result<Vec<Officer>> =
            OFFICERS.iter().map(|login| Officer::of(accounts.sign_in(login)?)).collect();
        let officers = officers?;
        for number in 0..WRITERS {
            let mut officer = officers[number % officers.len()].again();
            let pace = Duration::from_secs(1).mul_f64(WRITERS as f64 / mix.writes as f64);
            let turn = Turn::new(&stop, pace, number, WRITERS);
            let done = done.clone();
            threads.push(std::thread::spawn(move || {
                for time in turn {
                    let files = time % 10 == 0;
                    let is_done =
                        if files { officer.file(number, time) } else { officer.type_on(time) };
                    done.note(&done.writes, is_done);
                    done.filed.fetch_add(usize::from(files && is_done), Ordering::Relaxed);
                }
            }));
        }
        Ok(Self { begun: Instant::now(), stop, done, threads })
    }

    /// What came of it.
    pub(crate) fn stop(self) -> String {
        let seconds = self.begun.elapsed().as_secs_f64();
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            let _ = thread.join();
        }
        let per_second = |count: &AtomicUsize| count.load(Ordering::Relaxed) as f64 / seconds;
        format!(
            "in {seconds:.0} s: {:.0} pages/s, {:.0} writes/s ({:.1} records filed), {} refused",
            per_second(&self.done.reads),
            per_second(&self.done.writes),
            per_second(&self.done.filed),
            self.done.failed.load(Ordering::Relaxed)
        )
    }
}

impl Done {
    fn note(&self, what: &AtomicUsize, is_done: bool) {
        let counter = if is_done { what } else { &self.failed };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// Ticks at a steady pace, never faster to make up for what was late; ends when the load is stopped.
struct Turn {
    stop: Arc<AtomicBool>,
    pace: Duration,
    next: Instant,
    time: usize,
}

impl Turn {
    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    fn new(stop: &Arc<AtomicBool>, pace: Duration, number: usize, of: usize) -> Self {
        let next = Instant::now() + pace.mul_f64(number as f64 / of as f64);
        Self { stop: stop.clone(), pace, next, time: 0 }
    }
}

impl Iterator for Turn {
    type Item = usize;

    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    fn next(&mut self) -> Option<usize> {
        let now = Instant::now();
        if self.next > now {
            std::thread::sleep(self.next - now);
        }
        self.next = (self.next + self.pace).max(now);
        self.time += 1;
        (!self.stop.load(Ordering::Relaxed)).then_some(self.time)
    }
}

/// Somebody who writes for his committee.
struct Officer {
    client: Client,
    unit: String,
    /// The day on the server, as its forms have it.
    today: String,
}

impl Officer {
    fn of(mut client: Client) -> anyhow::Result<Self> {
        let own = client.get("/situation")?.location.context("an officer has a unit")?;
        let unit = own.rsplit('/').next().unwrap_or_default().to_owned();
        let form = client.page(&format!("/records/new?kind=year_report&unit={unit}"))?.text();
        let field = form.split("name=\"on1\"").nth(1).context("a report has a day")?;
        let today = field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
        Ok(Self { client, unit, today: today.unwrap_or_default().to_owned() })
    }

    fn again(&self) -> Self {
        Self { client: self.client.again(), unit: self.unit.clone(), today: self.today.clone() }
    }

    fn file(&mut self, number: usize, time: usize) -> bool {
        let paper = format!("演示〔2026〕{}号", number * 100_000 + time);
        let fields = [
            ("kind", "year_report"),
            ("unit", self.unit.as_str()),
            ("title", "党员教育管理情况报告"),
            ("on1", self.today.as_str()),
            ("topic", paper.as_str()),
            ("guests", "上级组织部"),
            ("minutes", "今年培训党员四批，都按计划完成。"),
        ];
        self.client.post("/records/filing", &fields).is_ok_and(|it| it.status == 303)
    }

    /// What the script of a form sends while somebody is typing.
    fn type_on(&mut self, time: usize) -> bool {
        let form = format!("/records/new?kind=year_report&unit={}", self.unit);
        let words = format!("今年培训党员{time}批");
        let fields = [
            ("_form", form.as_str()),
            ("_action", "/records/filing"),
            ("_title", "年度报告"),
            ("title", "党员教育管理情况报告"),
            ("minutes", words.as_str()),
        ];
        self.client.post("/me/forms", &fields).is_ok_and(|it| it.status == 200)
    }
}
