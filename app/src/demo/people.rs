//! People of the plan, and their posts.

use std::collections::BTreeMap;

use act::Ctx;
use anyhow::{Context, Result};
use calendar::{Day, PartDay};
use demo::{Plan, PlannedPerson};
use people::{NewMember, NewPost, Post, StaffClass, Status};

use super::{ADMINISTRATORS, BASIS, CORRESPONDENCE, SEED, STAFF, load::Loaded};

/// Somebody's post: (place in the plan's people, kind, unit).
pub(super) struct Held {
    pub(super) person: usize,
    pub(super) kind: &'static str,
    pub(super) unit: i64,
}

/// Enters the people on their rolls; ids in the order of the plan.
pub(super) fn load(ctx: &Ctx, plan: &Plan, ids: &BTreeMap<String, i64>) -> Result<Vec<i64>> {
    let members: Result<Vec<NewMember>> =
        plan.people.iter().map(|person| new_member(person, ids, plan)).collect();
    let members = members?;
    Ok(ctx.act_system(&SEED, |w| people::admit_many(w, &ctx.core.keys, &members))?)
}

fn new_member(
    person: &PlannedPerson,
    ids: &BTreeMap<String, i64>,
    plan: &Plan,
) -> Result<NewMember> {
    let unit = ids.get(&person.branch).copied().context("支部在计划里")?;
    let subgroup = ids.get(&format!("{}G{}", person.branch, person.subgroup)).copied();
    let use_from = plan.use_from.context("计划里有启用日")?;
    let part = |day: Day| day.to_string().parse::<PartDay>().ok();
    let since = person.joined_on.max(use_from.plus_months(-12));
    Ok(NewMember {
        sex: Some(person.sex.to_string()),
        birth: Some(person.birth),
        ethnic: Some(person.ethnic.clone()),
        education: Some(person.education.to_owned()),
        staff_class: StaffClass::from_key(person.staff_class).context("人员类别")?,
        police_rank: person.police_rank.map(str::to_owned),
        police_number: person.police_number.clone(),
        id_number: Some(person.id_number.clone()),
        phone: Some(person.phone.clone()),
        joined_on: part(person.joined_on),
        full_on: person.full_on.and_then(part),
        status: if person.full_on.is_some() { Status::Full } else { Status::Probationary },
        subgroup,
        ..NewMember::named(&person.name, unit, since, BASIS)
    })
}

/// Appoints secretaries, committee members, group leaders, and the staff of every organ.
pub(super) fn appoint(
    ctx: &Ctx,
    plan: &Plan,
    loaded: &Loaded,
    persons: &[i64],
) -> Result<Vec<Held>> {
    let mut held = branch_posts(plan, &loaded.ids);
    held.extend(staff_posts(plan, loaded));
    let from = plan.use_from.context("计划里有启用日")?;
    let new = |post: &Held| NewPost {
        person: persons[post.person],
        unit: post.unit,
        kind: post.kind.to_owned(),
        from,
        basis: BASIS.into(),
        batch: None,
    };
    let posts: Vec<NewPost> = held.iter().map(new).collect();
    ctx.act_system(&SEED, |w| {
        people::appoint_many(w, &posts)?;
        w.rows(posts.len());
        Ok(())
    })?;
    Ok(held)
}

fn branch_posts(plan: &Plan, ids: &BTreeMap<String, i64>) -> Vec<Held> {
    let mut held = Vec::new();
    for (place, person) in plan.people.iter().enumerate() {
        for kind in &person.posts {
            let code = match *kind {
                "subgroup_leader" => format!("{}G{}", person.branch, person.subgroup),
                _ => person.branch.clone(),
            };
            if let Some(unit) = ids.get(&code).copied() {
                held.push(Held { person: place, kind, unit });
            }
        }
    }
    held
}

/// Leaders, officers, inspectors and committees, out of the rolls of each organ's first branches.
fn staff_posts(plan: &Plan, loaded: &Loaded) -> Vec<Held> {
    let mut held = Vec::new();
    for organ in &plan.organs {
        let mut free = free_people(plan, organ).into_iter();
        let administrators = ADMINISTRATORS.map(|kind| (kind, ""));
        let sit_here = loaded.highest.as_ref() == Some(organ);
        let seats = STAFF.iter().chain(administrators.iter().filter(|_| sit_here));
        for (kind, tail) in seats.chain(&CORRESPONDENCE) {
            let unit = loaded.ids.get(&format!("{organ}{tail}")).copied();
            if let (Some(unit), Some(person)) = (unit, free.next()) {
                held.push(Held { person, kind, unit });
            }
        }
    }
    held
}

/// Full members without a post, of the organ's first branches, youngest of each first.
fn free_people(plan: &Plan, organ: &str) -> Vec<usize> {
    let of_branch = |number: usize| {
        let branch = format!("{organ}Z{number:02}");
        let is_free = move |(_, person): &(usize, &PlannedPerson)| {
            person.branch == branch && person.full_on.is_some() && person.posts.is_empty()
        };
        plan.people.iter().enumerate().rev().filter(is_free).map(|(place, _)| place)
    };
    (0..4).flat_map(of_branch).collect()
}

/// Whoever holds several posts stands there by the first of them.
pub(super) fn each_once(posts: impl IntoIterator<Item = Post>) -> Vec<Post> {
    let mut found: Vec<Post> = Vec::new();
    for post in posts {
        if found.iter().all(|it| it.person != post.person) {
            found.push(post);
        }
    }
    found
}
