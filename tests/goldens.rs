//! What the whole says about itself, reviewed as a diff: routes, acts, permissions, schema.

use guantong::{docs, furnish, rooms};
use testkit::{Home, golden};

#[test]
fn routes_and_their_doors() {
    golden("golden/routes.txt", &docs::routes(&rooms()));
}

#[test]
fn acts_and_their_titles() {
    golden("golden/acts.txt", &docs::acts(&rooms()));
}

#[test]
fn who_may_do_what_and_how_far() {
    let text = docs::permissions(&systems::Systems::built_in().powers(), &docs::all_acts(&rooms()));
    assert!(!text.contains("UNKNOWN ACT"), "posts.toml names acts that no room has:\n{text}");
    golden("golden/permissions.txt", &text);
}

#[test]
fn who_may_do_what_as_a_lawyer_reads_it() {
    let systems = systems::Systems::built_in();
    golden("../docs/generated/permissions.md", &docs::matrix(systems, &docs::all_acts(&rooms())));
}

#[test]
fn how_long_personal_data_are_kept_as_a_lawyer_reads_it() {
    let systems = systems::Systems::built_in();
    systems
        .check_keeps(guantong::erasers().iter().map(|it| it.key))
        .unwrap_or_else(|report| panic!("{report}"));
    golden("../docs/generated/retention.md", &docs::periods(systems));
}

#[test]
fn every_act_is_known_and_somebody_can_do_it() {
    let systems = systems::Systems::built_in();
    let rooms = rooms();
    let known: Vec<&str> = docs::all_acts(&rooms).iter().map(|act| act.key).collect();
    systems.check_acts(known).unwrap_or_else(|report| panic!("{report}"));
    systems.check_held(docs::acts_of_doors(&rooms)).unwrap_or_else(|report| panic!("{report}"));
}

#[test]
fn the_schema_as_the_database_knows_it() {
    let home = Home::on("2026-11-20", furnish);
    let name =
        if home.core.db.name().unwrap().starts_with("SQLite") { "sqlite" } else { "postgres" };
    golden(format!("golden/schema-{name}.txt"), &(home.core.db.schema().unwrap() + "\n"));
}

/// What an administrator may read and do, all of it: no member, no record, no duty, no figure.
const OF_ADMINISTRATORS: &[(&str, &str)] = &[
    (
        "system_administrator",
        "account.close account.open account.reset account.second_factor.reset account.sign_on.reset job.give_up job.retry
         notice.set_hours see.account see.administrator see.job see.status see.switch see.unit",
    ),
    (
        "security_administrator",
        "administrator.appoint administrator.end alarm.acknowledge see.account see.administrator
         see.alarm see.retention see.unit spill.purge spill.quarantine",
    ),
    ("audit_administrator", "see.account see.administrator see.audit see.unit"),
];

/// What any administrator may read.
const NEUTRAL: [&str; 4] = ["see.account", "see.administrator", "see.switch", "see.unit"];

fn acts_of<'t>(text: &'t str, post: &str) -> Vec<&'t str> {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.filter(|line| line.first() == Some(&post)).map(|line| line[1]).collect()
}

#[test]
fn each_administrator_does_his_own_work_and_no_business() {
    let text = docs::permissions(&systems::Systems::built_in().powers(), &docs::all_acts(&rooms()));
    for (post, acts) in OF_ADMINISTRATORS {
        assert_eq!(acts_of(&text, post), acts.split_whitespace().collect::<Vec<_>>(), "{post}");
    }
    for (post, _) in OF_ADMINISTRATORS {
        let own = acts_of(&text, post).into_iter().filter(|act| !NEUTRAL.contains(act));
        for act in own {
            let holders = text.lines().filter(|line| {
                line.split_whitespace().nth(1) == Some(act) && !line.starts_with(post)
            });
            assert_eq!(holders.count(), 0, "{act} of {post} is somebody else's, too");
        }
    }
}

#[test]
fn an_affairs_manager_has_no_administrators_right() {
    let text = docs::permissions(&systems::Systems::built_in().powers(), &docs::all_acts(&rooms()));
    let acts = acts_of(&text, "affairs_manager");
    for (post, _) in OF_ADMINISTRATORS {
        let own = acts_of(&text, post).into_iter().filter(|act| !NEUTRAL.contains(act));
        for act in own {
            assert!(!acts.contains(&act), "{act}");
        }
    }
}
