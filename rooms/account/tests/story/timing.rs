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

fn is_alike(ratios: [f64; 2]) -> bool {
    ratios.iter().any(|it| (0.95..=1.05).contains(it))
}

/// A busy machine may disturb one measurement; a difference that is there shows every time.
fn assert_alike_at_last(kind: &str, mut measure: impl FnMut(usize) -> [Vec<f64>; 3]) {
    let mut last = Vec::new();
    for attempt in 0..8 {
        let [plain, with_second, nobody] = measure(attempt);
        last = vec![ratios([&plain, &nobody]), ratios([&with_second, &nobody])];
        if last.iter().all(|it| is_alike(*it)) {
            return;
        }
    }
    panic!("{kind}: a known name, and one with a second step, take {last:.3?} of an unknown one");
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
