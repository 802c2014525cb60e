//! The text that the system writes first: item by item, what proves it, or that nothing does yet.

use act::Result;
use calendar::Day;
use db::{Asker, Read};

use crate::{
    class::{self, Class, Proof, classes},
    item::{self, Item, store::Said},
    list::Seen,
    proof::{Deed, Evidence, Traces, store as proof, summed},
};

const HEADS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];

/// Who holds a post of the committee, with his own evidence.
struct Holder {
    post: proof::Holder,
    evidence: Evidence,
}

/// Of some days of the list's year.
pub(super) fn text(read: &Read, seen: &Seen, days: (Day, Day)) -> Result<String> {
    let (said, deeds, posts) = known(read, seen, days)?;
    let persons: Vec<i64> = posts.iter().map(|it| it.person).collect();
    let own: Vec<(i64, i64)> = posts.iter().filter_map(|it| Some((it.person, it.home?))).collect();
    let committee = seen.list.unit;
    let traces = Traces::find(read, (&persons, own), &[committee], days)?;
    let holder = |post: proof::Holder| {
        let evidence = traces.of(post.person, (committee, days), deeds.clone());
        Holder { post, evidence }
    };
    let holders: Vec<Holder> = posts.into_iter().map(holder).collect();
    let unit = Evidence::of_deeds(deeds);
    let mut lines = Vec::new();
    let filled = classes().iter().filter(|class| of(seen, class).next().is_some());
    for (class, head) in filled.zip(HEADS) {
        lines.push(format!("{head}、{}", class.title));
        for (number, it) in of(seen, class).enumerate() {
            let proof = proven(&unit, &holders, class, it);
            let words = said.iter().filter(|(item, ..)| *item == it.id);
            let words: Vec<&str> = words.map(|(.., words)| words.as_str()).collect();
            let added = if words.is_empty() {
                String::new()
            } else {
                format!("补充：{}。", words.join("；"))
            };
            let own = it.words.trim_end_matches('。');
            lines.push(format!("{}. {own}。{proof}{added}", number + 1));
        }
    }
    Ok(lines.join("\n"))
}

/// What holders added, what the committee held, and who holds the posts that have items: in one statement.
fn known(
    read: &Read,
    seen: &Seen,
    days: (Day, Day),
) -> Result<(Vec<Said>, Vec<Deed>, Vec<proof::Holder>)> {
    let (list, unit) = (seen.list.id, seen.list.unit);
    let ask = Asker::default();
    ask.finish(read, async {
        let said = ask.all(item::store::WORDS, item::store::words(list));
        let deeds = ask.all(proof::DEEDS, proof::deeds(unit, days));
        let holders = ask.all(proof::HOLDERS, proof::holders(unit, days.1));
        let (said, deeds, mut holders): (_, _, Vec<proof::Holder>) =
            (said.await?, deeds.await?, holders.await?);
        holders.retain(|it| class::of_post(&it.post).is_some());
        Ok((said, deeds, holders))
    })
}

fn of<'s>(seen: &'s Seen, class: &'s Class) -> impl Iterator<Item = &'s Item> {
    seen.items.iter().filter(|it| it.class == class.key)
}

/// Of the committee once; of each holder of a post by his name. "" where no record proves it: what is written here goes up as a
/// letter, and the list says which items have nothing yet.
fn proven(unit: &Evidence, holders: &[Holder], class: &Class, item: &Item) -> String {
    let found = |evidence: &Evidence| summed(&evidence.of(item).collect::<Vec<&Deed>>());
    if item.kinds().next().is_none() {
        return String::new();
    }
    if class.posts.is_empty() || item.proof == Proof::Unit {
        let words = found(unit);
        return if words.is_empty() { words } else { format!("{words}。") };
    }
    let mut parts = Vec::new();
    let mut done: Vec<i64> = Vec::new();
    for Holder { post, evidence } in holders {
        if !class.posts.contains(&post.post) || done.contains(&post.person) {
            continue;
        }
        done.push(post.person);
        let words = found(evidence);
        if !words.is_empty() {
            parts.push(format!("{}：{words}", post.name));
        }
    }
    if parts.is_empty() { String::new() } else { format!("{}。", parts.join("；")) }
}
