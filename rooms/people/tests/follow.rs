//! When `org` merges or dissolves a unit, its members are not left behind.

use act::{Act, Acting, Core, Ctx, Result};
use org::{Followers, Merge, NewUnit};
use people::NewMember;
use systems::Systems;
use testkit::{Home, day};

const PREPARE: Act = Act::new("test.prepare", "准备");

struct World {
    home: Home,
    old: i64,
    new: i64,
    secretary: i64,
}

fn write<T>(home: &Home, work: impl Fn(&Ctx, &Acting) -> Result<T>) -> Result<T> {
    let ctx = home.operator();
    ctx.act_system(&PREPARE, |w| work(&ctx, w))
}

/// Two branches; the old one has a secretary.
fn world() -> World {
    let home = Home::on("2026-11-20", |core: Core| {
        let systems = Systems::built_in();
        let followers = Followers(vec![people::follow]);
        core.with(systems.clone()).with(systems.powers()).with(followers)
    });
    let since = day("2020-01-01");
    let made = write(&home, |ctx, w| {
        let found = |kind: &str, name: &str, lead, host| {
            let new = NewUnit { lead, host, ..NewUnit::new(kind, name, since) };
            org::found_unit(w, ctx.part::<Systems>(), &new)
        };
        let bureau = found("county_bureau", "县公安局", None, None)?;
        let committee = found("primary_committee", "县公安局党委", None, Some(bureau))?;
        let old = found("branch", "刑侦支部", Some(committee), None)?;
        let new = found("branch", "治安支部", Some(committee), None)?;
        let member = NewMember::named("甲", old, since, "");
        let secretary = people::admit(w, &ctx.core.keys, &member)?;
        people::appoint(w, secretary, old, "secretary", since, "")?;
        Ok((old, new, secretary))
    });
    let (old, new, secretary) = made.unwrap();
    World { home, old, new, secretary }
}

#[test]
fn members_go_along_into_the_merged_branch_and_their_posts_end() {
    let World { home, old, new, secretary } = world();
    let on = day("2026-06-01");
    let merge = Merge { units: vec![old], into: new, on, basis: "批复".into() };
    write(&home, |ctx, w| org::merge(ctx, w, &merge)).unwrap();
    let read = |day| {
        home.operator().read(|read| {
            let old = people::roll(read, old, day)?.len();
            let new = people::roll(read, new, day)?.len();
            Ok((old, new))
        })
    };
    assert_eq!(read(day("2026-05-31")).unwrap(), (1, 0));
    assert_eq!(read(on).unwrap(), (0, 1));
    let unit = home.operator().read(|read| people::unit_of(read, secretary)).unwrap();
    assert_eq!(unit, Some(new));
    let held = home.operator().read(|read| people::held_in(read, old, on)).unwrap();
    assert!(held.is_empty());
}

#[test]
fn a_branch_with_members_is_not_dissolved() {
    let World { home, old, new, .. } = world();
    let on = day("2026-06-01");
    let refused = write(&home, |ctx, w| org::dissolve(ctx, w, old, on, "撤销")).unwrap_err();
    assert_eq!(refused.to_string(), "名册上还有1人，先把他们转到别的组织");
    assert!(home.operator().read(|read| org::get(read, old)).unwrap().unwrap().exists_on(on));
    write(&home, |ctx, w| org::dissolve(ctx, w, new, on, "撤销")).unwrap();
}
