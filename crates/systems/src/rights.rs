//! What must hold between posts, so that no hand gives, takes or does more than it should (docs/adr/0100).

use std::collections::BTreeSet;

use act::Power;
use toml::Spanned;

use crate::{Finding, Office, POSTS, PostKind, Report, Systems};

/// Reading these says nothing about a member; any administrator may have them.
const NEUTRAL: [&str; 4] = ["see.unit", "see.account", "see.switch", "see.administrator"];

/// Opening an account and giving it a post lie in two hands.
const ACCOUNT: &str = "account.";

pub(crate) fn all(systems: &Systems, report: &mut Report) {
    for post in &systems.posts {
        apart(systems, post, report);
        for kind in &post.gives {
            match systems.post(kind.get_ref()) {
                None => {
                    let label = "posts.toml 里没有这个职务".to_owned();
                    report.add(Finding::at(POSTS, kind.span(), "不能任命没有的职务", label));
                }
                Some(given) => giving(systems, post, (given, kind), report),
            }
        }
        if post.office != Office::Business && post.never_empty.is_none() {
            let label = "要写 never_empty".to_owned();
            report.add(Finding::at(POSTS, post.key.span(), "管理员的职务不能没有人", label));
        }
    }
}

/// What an administrator does, nobody of another office and no other administrator does.
fn apart(systems: &Systems, post: &PostKind, report: &mut Report) {
    if !post.is_administrator() {
        return;
    }
    for act in post.powers.iter().flat_map(|grant| &grant.acts) {
        let others = systems.posts.iter().filter(|it| it.key() != post.key());
        let both = others.into_iter().find(|it| holds(it, act.get_ref()));
        let Some(other) = both.filter(|_| !NEUTRAL.contains(&act.get_ref().as_str())) else {
            continue;
        };
        let title = "管理员和别的职务做同一件事";
        let label = format!("{}也有它", other.title);
        report.add(Finding::at(POSTS, act.span(), title, label));
    }
    if post.stand_in {
        let label = "要写 stand_in = false".to_owned();
        report.add(Finding::at(POSTS, post.key.span(), "管理员不能由别人代行", label));
    }
}

/// Nobody gives what he lacks, but for what comes with the seat.
fn giving(
    systems: &Systems,
    giver: &PostKind,
    (given, at): (&PostKind, &Spanned<String>),
    report: &mut Report,
) {
    if given.office != Office::Business {
        // The way in is opened by another hand: that is the guard here, not the giver's own powers.
        if giver.powers().iter().any(|power| power.act.starts_with(ACCOUNT)) {
            let label = "它自己能开通账号".to_owned();
            report.add(Finding::at(POSTS, at.span(), "一只手不能既开账号又任命管理员", label));
        }
        return;
    }
    let mine = giver.powers();
    let lacking = given.powers().into_iter().find(|power| lacks(systems, &mine, power));
    if let Some(power) = lacking {
        let label = format!("{}有 {}，{}没有这么大的范围", given.title, power.act, giver.title);
        report.add(Finding::at(POSTS, at.span(), "不能给出自己没有的权限", label));
    }
}

fn lacks(systems: &Systems, mine: &[Power], theirs: &Power) -> bool {
    !systems.is_of_the_seat(&theirs.act)
        && !mine.iter().any(|it| it.act == theirs.act && it.is_as_wide_as(theirs))
}

fn holds(post: &PostKind, act: &str) -> bool {
    post.powers.iter().flat_map(|grant| &grant.acts).any(|it| it.get_ref() == act)
}

/// Acts that a door asks for and nobody could ever do.
pub(crate) fn held<'a>(
    systems: &Systems,
    asked: impl IntoIterator<Item = &'a str>,
    report: &mut Report,
) {
    let asked: BTreeSet<&str> = asked.into_iter().collect();
    for act in asked {
        if !systems.posts.iter().any(|post| holds(post, act)) {
            let label = format!("没有一个职务有 {act}");
            report.add(Finding::whole(POSTS, "没有人能做的动作", label));
        }
    }
}
