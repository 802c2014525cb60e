//! Members on the screen: who sees whom, what is masked, forms that come back.

use std::sync::Arc;

use people::NewMember;
use testkit::{Browser, Home, app, day};
use web::App;

use crate::world::{BAI, ROSTER, admit, admit_as, commit, count, csv, file, home, prepare, the};

const ID: &str = "330108199402090269";

/// An officer of the county committee, the secretary of branch 3, and their screens.
struct Office {
    home: Home,
    app: Arc<App>,
    officer: (i64, i64),
    secretary: (i64, i64),
}

impl Office {
    fn open() -> Self {
        let home = home();
        let post = |name: &str, home_unit: i64, unit: i64, kind: &str| {
            let person = admit(&home, name, home_unit);
            let on = day("2026-01-01");
            (person, prepare(&home, |w| people::appoint(w, person, unit, kind, on, "任命")))
        };
        let officer = post("沈玉梅", 4, 2, "party_officer");
        let secretary = post("周书记", 3, 3, "secretary");
        let app = app(&home, vec![people::room()]);
        Self { home, app, officer, secretary }
    }

    fn officer(&self) -> Browser {
        Browser::of(&self.app, self.officer.0, Some(self.officer.1))
    }

    fn secretary(&self) -> Browser {
        Browser::of(&self.app, self.secretary.0, Some(self.secretary.1))
    }

    fn wearing(&self, unit: i64, kind: &str) -> Browser {
        let (person, on) = (admit(&self.home, "戴帽", 5), day("2026-01-01"));
        let give = |w: &act::Acting| people::appoint(w, person, unit, kind, on, "任命");
        Browser::of(&self.app, person, Some(prepare(&self.home, give)))
    }

    fn somebody(&self) -> i64 {
        let mut new = NewMember::named("安丽华", 3, day("2026-01-01"), "测试");
        new.id_number = Some(ID.into());
        new.phone = Some("13912345678".into());
        new.police_number = Some("012345".into());
        admit_as(&self.home, &new)
    }
}

#[test]
fn the_line_sees_sums_and_cannot_open_a_member() {
    let office = Office::open();
    let person = office.somebody();
    let province = office.wearing(100, "line_officer");
    assert_eq!(province.get(&format!("/members/{person}")).status, 404);
    let list = province.get("/members").body;
    assert!(!list.contains("安丽华") && !list.contains("周书记"), "{list}");
    let on = day("2026-11-20");
    let secretary = office.home.core.db.read(|r| people::holder(r, 3, "secretary", on)).unwrap();
    assert_eq!(secretary.unwrap().name, "周书记");
    let sizes = office.home.core.db.read(|r| people::sizes(r, &[3], on)).unwrap();
    assert_eq!(sizes[0].members, 2);
}

#[test]
fn a_secretary_sees_his_branch_and_nobody_elses() {
    let office = Office::open();
    let person = office.somebody();
    let secretary = office.secretary();
    let list = secretary.get("/members");
    assert!(list.body.contains("安丽华") && !list.body.contains("沈玉梅"), "{}", list.body);
    assert!(list.body.contains("共2人"));
    assert!(list.statements <= 8, "{} statements", list.statements);
    assert_eq!(secretary.get(&format!("/members/{person}")).status, 200);
    assert_eq!(secretary.get(&format!("/members/{}", office.officer.0)).status, 404);
    let officer = office.officer().get("/members");
    assert!(officer.body.contains("安丽华") && officer.body.contains("共3人"));
}

#[test]
fn everybody_sees_himself_without_a_hat() {
    let office = Office::open();
    let person = office.somebody();
    let me = Browser::of(&office.app, person, None);
    let page = me.get("/me/information");
    assert!(page.status == 200 && page.body.contains("安丽华"));
    assert_eq!(me.get(&format!("/members/{}", office.officer.0)).status, 404);
}

#[test]
fn a_number_is_masked_until_it_is_opened_for_a_reason() {
    let office = Office::open();
    let person = office.somebody();
    let (officer, page) = (office.officer(), format!("/members/{person}"));
    let masked = officer.get(&page).body;
    assert!(masked.contains("****0269") && masked.contains("139****5678"));
    assert!(!masked.contains(ID) && !masked.contains("13912345678"));
    assert!(!officer.get("/members").body.contains(ID));

    let url = format!("{page}/revelation");
    let refused = officer.post(&url, &[("reason", "")]);
    assert!(refused.status == 422 && !refused.body.contains(ID));
    let open = officer.post(&url, &[("reason", "核对介绍信")]);
    assert!(open.status == 200 && open.body.contains(ID) && open.body.contains("13912345678"));
    let [(_, why)] = &office.home.reasons("member.reveal")[..] else { panic!("told once") };
    assert_eq!(why.as_deref(), Some("核对介绍信"));
    assert!(!officer.get(&page).body.contains(ID));
    let secretary = office.secretary().post(&url, &[("reason", "看看")]);
    assert!(secretary.status == 403 && !secretary.body.contains(ID));
}

