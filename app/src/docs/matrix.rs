//! Who may do what, as somebody reads it who knows the law and not the code: `docs/generated/permissions.md`.

use std::fmt::Write;

use act::{Act, Reach, Relation};
use systems::{NeverEmpty, PostKind, Systems};

/// The whole paper; held as a golden, printed by `guantong docs permissions --md`.
pub fn matrix(systems: &Systems, acts: &[Act]) -> String {
    let mut text = String::from(HEAD);
    how_to_read(&mut text);
    classes(systems, &mut text);
    for post in systems.posts() {
        one(systems, post, acts, &mut text);
    }
    by_act(systems, acts, &mut text);
    text
}

const HEAD: &str = "# 谁能做什么\n\n\
    这份表由程序按`systems/posts.toml`和`systems/personal.toml`印出（`guantong docs permissions --md`），\
    与运行中的判断是同一份数据，改了数据没有重印，检查不通过。表里没有的，任何人都不能做。\n";

fn how_to_read(text: &mut String) {
    text.push_str(
        "\n## 怎么读\n\n\
         - **关系**：隶属，是党组织之间的领导关系；条线，是部、省、市、县公安机关之间的业务关系，党组织随它所在的机关。\n\
         - **范围**：本人；本组织（含它的党小组）；本机关以内的下级；本机关，指同一机关的全部行政机构和党组织；\
         本级及以下，指本组织和它下面的各级；全系统，只有三员有。\n\
         - 看党员个人的信息只走隶属，或者在本机关以内；条线上只有组织、书记姓名、判定和合计数。\n\
         - **随职务**：权限来自选举或任命，登记的人自己可以没有；其余权限，登记的人自己没有的，给不出去。\n\
         - **不得代行**：请人代行职务时，代行的人也不能做，只能由本人做。\n\
         - 谁也不能给自己任职；正在用的身份不能自己免；注明“不能空缺”的职务，最后一人先有接任的人才能免。\n\
         - 三员各管各的：管理员只担任这一个职务；开账号的人和任命的人不能是同一个，否则那个身份用不了。\n",
    );
}

fn classes(systems: &Systems, text: &mut String) {
    text.push_str("\n## 个人信息分几类，怎么看到\n\n| 类别 | 内容 | 凭哪几项权限看到 | 依据 |\n|---|---|---|---|\n");
    for class in systems.personal() {
        let acts: Vec<String> = class.acts().map(|act| format!("`{act}`")).collect();
        let reason = if class.asks_reason { "。要写原因，本人看得到" } else { "" };
        let (title, holds) = (&class.title, &class.holds);
        let _ =
            writeln!(text, "| {title} | {holds} | {}{reason} | {} |", acts.join("、"), class.basis);
    }
}

fn one(systems: &Systems, post: &PostKind, acts: &[Act], text: &mut String) {
    let _ = write!(text, "\n## {}（`{}`）\n\n", post.title, post.key());
    for line in facts(systems, post) {
        let _ = writeln!(text, "- {line}");
    }
    text.push_str("\n| 权限 | 事项 | 关系 | 范围 | 个人信息 | 说明 |\n|---|---|---|---|---|---|\n");
    let mut powers = post.powers();
    powers.sort_by(|a, b| a.act.cmp(&b.act).then(a.reach.cmp(&b.reach)));
    powers.dedup();
    for power in powers {
        let title = acts.iter().find(|act| act.key == power.act).map_or("", |act| act.title);
        let _ = writeln!(
            text,
            "| `{}` | {title} | {} | {} | {} | {} |",
            power.act,
            relation(power.relation, power.reach),
            reach(power.reach),
            shown(systems, &power.act),
            remarks(systems, post, &power.act),
        );
    }
}

fn facts(systems: &Systems, post: &PostKind) -> Vec<String> {
    let titles = |kinds: Vec<&str>| {
        kinds.into_iter().map(|kind| systems.kind_title(kind)).collect::<Vec<_>>().join("、")
    };
    let mut facts = vec![format!("性质：{}", post.office.zh())];
    let at = titles(post.held_in().collect());
    facts.push(if at.is_empty() {
        "每个登录的人都有，只管本人".to_owned()
    } else {
        format!("设在：{at}")
    });
    let at_top = titles(post.held_at_top_in().collect());
    if !at_top.is_empty() {
        facts.push(format!("本系统就由它管、上面没有机关管的，也可设在：{at_top}"));
    }
    let givers = systems.givers_of(post.key());
    if !givers.is_empty() {
        facts.push(format!("由谁登记任免：{givers}"));
    }
    facts.extend(post.single.then(|| "一个组织只有一人".to_owned()));
    facts.extend(post.never_empty.map(|over| match over {
        NeverEmpty::Installation => "不能空缺：全系统至少一人".to_owned(),
        NeverEmpty::Unit => "不能空缺：设了的机关至少一人".to_owned(),
    }));
    if !post.held_in().collect::<Vec<_>>().is_empty() {
        let words = if post.stand_in {
            "离岗期间可以请本机关的人代行"
        } else {
            "不能请人代行"
        };
        facts.push(words.to_owned());
    }
    facts.push(format!("依据：{}", post.basis));
    facts
}

fn relation(relation: Relation, reach: Reach) -> &'static str {
    match (relation, reach) {
        (_, Reach::Own | Reach::All) => "—",
        (Relation::Lead, _) => "隶属",
        (Relation::Line, _) => "条线",
    }
}

fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Own => "本人",
        Reach::Unit => "本组织",
        Reach::Organ => "本机关以内的下级",
        Reach::House => "本机关",
        Reach::Below => "本级及以下",
        Reach::All => "全系统",
    }
}

fn shown(systems: &Systems, act: &str) -> String {
    let shown = systems.personal().iter().filter(|class| class.is_shown_by(act));
    let titles: Vec<&str> = shown.map(|class| class.title.as_str()).collect();
    if titles.is_empty() { "—".to_owned() } else { titles.join("、") }
}

fn remarks(systems: &Systems, post: &PostKind, act: &str) -> String {
    let own_hand = post.stand_in && systems.is_never_by_stand_in(act);
    let by_seat = systems.is_of_the_seat(act) && !post.is_administrator();
    let words = [(by_seat, "随职务"), (own_hand, "不得代行")];
    words.into_iter().filter(|(holds, _)| *holds).map(|(_, it)| it).collect::<Vec<_>>().join("，")
}

/// The other way round: who can do one thing.
fn by_act(systems: &Systems, acts: &[Act], text: &mut String) {
    text.push_str("\n## 倒过来查：一件事谁能做\n\n| 权限 | 事项 | 谁、多大范围 |\n|---|---|---|\n");
    for act in acts {
        let held = systems.posts().iter().filter_map(|post| {
            let mut ranges: Vec<String> = post
                .powers()
                .into_iter()
                .filter(|power| power.act == act.key)
                .map(|power| match relation(power.relation, power.reach) {
                    "—" => reach(power.reach).to_owned(),
                    by => format!("{by}{}", reach(power.reach)),
                })
                .collect();
            ranges.dedup();
            (!ranges.is_empty()).then(|| format!("{}（{}）", post.title, ranges.join("，")))
        });
        let held: Vec<String> = held.collect();
        if !held.is_empty() {
            let _ = writeln!(text, "| `{}` | {} | {} |", act.key, act.title, held.join("；"));
        }
    }
}
