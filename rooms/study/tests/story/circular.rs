//! The yearly circular from its facts to the units that know of it.

use testkit::Answer;

use crate::bureau::{Bureau, COUNTY, OTHER};

fn drafted(it: &Bureau) -> String {
    it.held(20, "2026-02-10");
    it.held(20, "2026-05-11");
    it.held(20, "2026-08-11");
    it.held(30, "2026-02-12");
    it.done("政治部干部", "/study/circulars", &[("unit", "100"), ("year", "2026")])
}

fn version(it: &Bureau) -> String {
    it.one::<i64>("SELECT version FROM study_circular").to_string()
}

fn body(it: &Bureau) -> String {
    it.one("SELECT body FROM study_circular")
}

fn close(it: &Bureau, url: &str) -> Answer {
    let fields = [("_version", version(it)), ("number", "政治部〔2026〕12号".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(key, it)| (*key, it.as_str())).collect();
    it.post("政治部干部", &format!("{url}/closing"), &fields)
}

#[test]
fn a_draft_says_what_was_done_and_what_is_missing_with_its_rule() {
    let it = Bureau::new();
    let url = drafted(&it);
    let text = body(&it);
    let (done, missing) = text.split_once("三、存在不足").unwrap();
    assert!(
        done.contains(&format!(
            "{COUNTY}：第一季度集体学习1次；第二季度集体学习1次；第三季度集体学习1次。"
        )),
        "{text}"
    );
    assert!(
        missing.contains(&format!(
            "{OTHER}：第二季度没有集体学习（《中国共产党党委（党组）理论学习中心组学习规则》"
        )),
        "{text}"
    );
    assert!(missing.contains("还有3人次没有补学"), "{text}");
    assert!(!text.contains("县局书记") && !text.contains("第四季度"), "{text}");
    let again = it.post("政治部干部", "/study/circulars", &[("unit", "100"), ("year", "2026")]);
    assert_eq!(again.status, 409, "one a year");
    for name in ["县局书记", "别处政治部", "市局书记"] {
        assert_eq!(it.get(name, &url).status, 404, "a draft is for who writes it: {name}");
    }
    let version = version(&it);
    let edit = |body: &str, version: &str| {
        let fields = [("title", "关于2026年学习情况的通报"), ("body", body), ("_version", version)];
        it.post("政治部干部", &format!("{url}/text"), &fields)
    };
    assert_eq!(edit("", &version).status, 422);
    assert_eq!(edit("现通报如下。\n二县书记没有组织学习。", &version).status, 303);
    assert_eq!(edit("又改", &version).status, 409, "somebody has changed it");
    let page = it.get("政治部干部", &url).body;
    assert!(page.contains("正文里好像有人名：二县书记"), "{page}");
    it.held(30, "2026-11-19");
    assert!(it.get("政治部干部", &url).body.contains("起草以后情况变了"));
    let now = self::version(&it);
    it.done("政治部干部", &format!("{url}/rewriting"), &[("_version", now.as_str())]);
    assert!(body(&it).contains("第四季度集体学习1次"), "{}", body(&it));
    assert!(!it.get("政治部干部", &url).body.contains("起草以后情况变了"));
}

#[test]
fn those_named_see_the_draft_and_what_shows_it_and_are_waited_for() {
    let it = Bureau::new();
    let url = drafted(&it);
    it.done("政治部干部", &format!("{url}/showing"), &[("until", "2026-11-25")]);
    let page = it.get("县局党办", &url).body;
    assert!(page.contains("本单位的记录") && page.contains("/duties/20/"), "{page}");
    assert!(page.contains("到学习记录里标补学") && page.contains("没有意见"), "{page}");
    assert!(!page.contains("name=\"body\""), "they do not write it");
    assert_eq!(it.get("别处政治部", &url).status, 404);
    let opinion = format!("{url}/opinion");
    assert_eq!(it.post("县局党办", &opinion, &[("says", "wrong"), ("words", "")]).status, 422);
    it.done("县局党办", &opinion, &[("says", "wrong"), ("words", "三季度学了两次，一次没有存档")]);
    let page = it.get("政治部干部", &url).body;
    assert!(page.contains("三季度学了两次，一次没有存档") && page.contains("提了意见"), "{page}");
    let waits = close(&it, &url);
    assert!(waits.status == 409 && waits.body.contains("还有1个单位没有回话"), "{}", waits.body);
    it.done("二县书记", &opinion, &[("says", "right")]);
    assert_eq!(close(&it, &url).status, 303, "all have answered");
    assert_eq!(it.post("二县书记", &opinion, &[("says", "right")]).status, 409, "it is closed");
}

#[test]
fn a_closed_circular_is_a_record_that_came_to_the_units_below() {
    let it = Bureau::new();
    let url = drafted(&it);
    assert_eq!(close(&it, &url).status, 303, "a draft that was shown to nobody waits for nobody");
    let kept: (i64, String, String) =
        it.one("SELECT unit, topic, guests FROM record WHERE kind = 'study_circular'");
    assert_eq!(
        kept,
        (10, "政治部〔2026〕12号".into(), format!("{COUNTY}、{OTHER}")),
        "with the organ's committee"
    );
    for (tail, fields) in [
        ("text", vec![("title", "x"), ("body", "y"), ("_version", "2")]),
        ("rewriting", vec![("_version", "2")]),
        ("discarding", vec![]),
    ] {
        let answer = it.post("政治部干部", &format!("{url}/{tail}"), &fields);
        assert_eq!(answer.status, 409, "{tail}");
    }
    let page = it.get("县局党办", &url).body;
    assert!(page.contains("写到中共南屏县公安局委员会的") && page.contains("知道了"), "{page}");
    assert!(it.get("县局党办", "/study/circulars").body.contains("已印发"));
    it.done("县局党办", &format!("{url}/knowing"), &[]);
    assert_eq!(
        it.post("县局书记", &format!("{url}/knowing"), &[]).status,
        409,
        "the unit knows, once"
    );
    let page = it.get("政治部干部", &url).body;
    assert!(page.contains("11月20日知道了") && page.contains("还没有点知道了"), "{page}");
    assert!(it.get("县局党办", &format!("{url}/print")).body.contains("政治部〔2026〕12号"));
    it.prepare(|w| {
        w.run("UPDATE record SET withdrawn_at = '2026-11-20T10:00:00.000Z' WHERE kind = 'study_circular'", &[])?;
        Ok(())
    });
    assert!(it.get("县局党办", &url).body.contains("已撤销"), "what its record says counts");
}
