//! A bureau that belongs to nobody of the demo, with one of everything that a route can lead to.

use std::collections::HashMap;

use act::Act;
use db::{Error, bind};
use org::NewUnit;
use people::NewMember;
use testkit::{Browser, Home, day};

use crate::{samples::Thing, walls::House};

const PREPARE: Act = Act::new("test.prepare", "准备");

/// Stands in every name and text of the bureau and nowhere else.
pub(crate) const MARK: &str = "界外";
const ID_NUMBER: &str = "11010119800101003X";
const PHONE: &str = "13900001111";

const LIST: &str = "\
名称,编码,类别,上级单位,隶属上级,成立日期,最近选举,任期,支委会
界外派出所,990101-S01,派出所,,,2012-03,,,
界外派出所党支部,990101-P01,党支部,界外派出所,界外县公安局党委,2013-06-01,,,
";

/// What must never be read by anybody of the demo, and who of the bureau may read it.
pub(crate) struct Elsewhere {
    pub(crate) ids: HashMap<Thing, i64>,
    pub(crate) marks: Vec<String>,
    owners: Vec<(i64, i64)>,
}

impl Elsewhere {
    pub(crate) fn beside(house: &House) -> Self {
        let (home, mut ids) = (&house.home, HashMap::new());
        let (bureau, party, branch, batch) = units(home);
        let (secretary, second, plain) = people(home, branch);
        let appointed = [
            ("secretary", secretary, branch),
            ("organization_member", secretary, branch),
            ("full_time_deputy_secretary", second, party),
            ("discipline_inspector", second, party),
            ("organ_leader", second, bureau),
            ("affairs_manager", second, bureau),
        ];
        let owners = appointed.map(|(kind, person, unit)| (person, home.hold(person, kind, unit)));
        ids.extend([
            (Thing::Unit, branch),
            (Thing::UnitBatch, batch),
            (Thing::Person, second),
            (Thing::Plain, plain),
            (Thing::Post, owners[1].1),
        ]);
        rows(home, (secretary, second), branch, &mut ids);
        operation(home, (party, branch, second), &mut ids);
        register(home, party, (secretary, second), &mut ids);
        study(home, (party, branch), second, &mut ids);
        responsibility(home, party, second, &mut ids);
        directive(home, (party, branch), &mut ids);
        instruction(home, party, &mut ids);
        report(home, party, &mut ids);
        files(house, (bureau, branch, party), &owners, &mut ids);
        let marks = [MARK, ID_NUMBER, PHONE].map(str::to_owned).into();
        Self { ids, marks, owners: owners.into() }
    }

    /// Everybody of the bureau, under each hat.
    pub(crate) fn owners(&self, house: &House) -> Vec<Browser> {
        let browser = |(person, post): &(i64, i64)| Browser::of(&house.app, *person, Some(*post));
        self.owners.iter().map(browser).collect()
    }

    pub(crate) fn id(&self, thing: Thing) -> String {
        self.ids.get(&thing).map_or_else(|| "1".into(), ToString::to_string)
    }
}

/// Bureau, its committee, a branch, and the batch that brought the branch.
fn units(home: &Home) -> (i64, i64, i64, i64) {
    let ctx = home.operator();
    let (bureau, party) = ctx
        .act_system(&PREPARE, |w| {
            let systems = systems::Systems::built_in();
            let mut bureau = NewUnit::new("county_bureau", "界外县公安局", day("2010-01-01"));
            bureau.code = Some("990101".into());
            bureau.use_from = Some(day("2025-01-01"));
            let bureau = org::found_unit(w, systems, &bureau)?;
            let mut party =
                NewUnit::new("primary_committee", "界外县公安局党委", day("2010-01-01"));
            party.host = Some(bureau);
            party.use_from = Some(day("2025-01-01"));
            Ok((bureau, org::found_unit(w, systems, &party)?))
        })
        .unwrap();
    let (batch, plan) = org::import::commit(&ctx, bureau, (LIST.as_bytes(), "界外.csv")).unwrap();
    assert!(plan.findings.is_empty(), "{:?}", plan.findings);
    let branch = ctx.read(|read| org::by_code(read, "990101-P01")).unwrap().unwrap();
    (bureau, party, branch.id, batch)
}

