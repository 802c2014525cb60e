//! Enters many persons in one act, as an import does, and prints the time: `big_admission [PERSONS]`.

use std::{error::Error, time::Instant};

use act::Act;
use people::NewMember;
use testkit::{Home, day};

const PREPARE: Act = Act::new("test.prepare", "准备");

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let many: usize = std::env::args().nth(1).map_or(Ok(100_000), |it| it.parse())?;
    let home = Home::on("2026-11-20", |core| core);
    let person = |number: usize| {
        let mut new = NewMember::named("张伟华", 3, day("2020-01-01"), "花名册");
        new.id_number =
            Some(format!("330108{:08}{:04}", 19_600_101 + number / 10_000, number % 10_000));
        new.phone = Some(format!("199{number:08}"));
        new
    };
    let members: Vec<NewMember> = (0..many).map(person).collect();
    for _ in 0..3 {
        let started = Instant::now();
        let entered = home.operator().act_system(&PREPARE, |w| {
            people::admit_many(w, &home.core.keys, &members)?;
            Err::<(), _>(act::Error::broken("taken back, for the next round"))
        });
        assert!(entered.is_err());
        println!("{many} persons in {:.2} s", started.elapsed().as_secs_f64());
    }
    Ok(())
}
