//! The same through the browser: who sees which unit, what is offered, what a form answers.

use db::bind;
use testkit::{Browser, app, day};

use crate::{
    five_organs::{Organs, organs},
    kit::TRY,
};

/// Somebody with this post, as the browser's hat.
fn sit(it: &Organs, kind: &str, unit: i64) -> Browser {
    let world = &it.world;
    let post = world.home.core.db.id();
    let holder = post + 1;
    let written = world.home.operator().act_system(&TRY, |w| {
        let sql = "INSERT INTO person (id, name, name_key, initials, staff_class, member_status,
                                       official_order, is_covert, version)
                   VALUES ($1, '甲', 'jia', 'j', 'officer', 'full', 1, FALSE, 0)";
        w.run(sql, bind![holder])?;
        let sql = "INSERT INTO post (id, person, unit, kind, basis, from_on)
                   VALUES ($1, $2, $3, $4, '', '2020-01-01')";
        w.run(sql, bind![post, holder, unit, kind])?;
        w.touch(unit, db::Touch::Unit);
        Ok(())
    });
    written.unwrap();
    Browser::of(&app(&world.home, vec![org::room()]), holder, Some(post))
}

#[test]
fn a_unit_shows_where_it_stands_and_what_is_below() {
    let it = organs();
    let officer = sit(&it, "party_officer", it.county_party);
    let page = officer.get(&format!("/units/{}", it.county_organ_party));
    assert_eq!(page.status, 200);
    for words in
        ["正安县公安局机关党委", "隶属", "审批", "直属机关工委", "设在", "城关派出所党支部"]
    {
        assert!(page.body.contains(words), "{words}");
    }
    assert!(page.body.contains("成立下级组织") && page.body.contains("撤销"));
    // Two of them are the session's.
    assert!(page.statements <= 9, "{} statements", page.statements);
    let start = officer.get("/units");
    assert!(start.body.contains("正安县公安局党委") && start.body.contains("从这里往下看"));
}

#[test]
fn the_line_opens_units_but_offers_nothing_to_change() {
    let it = organs();
    let officer = sit(&it, "line_officer", it.province);
    let page = officer.get(&format!("/units/{}?by=line", it.station));
    assert_eq!(page.status, 200);
    assert!(page.body.contains("城关派出所党支部"));
    assert!(!page.body.contains("成立下级组织"));
    assert_eq!(officer.get(&format!("/units/{}/renaming", it.station)).status, 403);
    let sent = officer.post(&format!("/units/{}/renaming", it.station), &[("name", "x")]);
    assert_eq!(sent.status, 403);
}

#[test]
fn what_is_out_of_sight_does_not_exist() {
    let it = organs();
    let officer = sit(&it, "party_officer", it.county_party);
    assert_eq!(officer.get(&format!("/units/{}", it.district_party)).status, 404);
    assert_eq!(officer.get("/units/99999").status, 404);
    assert_eq!(officer.get("/units/x").status, 404);
    let found = officer.get("/units?q=%E5%85%9A%E6%94%AF%E9%83%A8").body;
    assert!(found.contains("城关派出所党支部") && !found.contains("看守所联合党支部"));
    assert!(officer.get("/units?q=cgpcs").body.contains("城关派出所"));
    assert!(officer.get("/units?q=130123-S").body.contains("城关派出所"));
    assert!(officer.get("/units?q=zzzz").body.contains("没有符合条件的组织"));
}

#[test]
fn a_form_comes_back_with_what_was_typed() {
    let it = organs();
    let officer = sit(&it, "party_officer", it.county_party);
    let url = format!("/units/{}/founding", it.county_organ_party);
    let empty = officer.get(&url);
    assert_eq!(empty.status, 200);
    assert!(empty.body.contains("中共正安县直属机关工委"));
    assert!(!empty.body.contains("中共南屏市委"), "a body of another organ");
    let typed = [("kind", "branch"), ("name", "治安大队党支部"), ("founded_on", "2027-01-01")];
    let refused = officer.post(&url, &typed);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("成立日期还没有到"));
    assert!(refused.body.contains("value=\"治安大队党支部\""));

    let typed = [("kind", "branch"), ("name", "治安大队党支部"), ("founded_on", "2026-03-01")];
    let done = officer.post(&url, &typed);
    assert_eq!(done.status, 303, "{}", done.body);
    let page = officer.get(&done.location);
    assert!(page.body.contains("治安大队党支部") && page.body.contains("130123-004"));
    let made = it.world.read(|read| org::by_code(read, "130123-004")).unwrap();
    assert_eq!((made.lead_parent, made.host), (Some(it.county_organ_party), Some(it.county)));
}

