//! Whatever people type is text: no form of the house takes in markup that a page then shows alive.

use std::collections::BTreeSet;

use testkit::{Answer, Browser};

use crate::{
    own,
    samples::{Thing, fill},
    walls::{Hat, House, doors},
};

/// What would do something if it were not text; `alive` tells it from its escaped self.
const ALIVE: [&str; 5] = [
    "<b id=alive>",
    "<script>alive",
    "<img src=x onerror=alive",
    "\"><i id=alive",
    "' onmouseover='alive",
];
const TYPED: &str = "甲<b id=alive><script>alive(1)</script><img src=x onerror=alive()>\"><i id=alive>' onmouseover='alive()";

/// A field of a form: its name and what stands in it.
struct Field {
    name: String,
    value: String,
    is_text: bool,
}

/// The forms of a page: where each is sent, and its fields.
fn forms(body: &str) -> Vec<(String, Vec<Field>)> {
    let form = |rest: &str| {
        let (head, rest) = rest.split_once('>')?;
        let inside = rest.split("</form>").next()?;
        let action = attribute(head, "action")?;
        (attribute(head, "method")? == "post").then(|| (action, fields(inside)))
    };
    body.split("<form").skip(1).filter_map(form).collect()
}

fn fields(form: &str) -> Vec<Field> {
    let tag = |rest: &str| {
        let kind = rest.split_whitespace().next()?.to_owned();
        let (head, after) = rest.split_once('>')?;
        let name = attribute(head, "name")?;
        let of_type = attribute(head, "type").unwrap_or_else(|| "text".into());
        let is_off = matches!(of_type.as_str(), "radio" | "checkbox") && !head.contains("checked");
        let (value, is_text) = match kind.as_str() {
            "textarea" => (String::new(), true),
            "select" => (chosen(after), false),
            "input" => {
                let is_text = matches!(of_type.as_str(), "text" | "search");
                (attribute(head, "value").unwrap_or_default(), is_text)
            }
            _ => return None,
        };
        (!is_off && of_type != "file").then_some(Field { name, value, is_text })
    };
    form.split('<').filter_map(tag).collect()
}

/// The option that a select shows, or its last.
fn chosen(options: &str) -> String {
    let options = options.split("</select>").next().unwrap_or_default();
    let values: Vec<(bool, String)> = options
        .split("<option")
        .skip(1)
        .filter_map(|it| {
            let head = it.split('>').next()?;
            Some((head.contains(" selected"), attribute(head, "value")?))
        })
        .collect();
    let selected = values.iter().find(|(is_selected, value)| *is_selected && !value.is_empty());
    selected.or(values.last()).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let (_, rest) = head.split_once(&format!("{name}=\""))?;
    Some(
        rest.split('"').next()?.replace("&amp;", "&").replace("&#38;", "&").replace("&quot;", "\""),
    )
}

struct Typist<'h> {
    browser: Browser,
    hat: &'h Hat,
    sent: usize,
    taken: usize,
    faults: Vec<String>,
}

impl Typist<'_> {
    fn look(&mut self, url: &str, answer: &Answer) {
        if !answer.header("content-type").starts_with("text/html") {
            return;
        }
        let found = ALIVE.iter().filter(|mark| answer.body.contains(**mark));
        self.faults.extend(found.map(|mark| format!("{}: {url}: {mark}", self.hat.login)));
    }

    /// Types markup into every text field of a page's forms and sends them.
    fn fill_in(&mut self, url: &str) {
        let page = self.browser.get(url);
        for (action, fields) in forms(&page.body) {
            // Leaving, and what is gone for good, would end the walk.
            if ["/sign-out", "/ending", "/dissolution", "/merger", "/removal", "/end"]
                .iter()
                .any(|it| action.ends_with(it))
            {
                continue;
            }
            for typed in [TYPED, "甲<b id=alive>乙"] {
                let filled: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|it| {
                        (it.name.as_str(), if it.is_text { typed } else { it.value.as_str() })
                    })
                    .collect();
                let answer = self.browser.post(&action, &filled);
                self.sent += 1;
                self.look(&action, &answer);
                if answer.status == 303 {
                    self.taken += 1;
                    let location = answer.location.clone();
                    let next = self.browser.get(&location);
                    self.look(&location, &next);
                    break;
                }
            }
        }
    }
}

#[test]
fn markup_that_people_type_is_shown_as_they_typed_it() {
    let house = House::of_the_demo();
    let mut faults = Vec::new();
    let (mut sent, mut taken) = (0, 0);
    for hat in house.hats.iter().filter(|hat| hat.post.is_some()) {
        let ids = own::ids(&house, hat);
        let own = |thing: Thing| ids.get(&thing).map_or_else(|| "1".into(), ToString::to_string);
        let browser = house.browser(hat);
        let mut typist = Typist { browser, hat, sent: 0, taken: 0, faults: Vec::new() };
        let ways: BTreeSet<String> = doors()
            .into_iter()
            .filter(|(method, _)| *method == "GET")
            .map(|(_, pattern)| fill(pattern, own))
            .collect();
        for way in &ways {
            typist.fill_in(way);
        }
        // And once more, now that what was typed is there: every page, and what a query echoes.
        for way in &ways {
            for url in [
                way.clone(),
                format!(
                    "{way}?q=%3Cb%20id%3Dalive%3E&on=%3Cb%20id%3Dalive%3E&kind=%22%3E%3Ci%20id%3Dalive%3E"
                ),
            ] {
                let answer = typist.browser.get(&url);
                typist.look(&url, &answer);
            }
        }
        sent += typist.sent;
        taken += typist.taken;
        faults.extend(typist.faults);
    }
    assert!(faults.is_empty(), "{} pages are alive:\n  {}", faults.len(), faults.join("\n  "));
    assert!(
        sent > 100 && taken > 15,
        "{sent} forms were sent, {taken} were taken: too few to tell"
    );
}
