//! The shipped data load; each class of mistake is named at its place.

use act::{Reach, Relation};
use systems::{Sources, Systems};

const KIND: &str = r#"
[[kind]]
key = "branch"
title = "党支部"
family = "party"
children.lead = ["subgroup"]

[[kind]]
key = "subgroup"
title = "党小组"
family = "party"
"#;

const POST: &str = r#"
[[post]]
key = "secretary"
title = "书记"
held_in = ["branch"]
order = 1
after_kind = true
powers = [{ acts = ["see.unit"], relation = "lead", reach = "below" }]
"#;

fn load(kinds: &str, posts: &str) -> Result<Systems, String> {
    let files = [("kinds.toml", kinds), ("posts.toml", posts)];
    Systems::load(files.into_iter().collect::<Sources>()).map_err(|report| report.plain())
}

fn mistake(kinds: &str, posts: &str) -> String {
    load(kinds, posts).expect_err("the data hold a mistake")
}

#[test]
fn the_shipped_systems_load_and_give_powers() {
    let systems = Systems::built_in();
    let powers = systems.powers();
    let sees = |post: &str, relation, reach| {
        let power =
            |it: &act::Power| it.act == "see.unit" && it.relation == relation && it.reach == reach;
        powers.of(post).iter().any(power)
    };
    assert!(sees("secretary", Relation::Lead, Reach::Below));
    assert!(sees("line_officer", Relation::Line, Reach::Below));
    assert!(!sees("line_officer", Relation::Lead, Reach::Below));
    assert_eq!(systems.post_title("secretary", "branch"), "党支部书记");
    assert_eq!(systems.post_title("organ_leader", "county_bureau"), "主要领导");
}

#[test]
fn the_metamodel_says_what_may_stand_where() {
    let systems = Systems::built_in();
    let may = |child, parent| systems.may_stand(child, parent, Relation::Lead);
    assert!(may("leading_committee", "outside_committee"));
    assert!(may("organ_committee", "leading_committee"));
    assert!(may("subgroup", "branch"));
    assert!(!may("branch", "subgroup"));
    assert!(!may("leading_committee", "branch"));
    assert!(!may("police_station", "county_bureau"));
    assert!(systems.may_stand("police_station", "county_bureau", Relation::Line));
    assert!(systems.may_approve("organ_committee", "outside_organs_committee"));
    assert!(!systems.may_approve("organ_committee", "outside_discipline"));
}

#[test]
fn posts_stand_in_official_order() {
    let systems = Systems::built_in();
    let titles: Vec<&str> = systems.posts_in("branch").map(|post| post.title.as_str()).collect();
    assert_eq!(titles, ["书记", "副书记", "组织委员", "宣传委员", "纪检委员", "委员"]);
}

#[test]
fn an_unknown_kind_is_named_with_line_and_caret() {
    let words = mistake(&KIND.replace("[\"subgroup\"]", "[\"subgruop\"]"), POST);
    assert!(words.contains("kinds.toml:6:18"), "{words}");
    assert!(words.contains("^^^^^^^^^^ 是不是 subgroup"), "{words}");
}

#[test]
fn an_unknown_act_is_named_with_the_nearest_one() {
    let systems = load(KIND, POST).unwrap();
    assert!(systems.check_acts(["see.unit", "unit.found"]).is_ok());
    let words = systems.check_acts(["see.units", "unit.found"]).unwrap_err().plain();
    assert!(words.contains("posts.toml:8:21"), "{words}");
    assert!(words.contains("是不是 see.units"), "{words}");
}

#[test]
fn other_mistakes_are_named() {
    let nowhere = mistake(KIND, &POST.replace("held_in = [\"branch\"]", "held_in = []"));
    assert!(nowhere.contains("这个职务没有地方设"), "{nowhere}");
    let twice = mistake(&format!("{KIND}{KIND}"), POST);
    assert!(twice.contains("“branch”前面已经有了"), "{twice}");
    let reach = mistake(KIND, &POST.replace("\"below\"", "\"belwo\""));
    assert!(reach.contains("unknown variant") && reach.contains("posts.toml:8:"), "{reach}");
    let member = mistake(KIND, &POST.replace("\"secretary\"", "\"member\""));
    assert!(member.contains("人人都有的职务不能管到别人"), "{member}");
    let level = mistake(&KIND.replacen("\"party\"", "\"administrative\"", 1), POST);
    assert!(level.contains("缺少层级"), "{level}");
    let missing = Systems::load(Sources::default()).unwrap_err().plain();
    assert!(missing.contains("缺少文件"), "{missing}");
}

#[test]
fn a_system_names_its_label_zones_and_retention() {
    let row = r#"
title = "三会一课"
summary = "计划、通知、签到、记录"
national_text = "V-02"
label = "internal"
zones = ["police"]
retention = "30y"
"#;
    let with = |text: &str| {
        let files = [("kinds.toml", KIND), ("posts.toml", POST), ("R15/system.toml", text)];
        Systems::load(files.into_iter().collect::<Sources>()).map_err(|report| report.plain())
    };
    let systems = with(row).unwrap();
    assert!(systems.system("R15").unwrap().is_default_on());
    let unlabelled = with(&row.replace("label = \"internal\"\n", "")).unwrap_err();
    assert!(unlabelled.contains("missing field `label`"), "{unlabelled}");
    let zoneless = with(&row.replace("[\"police\"]", "[]")).unwrap_err();
    assert!(zoneless.contains("R15/system.toml:1"), "{zoneless}");
}