#[test]
fn a_slower_form_sees_both_sides() {
    let it = organs();
    let officer = sit(&it, "affairs_manager", it.county);
    let url = format!("/units/{}/renaming", it.station);
    let send = |name: &str, on: &str| {
        let typed = [("name", name), ("on", on), ("basis", "批复"), ("_version", "0")];
        officer.post(&url, &typed)
    };
    assert_eq!(send("东关派出所", "2026-06-01").status, 303);
    let slower = send("西关派出所", "2026-07-01");
    assert_eq!(slower.status, 409);
    assert!(slower.body.contains("别人刚改成：东关派出所"));
    assert!(slower.body.contains("value=\"西关派出所\""));
    let before = officer.get(&format!("/units/{}?on=2026-05-31", it.station)).body;
    assert!(before.contains("<h1>城关派出所</h1>"), "{before}");
    assert!(before.contains("回到今天"));
}

#[test]
fn moving_merging_splitting_and_dissolving_go_through_forms() {
    let it = organs();
    let world = &it.world;
    let officer = sit(&it, "party_officer", it.county_party);
    let branch = it.station_branch;
    let target = it.county_party.to_string();
    let base = [("on", "2026-02-01"), ("basis", "批复")];

    let url = format!("/units/{branch}/move");
    assert!(officer.get(&url).body.contains("隶属上级"));
    let nowhere = officer.post(&url, &[base[0], base[1], ("kind", "lead")]);
    assert!(nowhere.status == 422 && nowhere.body.contains("请选新的上级"));
    let elsewhere = it.district_party.to_string();
    let out = officer.post(&url, &[base[0], base[1], ("kind", "lead"), ("to", &elsewhere)]);
    assert!(out.status == 422 && out.body.contains("不在您管的范围内"));
    let done = officer.post(&url, &[base[0], base[1], ("kind", "lead"), ("to", &target)]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(world.unit(branch).lead_parent, Some(it.county_party));

    let url = format!("/units/{branch}/splitting");
    assert_eq!(officer.get(&url).status, 200);
    let split = [("on", "2026-03-01"), ("basis", "批复"), ("name", "城关派出所第二党支部")];
    let done = officer.post(&url, &split);
    assert_eq!(done.status, 303, "{}", done.body);
    let second: i64 = done.location.rsplit('/').next().unwrap().parse().unwrap();

    let url = format!("/units/{second}/merger");
    assert!(officer.get(&url).body.contains("归到并入的组织"));
    let into = branch.to_string();
    let merge = [("on", "2026-04-01"), ("basis", "批复"), ("into", into.as_str())];
    assert_eq!(officer.post(&url, &merge).status, 303);
    assert_eq!(world.unit(second).dissolved_on, Some(day("2026-04-01")));
    assert!(officer.get(&format!("/units/{branch}")).body.contains("城关派出所第二党支部并入"));

    let url = format!("/units/{branch}/dissolution");
    assert_eq!(officer.post(&url, &[("on", "2026-05-01"), ("basis", "撤销")]).status, 303);
    let gone = officer.get(&format!("/units/{branch}")).body;
    assert!(gone.contains("2026年5月1日撤销") && !gone.contains("/renaming"));
    let again = officer.post(&url, &[("on", "2026-06-01"), ("basis", "撤销")]);
    assert_eq!(again.status, 409);
}

#[test]
fn a_secretary_arranges_subgroups_and_registers_an_election() {
    let it = organs();
    let secretary = sit(&it, "secretary", it.station_branch);
    let branch = format!("/units/{}", it.station_branch);
    let page = secretary.get(&branch).body;
    assert!(page.contains("划分党小组") && !page.contains("成立下级组织"));
    let url = format!("{branch}/subgroups");
    let typed = [("name", "第一党小组"), ("founded_on", "2026-01-01")];
    assert_eq!(secretary.post(&url, &typed).status, 303);
    assert!(secretary.get(&url).body.contains("现在有1个党小组"));
    let elsewhere = format!("/units/{}/subgroups", it.joint_branch);
    assert_eq!(secretary.post(&elsewhere, &typed).status, 403);

    let url = format!("{branch}/terms");
    let late = secretary.post(&url, &[("elected_on", "2023-06-01"), ("years", "0"), ("basis", "")]);
    assert_eq!(late.status, 422);
    let typed = [("elected_on", "2023-06-01"), ("years", "3"), ("basis", "批复1号")];
    assert_eq!(secretary.post(&url, &typed).status, 303);
    let page = secretary.get(&branch).body;
    assert!(page.contains("2026-05-31") && page.contains("届满未换"));
    assert_eq!(secretary.get(&format!("{branch}/extension")).status, 403);

    let url = format!("{branch}/committee");
    assert!(secretary.get(&url).body.contains("现在按设委员会算"));
    assert_eq!(secretary.post(&url, &[("has", "0"), ("on", "2026-01-01")]).status, 303);
    assert!(secretary.get(&url).body.contains("现在按不设委员会算"));
}

#[test]
fn an_officer_extends_a_term_and_sets_the_start_of_use() {
    let it = organs();
    let officer = sit(&it, "party_officer", it.county_party);
    let branch = format!("/units/{}", it.station_branch);
    let elected = [("elected_on", "2023-06-01"), ("years", "3"), ("basis", "批复1号")];
    assert_eq!(officer.post(&format!("{branch}/terms"), &elected).status, 303);
    assert!(officer.get(&format!("{branch}/extension")).body.contains("2026年5月31日届满"));
    let longer = [("ends_on", "2026-11-30"), ("basis", "批复2号")];
    assert_eq!(officer.post(&format!("{branch}/extension"), &longer).status, 303);
    let unit = it.world.unit(it.station_branch);
    assert_eq!(officer.get(&format!("{branch}/start-of-use")).status, 200);
    let version = unit.version.to_string();
    let use_from = [("use_from", "2026-01-01"), ("_version", version.as_str())];
    assert_eq!(officer.post(&format!("{branch}/start-of-use"), &use_from).status, 303);
    assert_eq!(it.world.unit(unit.id).use_from, day("2026-01-01"));
}

#[test]
fn a_list_is_rehearsed_and_then_taken_over() {
    let it = organs();
    let officer = sit(&it, "affairs_manager", it.county);
    let url = format!("/units/{}/import", it.county);
    assert!(officer.get(&url).body.contains("先彩排，看清楚再写入"));
    let list = "名称,类别,成立日期\n刑侦大队,大队,2012-03\n治安大队,俱乐部,2012-03\n";
    let sent = officer.upload(&url, &[], ("file", "组织.csv", list.as_bytes()));
    assert_eq!(sent.status, 303, "{}", sent.body);
    let seen = officer.get(&sent.location);
    for words in ["1处要看一下", "还没有写入任何内容", "不认识这个类别", "导入1个组织"]
    {
        assert!(seen.body.contains(words), "{words}: {}", seen.body);
    }
    assert_eq!(officer.get(&format!("{}/list", sent.location)).status, 200);
    assert_eq!(it.world.count("SELECT count(*) FROM unit WHERE name = '刑侦大队'"), 0);
    let done = officer.post(&format!("{}/import", sent.location), &[]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(it.world.count("SELECT count(*) FROM unit WHERE name = '刑侦大队'"), 1);
    assert_eq!(it.world.count("SELECT count(*) FROM import_upload"), 0);
    let page = officer.get(&done.location).body;
    assert!(page.contains("刑侦大队") && page.contains("撤回这一批"), "{page}");
    assert!(officer.get(&url).body.contains("组织.csv"), "the batch is listed");

    let asked = officer.get(&format!("{}/undoing", done.location)).body;
    assert!(asked.contains("撤回1个组织"), "{asked}");
    let undo = format!("{}/undo", done.location);
    assert_eq!(officer.post(&undo, &[("reason", "")]).status, 422);
    assert_eq!(officer.post(&undo, &[("reason", "表拿错了")]).status, 303);
    assert_eq!(it.world.count("SELECT count(*) FROM unit WHERE name = '刑侦大队'"), 0);
    assert_eq!(officer.post(&undo, &[("reason", "表拿错了")]).status, 409);

    let nothing = officer.post(&url, &[]);
    assert!(nothing.status == 422 && nothing.body.contains("请选一个文件"));
    let broken = officer.upload(&url, &[], ("file", "x.csv", b"a,b\n1,2\n"));
    assert!(broken.status == 422 && broken.body.contains("没有找到表头"));
}

#[test]
fn the_search_of_the_application_finds_units_in_sight() {
    let it = organs();
    let officer = it.world.wearing("party_officer", it.county_party);
    let search = org::room().search.unwrap();
    let hits = it.world.read(|read| search(&officer, read, "党支部"));
    let titles: Vec<&str> = hits.iter().map(|hit| hit.title.as_str()).collect();
    assert_eq!(titles, ["城关派出所党支部"]);
}