fn people(home: &Home, branch: i64) -> (i64, i64, i64) {
    let ctx = home.operator();
    let admit = |name: &str, id_number: Option<&str>| {
        ctx.act_system(&PREPARE, |w| {
            let mut member = NewMember::named(name, branch, day("2020-01-01"), "界外介绍信");
            member.id_number = id_number.map(str::to_owned);
            member.phone = id_number.map(|_| PHONE.to_owned());
            people::admit(w, &ctx.core.keys, &member)
        })
        .unwrap()
    };
    (admit("欧阳界外", None), admit("司马界外", Some(ID_NUMBER)), admit("上官界外", None))
}

/// What no short way of the rooms leads to, as rows: id, and whose it is.
const RECORD: &str = "INSERT INTO record (id, unit, kind, variety, also, title, topic, about, plan_on, held_on,
     sessions, guests, agenda, minutes, roll, drafted_at, held_at, minuted_at, closed_at, version)
     VALUES ($1, $2, 'theme_day', '', '', '界外主题党日', '', '', '2026-11-02', '2026-11-02', '[]', '', '',
     '界外纪要', '', '2026-11-02T09:00:00.000Z', '2026-11-02T09:00:00.000Z', '2026-11-02T09:00:00.000Z',
     '2026-11-02T09:00:00.000Z', 1)";
const VERSION: &str = "INSERT INTO record_version (record, no, replaced_at, reason, content)
     VALUES ($2, $1, '2026-11-02T09:00:00.000Z', '界外更正', '{}')";
const PLAN: &str = "INSERT INTO record_plan (id, unit, year, edition) VALUES ($1, $2, 2026, 1)";
const PLAN_ITEM: &str =
    "INSERT INTO record_plan_item (id, plan, unit, kind, also, title, plan_on, from_time,
     to_time, place, topic, sequence, version)
     SELECT $1, p.id, p.unit, 'theme_day', '', '界外计划', '2026-12-11', '15:00', '', '', '', 1, 0
     FROM record_plan p WHERE p.unit = $2";
const TASK: &str = "INSERT INTO record_task (id, record, unit, place, text, owner)
     SELECT $1, r.id, r.unit, 1, '界外事项', '界外甲' FROM record r WHERE r.id = $2";
const GRANT: &str = "INSERT INTO record_grant (id, unit, person, basis, from_on, to_on, granted_at)
     VALUES ($1, $2, 1, '界外督查', '2026-11-01', '2026-12-01', '2026-11-02T09:00:00.000Z')";
const SPELL: &str = "INSERT INTO participation (id, person, host, reason, from_on, basis)
     SELECT $1, a.person, a.unit, 'secondment', '2026-01-01', '界外借调' FROM affiliation a WHERE a.person = $2";
const STAY: &str = "INSERT INTO abroad (id, person, purpose, from_on, basis)
     VALUES ($1, $2, 'study', '2026-01-01', '界外批件')";
const RISK_POST: &str = "INSERT INTO risk_post (id, person, class, from_on, listed_at)
     VALUES ($1, $2, 'money', '2026-01-01', '2026-01-01T09:00:00.000Z')";
const WISH: &str = "INSERT INTO wish (id, by_key, to_key, content, saved_at)
     VALUES ($1, $2, $2, $2, '2026-11-02T09:00:00.000Z')";
const LOCAL_RULE: &str = "INSERT INTO local_rule (id, unit, level, title, kinds, serves, rhythm, needed, quote,
     document_no, from_on, to_on, set_at)
     VALUES ($1, $2, 'city', '加码', 'branch', 'theme_day', 'month', 1, '条文', '〔2026〕1号', '2026-01-01',
     '2026-12-31', '2026-01-01T09:00:00.000Z')";
const DEMAND: &str = "INSERT INTO demand (id, unit, level, sort, title, quote, document_no, owner, minutes, from_on,
     to_on, set_at)
     VALUES ($1, $2, 'city', 'handwriting', '界外手写', '条文', '〔2026〕3号', 1, 5, '2026-01-01', '2026-12-31',
     '2026-01-01T09:00:00.000Z')";
const ROUND: &str = "INSERT INTO hearing_round (id, unit, title, kind, from_on, to_on, seed, input, drawn_at)
     VALUES ($1, $2, '界外巡听', 'theme_day', '2026-11-01', '2026-12-01', 'aa',
     '{\"share_percent\":1,\"years\":1,\"seats\":1,\"until\":\"2026-12-01\",\"branches\":[],\"auditors\":[]}',
     '2026-11-01T09:00:00.000Z')";