#[test]
fn a_secretary_enters_who_is_abroad_and_that_he_is_back() {
    let office = Office::open();
    let (person, stranger) = (office.somebody(), admit(&office.home, "外支部", 4));
    let (secretary, page) = (office.secretary(), format!("/members/{person}"));
    let form = [("purpose", "own_study"), ("from", "2020-09-01"), ("to", ""), ("basis", "")];
    let refused = secretary.post(&format!("{page}/abroad"), &[("from", "2026-13-01")]);
    assert!(refused.status == 422 && refused.body.contains("2026-13-01"));
    assert_eq!(secretary.post(&format!("/members/{stranger}/abroad"), &form).status, 404);
    assert_eq!(secretary.post(&format!("{page}/abroad"), &form).status, 303);
    let shown = secretary.get(&page).body;
    assert!(shown.contains("现在：出国（境）") && shown.contains("自费学习研究"), "{shown}");
    assert!(
        shown.contains("一般停止党籍（《中国共产党党员教育管理工作条例》第二十四条）"),
        "{shown}"
    );

    let back = format!("{page}/abroad/{}/return", count(&office.home, "SELECT id FROM abroad"));
    assert!(secretary.get(&back).body.contains("2020年9月1日起在外"));
    assert_eq!(secretary.post(&back, &[("to", "2026-11-21")]).status, 422);
    assert_eq!(secretary.post(&back, &[("to", "2026-11-20")]).status, 303);
    let shown = secretary.get(&page).body;
    assert!(!shown.contains("现在：出国") && shown.contains("2020-09-01 至 2026-11-19"), "{shown}");
    assert!(!shown.contains("登记回来"), "{shown}");
    assert_eq!(count(&office.home, "SELECT count(*) FROM event WHERE act = 'member.abroad'"), 2);
}

#[test]
fn looking_is_logged() {
    let office = Office::open();
    let person = office.somebody();
    office.officer().get(&format!("/members/{person}"));
    let about = "SELECT count(*) FROM view_log WHERE act = 'see.member' AND about LIKE 'person:%'";
    assert_eq!(count(&office.home, about), 1);
}

#[test]
fn a_member_is_found_by_name_letters_and_numbers() {
    let office = Office::open();
    office.somebody();
    for name in ["吴\u{3134A}", "古丽扎提·巴合提", "曾𬀩"] {
        admit(&office.home, name, 3);
    }
    let officer = office.officer();
    let finds = |words: &str, name: &str| {
        let encoded = words.bytes().fold(String::new(), |url, byte| format!("{url}%{byte:02X}"));
        let page = officer.get(&format!("/members?q={encoded}"));
        assert!(page.body.contains("共1人") && page.body.contains(name), "{words}");
    };
    finds("安丽", "安丽华");
    finds("alh", "安丽华");
    finds("anlihua", "安丽华");
    finds("an li", "安丽华");
    finds("0123", "安丽华");
    finds(ID, "安丽华");
    finds("13912345678", "安丽华");
    finds("5678", "安丽华");
    finds("\u{3134A}", "吴\u{3134A}");
    finds("古丽扎提•巴合提", "古丽扎提·巴合提");
    finds("zw", "曾𬀩");
    assert!(officer.get("/members?q=%25").body.contains("没有符合条件的人"));

    let body = officer.get("/members").body;
    let places: Vec<usize> = ["安丽华", "古丽扎提·巴合提", "吴\u{3134A}", "曾𬀩"]
        .iter()
        .map(|name| body.find(&format!(">{name}<")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

fn edit_fields<'a>(version: &'a str, title: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("_version", version), ("name", "安丽华"), ("duty_title", title)];
    fields.extend([("staff_class", "officer"), ("official_order", "10000")]);
    for name in ["id_number", "phone", "sex", "birth", "ethnic", "education", "degree"] {
        fields.push((name, ""));
    }
    for name in ["police_number", "police_rank", "work_from", "joined_on", "full_on"] {
        fields.push((name, ""));
    }
    fields
}

#[test]
fn two_who_edit_at_once_see_both_sides() {
    let office = Office::open();
    let person = office.somebody();
    let (officer, url) = (office.officer(), format!("/members/{person}/editing"));
    assert_eq!(officer.get(&url).status, 200);
    let first = officer.post(&url, &edit_fields("0", "副所长"));
    assert_eq!(
        (first.status, first.location.as_str()),
        (303, format!("/members/{person}").as_str())
    );
    let second = officer.post(&url, &edit_fields("0", "教导员"));
    assert_eq!(second.status, 409);
    assert!(second.body.contains("副所长") && second.body.contains("教导员"), "{}", second.body);
    assert_eq!(officer.post(&url, &edit_fields("1", "教导员")).status, 303);
    let changed =
        "SELECT count(*) FROM event WHERE act = 'member.edit' AND changed LIKE '%duty_title%'";
    assert_eq!(count(&office.home, changed), 2);
}

#[test]
fn a_form_comes_back_with_its_faults() {
    let office = Office::open();
    let officer = office.officer();
    assert_eq!(officer.get("/members/new").status, 200);
    let mut fields = edit_fields("0", "");
    fields[1].1 = "";
    fields.extend([
        ("unit", "3"),
        ("status", "full"),
        ("since", "2026-11-01"),
        ("basis", "介绍信"),
    ]);
    fields.iter_mut().find(|(name, _)| *name == "id_number").unwrap().1 = "330108199402090268";
    let refused = officer.post("/members", &fields);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("请填写姓名") && refused.body.contains("末位校验"));

    fields[1].1 = "马新";
    fields.iter_mut().find(|(name, _)| *name == "id_number").unwrap().1 = ID;
    let entered = officer.post("/members", &fields);
    assert_eq!(entered.status, 303, "{}", entered.body);
    let read = "SELECT count(*) FROM person WHERE birth = '1994-02-09' AND sex = '2'";
    assert_eq!(count(&office.home, read), 1);
    let elsewhere: Vec<_> =
        fields.iter().map(|(k, v)| if *k == "unit" { ("unit", "5") } else { (*k, *v) }).collect();
    assert_eq!(officer.post("/members", &elsewhere).status, 403);
}

