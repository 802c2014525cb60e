//! House rules that no lint can see (STYLE.md): file heads, where SQL stands, who knows whom.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the workspace").into()
}

/// Every Rust file of ours, with its path from the root.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["app", "bench", "crates", "demo", "rooms", "tests"] {
        collect(&root().join(folder), "rs", &mut found);
    }
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            collect(&path, ending, found);
        } else if path.extension().is_some_and(|it| it == ending) {
            let name = path.strip_prefix(root()).expect("below the root").display().to_string();
            found.push((name, fs::read_to_string(&path).expect("a source file is text")));
        }
    }
}

fn report(title: &str, found: &[String]) {
    assert!(found.is_empty(), "{title}:\n  {}", found.join("\n  "));
}

#[test]
fn every_file_says_in_its_first_line_what_lives_in_it() {
    let bad: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    report("no //! at the top", &bad);
}

#[test]
fn sql_stands_in_store_files_and_migrations() {
    let allowed = |name: &str| {
        name.ends_with("store.rs")
            || name.contains("/store/")
            || name.contains("/tests/")
            // Examples measure a room on a database that they fill themselves.
            || name.contains("/examples/")
            || name.starts_with("tests/")
            || name.starts_with("bench/")
            || name.starts_with("crates/db/")
            || name.starts_with("crates/act/")
            || name.starts_with("crates/testkit/")
    };
    let mut bad = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| !allowed(name)) {
        for (line_no, line) in text.lines().enumerate() {
            let code = line.trim_start();
            let is_sql = ["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "\"WITH "];
            if !code.starts_with("//") && is_sql.iter().any(|mark| code.contains(mark)) {
                bad.push(format!("{name}:{}", line_no + 1));
            }
        }
    }
    report("SQL outside store.rs", &bad);
}

/// `LIMIT 50` cuts a list for good: it goes with `OFFSET` (`web::Pager`), or the statement says why nobody outgrows it.
#[test]
fn no_list_is_cut_without_pages_or_a_reason() {
    let mut bad = Vec::new();
    let in_product = |name: &str| {
        let is_code = ["app/", "crates/", "rooms/"].iter().any(|it| name.starts_with(it));
        is_code && !name.contains("/tests/") && !name.contains("/examples/")
    };
    for (name, text) in sources().into_iter().filter(|(name, _)| in_product(name)) {
        for (at, _) in text.match_indices("LIMIT ") {
            let (before, rest) = (&text[..at], &text[at + "LIMIT ".len()..]);
            let most: &str = rest.split([' ', '"', ')', '\n', ',', ';']).next().unwrap_or_default();
            let is_sql =
                most == "{}" || most.starts_with(|it: char| it == '$' || it.is_ascii_digit());
            let is_paged = rest[most.len()..].trim_start().starts_with("OFFSET");
            // From the end of the item before.
            let item = before.rfind("\n}\n").map_or(before, |end| &before[end..]);
            if is_sql && most != "1" && !is_paged && !item.contains("Bounded: ") {
                bad.push(format!("{name}:{}: LIMIT {most}", before.lines().count()));
            }
        }
    }
    report("lists without pages", &bad);
}

#[test]
fn rooms_know_only_whom_the_map_allows() {
    let allowed = [
        ("org", ""),
        ("people", "org"),
        ("account", "org people"),
        ("duty", "org people"),
        ("record", "org people duty"),
        ("operation", "org people duty record"),
        ("register", "org people record"),
        ("directive", "org people duty record operation"),
        ("review", "people duty record"),
        ("survey", "people record"),
        ("study", "people duty record"),
        ("responsibility", "people record"),
        ("receipt", "record duty"),
        ("situation", "org people account record duty"),
    ];
    let rooms: Vec<&str> = allowed.iter().map(|(room, _)| *room).collect();
    let mut bad = Vec::new();
    for (room, may_know) in allowed {
        let manifest = root().join("rooms").join(room).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("a room has a manifest");
        let dependencies = text.split("[dev-dependencies]").next().unwrap_or_default();
        for other in &rooms {
            let knows = dependencies.contains(&format!("\n{other}.workspace"));
            if knows && *other != room && !may_know.split(' ').any(|name| name == *other) {
                bad.push(format!("{room} → {other}"));
            }
        }
    }
    report("arrows that ARCHITECTURE.md does not draw", &bad);
}