const HEARING: &str =
    "INSERT INTO hearing (id, round, unit, place, words, filed_at, filed_on, verdict, version)
     SELECT $1, r.id, r.unit, 1, '界外反馈', r.drawn_at, '2026-11-03', 'passed', 1
     FROM hearing_round r WHERE r.unit = $2";
const SAMPLE: &str =
    "INSERT INTO sample (id, unit, title, held_from, held_to, to_on, seed, input, drawn_at)
     VALUES ($1, $2, '界外抽查', '2026-10-01', '2026-11-01', '2026-12-01', 'aa', '[]', '2026-11-01T09:00:00.000Z')";
const SAMPLED: &str = "INSERT INTO sampled (id, sample, unit, place)
     SELECT $1, s.id, s.unit, 1 FROM sample s WHERE s.unit = $2";
const FINDING: &str = "INSERT INTO finding (id, sampled, text, rule, due_on, found_at)
     SELECT $1, d.id, '界外意见', '条文', '2026-12-01', '2026-11-02T09:00:00.000Z' FROM sampled d WHERE d.unit = $2";
const NOTICE: &str = "INSERT INTO notice (id, person, kind, text, url, created_at, digest_at)
     VALUES ($1, $2, 'reminder', '界外消息', '/', '2026-11-02T09:00:00.000Z', '2026-11-02T09:00:00.000Z')";
const EXPORT: &str = "INSERT INTO export (id, person, kind, title, asked, rows_count, asked_at)
     VALUES ($1, $2, 'member.list', '界外名册', $3, 1, '2026-11-02T09:00:00.000Z')";
const PASSKEY: &str =
    "INSERT INTO passkey (id, person, credential, handle, public_key, counter, name, made_at)
     VALUES ($1, $2, $3, $3, $3, 0, '界外手机', '2026-11-02T09:00:00.000Z')";
const SWITCH: &str = "INSERT INTO switch (id, system, unit, on_from, document_no, minutes, version)
     VALUES ($1, 'R42', $2, '2026-01-01', '〔2026〕2号', 5, 1)";
const JOB: &str = "INSERT INTO job (id, kind, payload, due_at, attempts, failed_at, error)
     SELECT $1, 'notice.digest', '{}', '2026-11-02T09:00:00.000Z', 6, '2026-11-02T09:00:00.000Z', '磁盘满'
     FROM unit u WHERE u.id = $2";
const STAND_IN: &str = "INSERT INTO stand_in (id, post, person, acts, reason, from_on, to_on, given_at)
     SELECT $1, p.id, p.person, 'see.unit', 'leave', '2026-11-01', '2026-12-01', '2026-11-01T09:00:00.000Z'
     FROM post p WHERE p.person = $2 ORDER BY p.id LIMIT 1";
const CORRECTION: &str = "INSERT INTO correction (id, person, unit, item, said, asked_at)
     VALUES ($1, $2, $3, 'education', $4, '2026-11-02T09:00:00.000Z')";

const BATCH: &str =
    "INSERT INTO import_batch (id, kind, unit, file_name, rows_count, refused, imported_at)
     VALUES ($1, $3, $2, '界外.csv', 1, 0, '2026-11-02T09:00:00.000Z')";
const ACCOUNT: &str =
    "INSERT INTO account (person, login, password, changed_at, must_change, opened_at)
     VALUES ($1, $2, '', '2026-01-01T09:00:00.000Z', FALSE, '2026-01-01T09:00:00.000Z')";

const OPERATION: &str = "INSERT INTO operation (id, unit, code, from_on, to_on, prepared_at, declared_at, version)
     VALUES ($1, $2, '界外3号', '2026-11-02', '2026-12-20', '2026-11-01T09:00:00.000Z', '2026-11-01T09:00:00.000Z', 1)";
const TAKEN: &str = "INSERT INTO operation_member (operation, person, home, from_on, to_on)
     VALUES ($1, $2, $3, '2026-11-02', '2026-12-20')";
const PAUSE: &str = "INSERT INTO operation_pause (id, operation, unit, duty, period, kind, first_on, last_on, exemption)
     VALUES ($1, $2, $3, 'branch/theme-day', '2026-11', 'theme_day', '2026-11-01', '2026-11-30', 1)";