#[test]
fn a_transfer_stays_within_the_bureau() {
    let office = Office::open();
    let person = office.somebody();
    let (officer, url) = (office.officer(), format!("/members/{person}/transfer"));
    assert!(officer.get(&url).body.contains("城关派出所党支部"));
    let send = |unit: &str| {
        officer.post(&url, &[("unit", unit), ("from", "2026-11-01"), ("basis", "调整通知")])
    };
    let outside = send("5");
    assert!(outside.status == 422 && outside.body.contains("组织关系转接"));
    assert_eq!(send("4").status, 303);
    let there = "SELECT count(*) FROM person_now WHERE name = '安丽华' AND unit = 4";
    assert_eq!(count(&office.home, there), 1);
}

#[test]
fn posts_leave_status_and_limits_are_entered_on_short_forms() {
    let office = Office::open();
    let person = office.somebody();
    let officer = office.officer();
    let at = |page: &str| format!("/members/{person}/{page}");
    let day_basis = [("from", "2026-11-01"), ("basis", "支部大会")];
    for page in ["appointment", "leave", "participation", "status"] {
        assert_eq!(officer.get(&at(page)).status, 200, "{page}");
    }
    let post = [("unit", "3"), ("kind", "publicity_member"), day_basis[0], day_basis[1]];
    assert_eq!(officer.post(&at("appointment"), &post).status, 303);
    let nonsense = [("unit", "3"), ("kind", "organ_leader"), day_basis[0], day_basis[1]];
    assert_eq!(officer.post(&at("appointment"), &nonsense).status, 422);
    let leave = [("word", "on_duty"), ("from", "2026-11-20"), ("to", "2026-11-21")];
    assert_eq!(officer.post(&at("leave"), &leave).status, 303);
    let guest = [("host", "4"), ("reason", "secondment"), day_basis[0], ("to", ""), day_basis[1]];
    assert_eq!(officer.post(&at("participation"), &guest).status, 303);
    let inspector = office.wearing(2, "discipline_inspector");
    let limits = [("vote", "1"), day_basis[0], ("to", ""), day_basis[1]];
    assert_eq!(inspector.get(&at("limits")).status, 200);
    assert_eq!(inspector.post(&at("limits"), &limits).status, 303);

    let page = officer.get(&format!("/members/{person}")).body;
    for words in ["党支部宣传委员", "现在：值班", "借调", "限制表决权"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let spell = count(&office.home, "SELECT id FROM participation");
    let ending = at(&format!("participations/{spell}/ending"));
    assert!(page.contains(&ending));
    assert_eq!(officer.post(&ending, &[]).status, 303);
    assert_eq!(officer.post(&ending, &[]).status, 409);
    let left = [("status", "left"), ("from", "2026-11-20"), ("basis", "调离")];
    assert_eq!(officer.post(&at("status"), &left).status, 303);
    assert!(officer.get(&format!("/members/{person}")).body.contains("已不在册"));
}

#[test]
fn a_post_ends_after_a_question_but_never_ones_own() {
    let office = Office::open();
    let officer = office.officer();
    let url = format!("/posts/{}/ending", office.secretary.1);
    assert!(officer.get(&url).body.contains("免去周书记的党支部书记？"));
    let ending = [("on", "2026-11-20"), ("basis", "换届")];
    assert_eq!(officer.post(&url, &ending).status, 303);
    assert_eq!(officer.post(&url, &ending).status, 404);
    let own = officer.post(&format!("/posts/{}/ending", office.officer.1), &ending);
    assert!(own.status == 409 && own.body.contains("自己正在用的身份"));
}

#[test]
fn a_list_goes_out_for_a_purpose_with_masked_numbers() {
    let office = Office::open();
    office.somebody();
    let officer = office.officer();
    assert!(officer.get("/members/exports?status=full").body.contains("导出3人"));
    assert_eq!(officer.post("/members/exports", &[("purpose", "")]).status, 422);
    let list = officer.post("/members/exports", &[("purpose", "报县委组织部")]);
    let book = sheets::read(&list.bytes).unwrap();
    let text: Vec<String> = book.sheets[0]
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|(_, cell)| cell.display()))
        .collect();
    assert!(text.iter().any(|cell| cell == "330108********0269"), "{text:?}");
    assert!(!text.iter().any(|cell| cell.contains(ID)));
    let [(_, why)] = &office.home.reasons("member.export")[..] else { panic!("told once") };
    assert_eq!(why.as_deref(), Some("报县委组织部"));
    let event = "SELECT count(*) FROM event WHERE act = 'member.export' AND rows_count = 3";
    assert_eq!(count(&office.home, event), 1);
}