#[test]
fn a_room_asks_other_rooms_only_through_views() {
    let tables = [
        ("org", "unit unit_name tie serves unit_path unit_change unit_fact term"),
        ("people", "person member_status affiliation participation post leave right_limit"),
        ("account", "account session"),
        ("record", "record record_session motion"),
        ("duty", "service exemption explanation"),
        ("operation", "operation operation_team operation_member operation_word"),
        ("register", "register_entry register_member register_pair register_look"),
        (
            "directive",
            "directive directive_unit directive_link directive_word directive_part instruction \
             instruction_task instruction_word instruction_report",
        ),
        ("review", "hearing hearing_round hearing_seat recusal sample sampled finding inspector"),
        ("survey", "poll_figure poll_release"),
        ("study", "study_plan study_item study_circular study_circular_unit"),
        ("responsibility", "responsibility responsibility_item responsibility_word"),
        ("receipt", "receipt_step"),
        ("crates/act", "urn wish"),
        ("crates/imports", "import_batch import_upload"),
        ("crates/exports", "export"),
    ];
    let mut bad = Vec::new();
    for (name, text) in sources() {
        let Some(room) = name.strip_prefix("rooms/").and_then(|rest| rest.split('/').next()) else {
            continue;
        };
        if name.contains("/tests/") || name.contains("/examples/") {
            continue;
        }
        for (owner, names) in tables.iter().filter(|(owner, _)| *owner != room) {
            for table in names.split(' ') {
                let reads = [
                    format!("FROM {table} "),
                    format!("JOIN {table} "),
                    format!("INTO {table} "),
                    format!("UPDATE {table} "),
                ];
                if reads.iter().any(|mark| text.contains(mark.as_str())) {
                    bad.push(format!("{name} touches {owner}'s table {table}"));
                }
            }
        }
    }
    report("tables of other rooms", &bad);
}

#[test]
fn what_is_typed_into_a_password_field_can_never_be_kept() {
    let mut bad = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| !name.starts_with("tests/")) {
        for call in text.split("field_password(").skip(1).filter(|_| name.starts_with("rooms/")) {
            let field = call.split('"').nth(1).unwrap_or_default();
            if !web::SECRET_FIELDS.contains(&field) {
                bad.push(format!("{name}: {field}"));
            }
        }
    }
    report("password fields that web::SECRET_FIELDS does not name", &bad);
}

/// What the Content-Security-Policy refuses (crates/web/src/guard.rs) is not written in the first place.
#[test]
fn pages_carry_no_style_and_no_script_of_their_own() {
    let mut files = sources();
    for folder in ["app", "crates", "rooms"] {
        collect(&root().join(folder), "html", &mut files);
    }
    let mut bad = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| !name.contains("tests/")) {
        let text = text.replace("\\\"", "\"").to_ascii_lowercase();
        let marks = [" style=\"", "<style", "javascript:", "<iframe", "<object", "<embed"];
        bad.extend(
            marks.iter().filter(|mark| text.contains(**mark)).map(|it| format!("{name}: {it}")),
        );
        let inline =
            text.match_indices("<script").any(|(at, _)| !text[at..].starts_with("<script src="));
        let handler = text.split(" on").skip(1).any(|rest| {
            let word = rest.trim_start_matches(|it: char| it.is_ascii_lowercase());
            word.len() < rest.len() && word.starts_with("=\"")
        });
        bad.extend(inline.then(|| format!("{name}: a script")));
        bad.extend(handler.then(|| format!("{name}: a handler")));
    }
    report("styles and scripts within pages", &bad);
}

