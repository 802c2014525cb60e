//! Known and unknown names cannot be told apart by the clock: medians of 200 tries each, within 5 %.

use std::time::{Duration, Instant};

use crate::{
    pages::app,
    second::set_up,
    world::{PASSWORD, World},
};

const TRIES: usize = 200;

/// What one refused try took; its answer is checked, so that all of them take the same way.
#[expect(clippy::disallowed_methods, reason = "this story is about the time that passes")]
fn timed(world: &World, address: &str, login: &str, words: &str) -> Duration {
    let begun = Instant::now();
    let refused = world.try_from(address, None, login, "wrong-guess");
    let took = begun.elapsed();
    let refused = refused.expect_err("must be refused").to_string();
    assert!(refused.contains(words), "{login}: {refused}");
    took
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

const NAMES: [&str; 3] = ["plain", "with-second", "nobody"];

/// Seconds of the three kinds of names in turn, so that whatever slows the machine down slows down all of them.
fn tries(mut once: impl FnMut(usize, &str) -> Duration) -> [Vec<f64>; 3] {
    let mut times = [const { Vec::new() }; 3];
    for round in 0..TRIES {
        for at in [0, 1, 2].map(|it| (it + round) % 3) {
            times[at].push(once(round, NAMES[at]).as_secs_f64());
        }
    }
    times
}

/// A known name against an unknown one: by their medians, and by the median of what the rounds say, which a
/// load that comes and goes moves less.
fn ratios([known, nobody]: [&[f64]; 2]) -> [f64; 2] {
    let of_rounds = known.iter().zip(nobody).map(|(known, nobody)| known / nobody);
    [median(known.to_vec()) / median(nobody.to_vec()), median(of_rounds.collect())]
}

/// Of several measurements, the middle one of each ratio; the better of the two ways to compare counts.
fn middle(measured: &[[f64; 2]]) -> f64 {
    let of_way = |way: usize| median(measured.iter().map(|it| it[way]).collect());
    let (medians, rounds) = (of_way(0), of_way(1));
    if (medians - 1.0).abs() < (rounds - 1.0).abs() { medians } else { rounds }
}

fn is_within(ratio: f64, share: f64) -> bool {
    (1.0 - share..=1.0 + share).contains(&ratio)
}

/// A busy machine may disturb a measurement: one that is far inside the limit settles it, otherwise three or more
/// must have their middle inside. A difference that is there does not go away by trying again.
fn assert_alike_at_last(kind: &str, mut measure: impl FnMut(usize) -> [Vec<f64>; 3]) {
    let (mut of_plain, mut of_second) = (Vec::new(), Vec::new());
    for attempt in 0..9 {
        let [plain, with_second, nobody] = measure(attempt);
        of_plain.push(ratios([&plain, &nobody]));
        of_second.push(ratios([&with_second, &nobody]));
        let share = if attempt < 2 { 0.025 } else { 0.05 };
        if [&of_plain, &of_second].iter().all(|it| is_within(middle(it), share)) {
            return;
        }
    }
    panic!(
        "{kind}: of an unknown name, a known one takes {of_plain:.3?}, one with a second step {of_second:.3?}"
    );
}

#[test]
fn nobody_learns_by_the_clock_which_names_exist() {
    let world = World::new();
    let plain = world.person("张伟华", 5);
    world.account(plain, "plain");
    let second = world.person("李敏", 5);
    world.account(second, "with-second");
    let token = world.try_to_sign_in("with-second", PASSWORD).unwrap().token;
    set_up(&world, &app(&world), &token);

    // Each try from an address of its own: none of them has to wait.
    assert_alike_at_last("open", |attempt| {
        tries(|round, login| {
            let address = format!("10.{}.{}.{round}", attempt + 1, login.len());
            timed(&world, &address, login, "再错4次")
        })
    });
    for login in NAMES {
        for _ in 0..5 {
            world.try_from("203.0.113.9", None, login, "wrong-guess").unwrap_err();
        }
    }
    assert_alike_at_last("waiting", |_| {
        tries(|_, login| timed(&world, "203.0.113.9", login, "从这里登录错得太多"))
    });
}