#[test]
fn a_roster_goes_from_file_to_batch_and_back() {
    let office = Office::open();
    let officer = office.officer();
    assert_eq!(officer.get("/members/imports").status, 200);
    let sent = officer.upload(
        "/members/imports/files",
        &[("unit", "100")],
        ("file", ROSTER, &file(ROSTER)),
    );
    assert_eq!(sent.status, 303, "{}", sent.body);
    let kept = "SELECT count(*) FROM import_upload";
    assert_eq!(count(&office.home, kept), 1);
    let look = officer.get(&sent.location);
    assert_eq!(look.status, 200, "{}", look.body);
    for words in ["还没有写入任何内容", "入党时间没有这一天", "政工监督室党支部", "导入33人"]
    {
        assert!(look.body.contains(words), "{words} in {}", look.body);
    }
    assert!(!look.body.contains("513336198603227258"));
    let list = officer.get(&format!("{}/list", sent.location));
    assert!(sheets::read(&list.bytes).is_ok());
    assert_eq!(office.secretary().get(&sent.location).status, 403);

    let done = officer.post(&format!("{}/import", sent.location), &[("since", "")]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(count(&office.home, kept), 0);
    let batch = officer.get(&done.location);
    assert!(batch.body.contains("已导入") && batch.body.contains("林鑫"));

    let undoing = officer.get(&format!("{}/undoing", done.location));
    assert!(undoing.body.contains("撤回33人"), "{}", undoing.body);
    let undo = format!("{}/undo", done.location);
    assert_eq!(officer.post(&undo, &[("reason", "")]).status, 422);
    assert_eq!(officer.post(&undo, &[("reason", "导错了")]).status, 303);
    assert!(officer.get("/members/imports").body.contains("已撤回"));
    assert_eq!(officer.post(&undo, &[("reason", "导错了")]).status, 409);
}

#[test]
fn those_without_a_branch_are_placed_together() {
    let office = Office::open();
    commit(&office.home, 100, &csv(&[&format!("{BAI},,")]), &the());
    let officer = office.officer();
    let bai: i64 = count(&office.home, "SELECT id FROM person WHERE name LIKE '白%'");
    assert!(officer.get("/members").body.contains("还有1人没有编入支部"));
    assert!(officer.get("/members/unplaced").body.contains("白𬀩"));
    let nobody = [("unit", "4"), ("from", "2026-11-20")];
    assert_eq!(officer.post("/members/placements", &nobody).status, 422);
    let id = bai.to_string();
    let chosen = [("person", id.as_str()), ("unit", "4"), ("from", "2026-11-20")];
    assert_eq!(officer.post("/members/placements", &chosen).status, 303);
    let there = "SELECT count(*) FROM person_now WHERE name LIKE '白%' AND unit = 4";
    assert_eq!(count(&office.home, there), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_at_its_field() {
    let office = Office::open();
    let sent = office.officer().upload(
        "/members/imports/files",
        &[("unit", "100")],
        ("file", "x.xlsx", b"PK\x03\x04 nothing"),
    );
    assert_eq!(sent.status, 422);
    assert_eq!(count(&office.home, "SELECT count(*) FROM import_upload"), 0);
}
