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

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}

/// The three kinds of names in turn, so that whatever slows the machine down slows down all of them.
fn medians(mut once: impl FnMut(usize, &str) -> Duration) -> [f64; 3] {
    let names = ["plain", "with-second", "nobody"];
    let mut times = [const { Vec::new() }; 3];
    for round in 0..TRIES {
        for at in [0, 1, 2].map(|it| (it + round) % 3) {
            times[at].push(once(round, names[at]));
        }
    }
    times.map(median)
}

fn assert_alike(kind: &str, medians: [f64; 3]) {
    let [plain, with_second, nobody] = medians;
    for (known, what) in [(plain, "known"), (with_second, "known with a second step")] {
        let ratio = known / nobody;
        assert!((0.95..=1.05).contains(&ratio), "{kind}, {what}: {ratio:.3} of an unknown name");
    }
}

/// A busy machine may disturb one measurement; a difference that is there shows every time.
fn alike_at_last(kind: &str, mut measure: impl FnMut(usize) -> [f64; 3]) {
    let is_alike = |medians: [f64; 3]| {
        medians[..2].iter().all(|known| (0.95..=1.05).contains(&(known / medians[2])))
    };
    let mut last = [0.0; 3];
    for attempt in 0..8 {
        last = measure(attempt);
        if is_alike(last) {
            return;
        }
    }
    assert_alike(kind, last);
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
    alike_at_last("open", |attempt| {
        medians(|round, login| {
            let address = format!("10.{}.{}.{round}", attempt + 1, login.len());
            timed(&world, &address, login, "再错4次")
        })
    });
    for login in ["plain", "with-second", "nobody"] {
        for _ in 0..5 {
            world.try_from("203.0.113.9", None, login, "wrong-guess").unwrap_err();
        }
    }
    alike_at_last("waiting", |_| {
        medians(|_, login| timed(&world, "203.0.113.9", login, "从这里登录错得太多"))
    });
}