/// An operation of the bureau's committee that somebody of the branch is taken by.
fn operation(home: &Home, (party, branch, taken): (i64, i64, i64), ids: &mut HashMap<Thing, i64>) {
    let written = home.core.db.write(&[], |w| {
        let (operation, pause) = (w.id(), w.id());
        w.run(OPERATION, bind![operation, party])?;
        w.run(TAKEN, bind![operation, taken, branch])?;
        w.run(PAUSE, bind![pause, operation, branch])?;
        Ok::<_, Error>([(Thing::Operation, operation), (Thing::Pause, pause)])
    });
    ids.extend(written.unwrap());
}

const REGISTERED: &str = "INSERT INTO register_entry (id, sort, unit, name, name_key, initials, facts, head, from_on, ended_why, entered_at, version)
     VALUES ($1, 'studio', $2, '界外工作室', 'jie wai gong zuo shi', ' jwgzs ', '{}', $3, '2026-01-01', '', '2026-01-01T09:00:00.000Z', 0)";
const PAIRED: &str = "INSERT INTO register_pair (id, entry, mentor, learner, work_on, from_on, to_on, account, version)
     VALUES ($1, $2, $3, $4, '界外', '2026-01-01', '2026-12-31', '', 0)";

/// A studio of the bureau's committee with a pair.
fn register(home: &Home, party: i64, (head, other): (i64, i64), ids: &mut HashMap<Thing, i64>) {
    let written = home.core.db.write(&[], |w| {
        let (entry, pair) = (w.id(), w.id());
        w.run(REGISTERED, bind![entry, party, head])?;
        w.run(PAIRED, bind![pair, entry, head, other])?;
        Ok::<_, Error>([(Thing::Register, entry), (Thing::Pair, pair)])
    });
    ids.extend(written.unwrap());
}

const STUDY_PLAN: &str =
    "INSERT INTO study_plan (id, unit, kind, year, edition, published_at, changes, drafted_at, version)
     VALUES ($1, $2, 'branch', 2026, 1, '2026-01-12T09:00:00.000Z', 0, '2026-01-10T09:00:00.000Z', 2)";
const STUDY_ITEM: &str =
    "INSERT INTO study_item (id, plan, month, topic, reading, speaker, version)
     VALUES ($1, $2, 11, '界外专题', '界外文件', $3, 1)";

const STUDY_CIRCULAR: &str =
    "INSERT INTO study_circular (id, unit, year, number, title, body, facts_on, drafted_at, shown_at, shown_until, version)
     VALUES ($1, $2, 2026, '', '界外通报', '界外正文', '2026-11-10', '2026-11-10T09:00:00.000Z', '2026-11-10T09:00:00.000Z', '2026-11-15', 1)";
const STUDY_CIRCULAR_UNIT: &str =
    "INSERT INTO study_circular_unit (circular, unit, place, facts) VALUES ($1, $2, 1, '界外事实')";

/// A published study plan of the branch with one item that somebody leads.
fn study(home: &Home, (party, branch): (i64, i64), speaker: i64, ids: &mut HashMap<Thing, i64>) {
    let written = home.core.db.write(&[], |w| {
        let (plan, item, circular) = (w.id(), w.id(), w.id());
        w.run(STUDY_PLAN, bind![plan, branch])?;
        w.run(STUDY_ITEM, bind![item, plan, speaker])?;
        w.run(STUDY_CIRCULAR, bind![circular, party])?;
        w.run(STUDY_CIRCULAR_UNIT, bind![circular, party])?;
        let made = [(Thing::StudyPlan, plan), (Thing::StudyItem, item)];
        Ok::<_, Error>([made.as_slice(), &[(Thing::StudyCircular, circular)]].concat())
    });
    ids.extend(written.unwrap());
}

const RESPONSIBILITY: &str =
    "INSERT INTO responsibility (id, unit, year, issued_at, drafted_at, version)
     VALUES ($1, $2, 2026, '2026-01-12T09:00:00.000Z', '2026-01-10T09:00:00.000Z', 2)";
const RESPONSIBILITY_ITEM: &str =
    "INSERT INTO responsibility_item (id, list, class, key, words, kinds, proof, version)
     VALUES ($1, $2, 'member', '', '界外责任', '', 'led', 1)";
const RESPONSIBILITY_WORD: &str = "INSERT INTO responsibility_word (item, person, words, said_at)
     VALUES ($1, $2, '界外补充', '2026-02-12T09:00:00.000Z')";