/// Two posts of one branch, and what the first may give.
fn two_posts(gives: &str, first: &str, second: &str) -> String {
    format!(
        "seat_acts = [\"see.unit\"]\n\n[[post]]\nkey = \"manager\"\ntitle = \"管理\"\nheld_in = [\"branch\"]\n\
         order = 1\ngives = [{gives}]\npowers = [{first}]\n\n[[post]]\nkey = \"officer\"\ntitle = \"干部\"\n\
         held_in = [\"branch\"]\norder = 2\n{second}\n"
    )
}

#[test]
fn nobody_gives_what_he_lacks() {
    let power = |act: &str, reach: &str| {
        format!("{{ acts = [\"{act}\"], relation = \"lead\", reach = \"{reach}\" }}")
    };
    let given = |act: &str, reach: &str| format!("powers = [{}]", power(act, reach));
    let mine = power("unit.rename", "unit");
    let posts = |act: &str, reach: &str| two_posts("\"officer\"", &mine, &given(act, reach));
    assert!(load(KIND, &posts("unit.rename", "unit")).is_ok());
    assert!(load(KIND, &posts("see.unit", "below")).is_ok(), "what comes with the seat");
    for wider in [posts("unit.rename", "below"), posts("unit.dissolve", "unit")] {
        let words = mistake(KIND, &wider);
        assert!(words.contains("不能给出自己没有的权限"), "{words}");
    }
    let words = mistake(KIND, &two_posts("\"nobody\"", &mine, "powers = []"));
    assert!(words.contains("不能任命没有的职务"), "{words}");
}

#[test]
fn an_administrator_does_what_nobody_else_does() {
    let mine = "{ acts = [\"job.retry\", \"see.unit\"], relation = \"line\", reach = \"all\" }";
    let office = "office = \"administrator\"\nnever_empty = \"installation\"";
    let apart = |more: &str| two_posts("", mine, &format!("{office}\n{more}\npowers = [{mine}]"));
    let words = mistake(KIND, &apart("stand_in = false"));
    assert!(
        words.contains("管理员和别的职务做同一件事") && words.contains("管理也有它"),
        "{words}"
    );
    let words = mistake(KIND, &apart("").replace("job.retry\", \"", ""));
    assert!(words.contains("管理员不能由别人代行"), "{words}");
    let opens = "{ acts = [\"account.open\"], relation = \"line\", reach = \"all\" }";
    let one_hand = two_posts("\"officer\"", opens, &format!("{office}\nstand_in = false"));
    let words = mistake(KIND, &one_hand);
    assert!(words.contains("一只手不能既开账号又任命管理员"), "{words}");
}

#[test]
fn an_act_that_a_door_asks_for_and_nobody_holds_is_named() {
    let systems = load(KIND, POST).unwrap();
    assert!(systems.check_held(["see.unit"]).is_ok());
    let words = systems.check_held(["see.unit", "unit.found"]).unwrap_err().plain();
    assert!(words.contains("没有一个职务有 unit.found"), "{words}");
}

const PERSONAL: &str = r#"
[[class]]
key = "numbers"
title = "证件号"
holds = "全号"
acts = ["see.unit"]
basis = "法"

[[keep]]
key = "numbers"
title = "证件号"
classes = ["numbers"]
from = "left"
period = "3y"
then = "erase"
words = "满{period}后清除"
basis = "法"
confidence = "own"
"#;

/// With records that are kept thirty years.
fn with_periods(personal: &str) -> Result<Systems, String> {
    let row = "title = \"三会一课\"\nsummary = \"记录\"\nnational_text = \"V-02\"\nlabel = \"internal\"\n\
               zones = [\"police\"]\nretention = \"10y\"\n";
    let records = "[[record]]\nretention = \"30y\"\n";
    let files = [
        ("kinds.toml", KIND),
        ("posts.toml", POST),
        ("personal.toml", personal),
        ("R15/system.toml", row),
        ("R15/records.toml", records),
    ];
    Systems::load(files.into_iter().collect::<Sources>()).map_err(|report| report.plain())
}

#[test]
fn every_class_has_a_period_that_somebody_carries_out() {
    let systems = with_periods(PERSONAL).unwrap();
    assert_eq!(systems.keep("numbers").unwrap().words(), "满3年后清除");
    assert!(systems.check_keeps(["numbers"]).is_ok());
    let nobody = systems.check_keeps([]).unwrap_err().plain();
    assert!(nobody.contains("程序里没有清除它的办法"), "{nobody}");
    let more = systems.check_keeps(["numbers", "phones"]).unwrap_err().plain();
    assert!(more.contains("程序会清除“phones”"), "{more}");

    let mistake = |from: &str, to: &str| with_periods(&PERSONAL.replace(from, to)).unwrap_err();
    let without = mistake("classes = [\"numbers\"]", "classes = []");
    assert!(without.contains("“numbers”没有写保管多久"), "{without}");
    let unknown = mistake("classes = [\"numbers\"]", "classes = [\"numbres\"]");
    assert!(unknown.contains("没有这一类个人信息"), "{unknown}");
    let endless = mistake("\"3y\"", "\"permanent\"");
    assert!(endless.contains("没有定数的期限不能自动清除"), "{endless}");
    let odd = mistake("\"3y\"", "\"3 years\"");
    assert!(odd.contains("期限写成 30d、3y"), "{odd}");
}

#[test]
fn a_name_stays_as_long_as_the_papers_that_it_is_on() {
    let name = PERSONAL.replace(
        "key = \"numbers\"\ntitle = \"证件号\"\nclasses",
        "key = \"name\"\ntitle = \"姓名\"\nclasses",
    );
    assert!(with_periods(&name.replace("\"3y\"", "\"30y\"")).is_ok());
    let words = with_periods(&name.replace("\"3y\"", "\"29y\"")).unwrap_err();
    assert!(words.contains("姓名的期限太短"), "{words}");
}