const SECURITY_PAPERS: [&str; 7] = [
    "asvs.md",
    "asvs-level-3.md",
    "browsers.md",
    "cryptography.md",
    "djbh.md",
    "djbh.zh-CN.md",
    "threat-model.md",
];

/// docs/security promises by naming files and tests: each of them is there.
#[test]
fn what_the_security_papers_name_is_there() {
    let code: String = sources().into_iter().map(|(_, text)| text).collect();
    let mut bad = Vec::new();
    for paper in SECURITY_PAPERS {
        let text = fs::read_to_string(root().join("docs/security").join(paper)).expect("a paper");
        for named in text.split('`').skip(1).step_by(2) {
            let folders = ["app/", "crates/", "docs/", "rooms/", "systems/", "tests/"];
            let is_path = folders.iter().any(|it| named.starts_with(it)) && !named.contains('*');
            let is_test = named.matches('_').count() >= 3 && !named.contains(['/', '.', '…', ' ']);
            let is_there = if is_path {
                root().join(named).exists()
            } else {
                !is_test
                    || code.contains(&format!("fn {named}("))
                    || code.contains(&format!("\"{named}\""))
            };
            bad.extend((!is_there).then(|| format!("{paper}: {named}")));
        }
    }
    report("named in docs/security and not there", &bad);
}

/// Which of our crates may call on ciphers or TLS of others, and on which; docs/security/cryptography.md describes each.
const CIPHERS: [(&str, &[&str]); 4] = [
    ("crates/crypto", &["aes-gcm", "argon2", "getrandom", "hmac", "sm2", "sm3", "sm4"]),
    ("crates/db", &["tokio-postgres-rustls", "tokio-rustls"]),
    ("crates/web", &["rcgen", "tokio-rustls"]),
    (
        "rooms/account",
        &[
            "argon2",
            "openidconnect",
            "ring",
            "rustls",
            "totp-rs",
            "ureq",
            "webauthn-rs",
            "webauthn-rs-proto",
        ],
    ),
];

#[test]
fn ciphers_are_called_only_where_the_inventory_says() {
    let all: Vec<&str> = CIPHERS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let mut bad = Vec::new();
    for folder in ["app", "bench", "demo", "tests", "crates", "rooms"] {
        let mut found = Vec::new();
        collect(&root().join(folder), "toml", &mut found);
        for (path, text) in found.into_iter().filter(|(path, _)| path.ends_with("Cargo.toml")) {
            let may = CIPHERS.iter().find(|(place, _)| path.starts_with(&format!("{place}/")));
            let may = may.map_or(&[][..], |(_, names)| names);
            let named = text.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
            let calls = named.filter(|name| all.contains(name) && !may.contains(name));
            bad.extend(calls.map(|name| format!("{path}: {name}")));
        }
    }
    report("ciphers outside docs/security/cryptography.md", &bad);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["todo!(", "unimplemented!(", "TODO", "FIXME", "#[ignore"];
    let mut bad = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| name != "tests/tidy.rs") {
        for mark in marks.iter().filter(|mark| text.contains(**mark)) {
            bad.push(format!("{name}: {mark}"));
        }
    }
    report("unfinished work", &bad);
}

#[test]
fn every_room_has_a_readme_of_one_screen() {
    let mut bad = Vec::new();
    for room in fs::read_dir(root().join("rooms")).expect("rooms").flatten() {
        let readme = room.path().join("README.md");
        match fs::read_to_string(&readme) {
            Ok(text) if text.lines().count() <= 60 => {}
            Ok(text) => {
                bad.push(format!("{} has {} lines", readme.display(), text.lines().count()));
            }
            Err(_) => bad.push(format!("{} is missing", readme.display())),
        }
    }
    report("README of a room", &bad);
}