/// An issued list of the bureau's committee, with a sentence that a holder added.
fn responsibility(home: &Home, party: i64, holder: i64, ids: &mut HashMap<Thing, i64>) {
    let written = home.core.db.write(&[], |w| {
        let (list, item) = (w.id(), w.id());
        w.run(RESPONSIBILITY, bind![list, party])?;
        w.run(RESPONSIBILITY_ITEM, bind![item, list])?;
        w.run(RESPONSIBILITY_WORD, bind![item, holder])?;
        Ok::<_, Error>([(Thing::Responsibility, list), (Thing::ResponsibilityItem, item)])
    });
    ids.extend(written.unwrap());
}

const DIRECTIVE: &str =
    "INSERT INTO directive (id, unit, title, basis, duty, items, kinds, from_on, to_on, edition, issued_at,
                            conclusion, version)
     VALUES ($1, $2, '界外部署', '界外文件', '', '界外的事', 'theme_day', '2026-11-01', '2026-12-20', 1,
             '2026-11-01T09:00:00.000Z', '', 0)";
const ADDRESSED: &str =
    "INSERT INTO directive_unit (directive, unit, left_out) VALUES ($1, $2, FALSE)";

/// A directive of the bureau's committee that is addressed to the branch.
fn directive(home: &Home, (party, branch): (i64, i64), ids: &mut HashMap<Thing, i64>) {
    let written = home.core.db.write(&[], |w| {
        let directive = w.id();
        w.run(DIRECTIVE, bind![directive, party])?;
        w.run(ADDRESSED, bind![directive, branch])?;
        Ok::<_, Error>(directive)
    });
    ids.insert(Thing::Directive, written.unwrap());
}

const INSTRUCTION: &str =
    "INSERT INTO instruction (id, unit, year, number, received_on, category, level, body, title, summary, basis,
                              entered_at, version)
     VALUES ($1, $2, 2026, '界外〔2026〕1号', '2026-11-02', 'decision', 'city', '界外机关', '界外批示', '界外的事', '界外文件',
             '2026-11-02T09:00:00.000Z', 1)";
const INSTRUCTION_TASK: &str =
    "INSERT INTO instruction_task (id, instruction, unit, position, words, post, due_on, kinds, version)
     VALUES ($1, $2, $3, 1, '界外的任务', 'full_time_deputy_secretary', '2026-12-20', '', 1)";
const INSTRUCTION_REPORT: &str =
    "INSERT INTO instruction_report (id, instruction, closes, number, addressee, text, filed_at)
     VALUES ($1, $2, FALSE, '界外〔2026〕9号', '界外机关', '界外报告', '2026-11-12T09:00:00.000Z')";

/// An entry in the ledger of the bureau's committee, with a task of a post and a report that closes nothing.
fn instruction(home: &Home, party: i64, ids: &mut HashMap<Thing, i64>) {
    let written = home.core.db.write(&[], |w| {
        let (entry, task, report) = (w.id(), w.id(), w.id());
        w.run(INSTRUCTION, bind![entry, party])?;
        w.run(INSTRUCTION_TASK, bind![task, entry, party])?;
        w.run(INSTRUCTION_REPORT, bind![report, entry])?;
        Ok::<_, Error>([
            (Thing::Instruction, entry),
            (Thing::InstructionTask, task),
            (Thing::InstructionReport, report),
        ])
    });
    ids.extend(written.unwrap());
}

const REPORT: &str = "INSERT INTO record (id, unit, kind, variety, also, title, topic, about, plan_on, held_on,
     sessions, guests, agenda, minutes, drafted_at, held_at, minuted_at, closed_at, version)
     VALUES ($1, $2, 'year_report', '', '', '界外报告', '界外〔2026〕1号', '', '2026-11-02', '2026-11-02', '[]', '界外上级', '',
     '界外情况', '2026-11-02T09:00:00.000Z', '2026-11-02T09:00:00.000Z', '2026-11-02T09:00:00.000Z',
     '2026-11-02T09:00:00.000Z', 1)";

/// A report that the bureau's committee sent upwards.
fn report(home: &Home, party: i64, ids: &mut HashMap<Thing, i64>) {
    let written = home.core.db.write(&[], |w| {
        let report = w.id();
        w.run(REPORT, bind![report, party])?;
        Ok::<_, Error>(report)
    });
    ids.insert(Thing::Report, written.unwrap());
}

fn rows(home: &Home, (person, other): (i64, i64), branch: i64, ids: &mut HashMap<Thing, i64>) {
    let written = home.core.db.write(&[], |w| {
        let record = w.id();
        w.run(RECORD, bind![record, branch])?;
        w.run(ACCOUNT, bind![person, "jwoy"])?;
        w.run(ACCOUNT, bind![other, "jwsm"])?;
        w.run(VERSION, bind![1, record])?;
        w.run(PLAN, bind![w.id(), branch])?;
        let mut made = vec![(Thing::Record, record)];
        let wanted = [
            (Thing::PlanItem, PLAN_ITEM, branch),
            (Thing::Task, TASK, record),
            (Thing::Grant, GRANT, branch),
            (Thing::Spell, SPELL, other),
            (Thing::Stay, STAY, other),
            (Thing::RiskPost, RISK_POST, other),
            (Thing::LocalRule, LOCAL_RULE, branch),
            (Thing::Demand, DEMAND, branch),
            (Thing::Notice, NOTICE, person),
            (Thing::Switch, SWITCH, branch),
            (Thing::Job, JOB, branch),
            (Thing::StandIn, STAND_IN, other),
            (Thing::Round, ROUND, branch),
            (Thing::Hearing, HEARING, branch),
            (Thing::Sample, SAMPLE, branch),
            (Thing::Sampled, SAMPLED, branch),
            (Thing::Finding, FINDING, branch),
        ];
        for (thing, sql, whose) in wanted {
            let id = w.id();
            w.run(sql, bind![id, whose])?;
            made.push((thing, id));
        }
        for (thing, kind) in [
            (Thing::MemberBatch, "members"),
            (Thing::RecordBatch, "meetings"),
            (Thing::ShiftBatch, "shifts"),
        ] {
            let id = w.id();
            w.run(BATCH, bind![id, branch, kind])?;
            made.push((thing, id));
        }
        let export = w.id();
        w.run(EXPORT, bind![export, person, &b"sealed"[..]])?;
        made.push((Thing::Export, export));
        let passkey = w.id();
        w.run(PASSKEY, bind![passkey, person, &b"elsewhere"[..]])?;
        made.push((Thing::Passkey, passkey));
        let wish = w.id();
        w.run(WISH, bind![wish, &b"elsewhere"[..]])?;
        made.push((Thing::Wish, wish));
        let correction = w.id();
        let place = format!("correction.said.{correction}");
        let said = crypto::seal(&home.core.keys, &place, "界外学历").0;
        w.run(CORRECTION, bind![correction, other, branch, said])?;
        made.push((Thing::Correction, correction));
        Ok::<_, Error>(made)
    });
    ids.extend(written.unwrap());
    ids.insert(Thing::Session, person);
}

/// Files that wait to be imported: sent by those who may.
fn files(
    house: &House,
    (bureau, branch, party): (i64, i64, i64),
    owners: &[(i64, i64)],
    ids: &mut HashMap<Thing, i64>,
) {
    let list = LIST.replace("990101-S01", "990101-S02").replace("990101-P01", "990101-P02");
    let roster = "姓名,公民身份号码,所在党支部\n诸葛界外,,界外派出所党支部\n";
    let shifts = "姓名,日期,班次\n上官界外,2026-12-01,白\n";
    let past = "日期,会议类型,到会人数\n2025-03-05,支部党员大会,2\n";
    let wanted = [
        (Thing::UnitFile, format!("/units/{bureau}/import"), bureau, list.as_str()),
        (Thing::MemberFile, "/members/imports/files".into(), party, roster),
        (Thing::RecordFile, "/records/import/files".into(), branch, past),
        (Thing::ShiftFile, "/members/shifts/files".into(), branch, shifts),
    ];
    for (thing, url, unit, content) in wanted {
        let unit = unit.to_string();
        let sent = owners.iter().find_map(|(person, post)| {
            let browser = Browser::of(&house.app, *person, Some(*post));
            let file = ("file", "界外.csv", content.as_bytes());
            let answer = browser.upload(&url, &[("unit", &unit), ("_key", "")], file);
            let answer = match answer.status {
                303 => answer,
                _ => browser.upload(&url, &[("_key", "")], file),
            };
            answer.location.rsplit('/').next()?.parse::<i64>().ok()
        });
        ids.insert(thing, sent.unwrap_or_else(|| panic!("{url} takes no file")));
    }
}
