//! Forms of changes; each says first what goes along.

use act::{Ctx, Result};
use db::Read;
use systems::{Family, Systems};
use web::{
    Door, Page, Reply, Req, Route,
    parts::{Choice, field_check, field_choice, field_day, field_text},
};

use super::{DISSOLVE, MERGE, MOVE, MoveKind, SPLIT, actions};
use crate::{
    form::{UnitForm, open, pick, url},
    tie,
    unit::{Unit, store},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/units/{id}/move", Door::Do(MOVE), moving),
        Route::act("/units/{id}/move", MOVE, relocate).again(moving),
        Route::page("/units/{id}/merger", Door::Do(MERGE), merging),
        Route::act("/units/{id}/merger", MERGE, merge).again(merging).fresh(),
        Route::page("/units/{id}/splitting", Door::Do(SPLIT), splitting),
        Route::act("/units/{id}/splitting", SPLIT, split).again(splitting),
        Route::page("/units/{id}/dissolution", Door::Do(DISSOLVE), dissolving),
        Route::act("/units/{id}/dissolution", DISSOLVE, dissolve).again(dissolving).fresh(),
    ]
}

/// Names of what stands directly below by any relation, each once.
fn dependants(read: &Read, unit: &Unit) -> Result<Vec<(i64, String)>> {
    let mut below: Vec<(i64, String)> = Vec::new();
    for (id, name, _) in tie::store::dependants(read, unit.id)? {
        if below.iter().all(|(known, _)| *known != id) {
            below.push((id, name));
        }
    }
    Ok(below)
}

fn names(below: &[(i64, String)]) -> Vec<String> {
    below.iter().map(|(_, name)| name.clone()).collect()
}

fn moving(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &MOVE)?;
    let below = dependants(read, &unit)?;
    let kinds = actions::moves_of(ctx.part::<Systems>(), &unit);
    let choices: Vec<Choice> =
        kinds.iter().map(|kind| Choice::new(kind.key(), kind.zh())).collect();
    let first = kinds.first().copied().map_or("", MoveKind::key);
    let all = store::nameable(read, unit.organ)?;
    let offered: Vec<Unit> =
        all.into_iter().filter(|it| it.id != unit.id && it.kind != "subgroup").collect();
    let (form, today) = (&req.form, ctx.today.to_string());
    let intro = "它下面的组织跟着走；这一天以前的隶属、条线和数字都不变。";
    let mut page = UnitForm::new(req, &unit, &format!("调整{}的关系", unit.short_name), intro)
        .along(format!("跟着走的直接下级，共{}个", below.len()), names(&below))
        .field(field_choice(form, "kind", "调整什么", &choices, first));
    for field in pick(form, "to", "新的上级", &offered, None) {
        page = page.field(field);
    }
    page.field(field_check(form, "ends", "以后没有这种上级了", false))
        .field(field_day(form, "on", "生效日期", "", &today))
        .field(field_text(form, "basis", "依据文件", "批复的文号", ""))
        .button("调整")
        .page(&unit, "move")
}

fn relocate(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    actions::relocate(ctx, id, &req.form)?;
    Ok(Reply::to(url(id)).saying("关系已调整，以前的日子不变"))
}

fn merging(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &MERGE)?;
    let below = dependants(read, &unit)?;
    let all = store::nameable(read, unit.organ)?;
    let same = |it: &Unit| it.family == unit.family && it.id != unit.id && it.kind != "subgroup";
    let offered: Vec<Unit> = if unit.kind == "subgroup" {
        let of_branch = |it: &Unit| it.kind == "subgroup" && it.lead_parent == unit.lead_parent;
        all.into_iter().filter(|it| it.id != unit.id && of_branch(it)).collect()
    } else {
        all.into_iter().filter(same).collect()
    };
    let (form, today) = (&req.form, ctx.today.to_string());
    let members = if unit.family == Family::Party { "党员和" } else { "" };
    let intro = format!(
        "从这一天起“{}”不再存在，{members}下面的组织归到并入的组织；它以前的记录留在原处。",
        unit.name
    );
    let mut page = UnitForm::new(req, &unit, &format!("把{}并入别的组织", unit.short_name), &intro)
        .along(format!("归过去的直接下级，共{}个", below.len()), names(&below));
    for field in pick(form, "into", "并入哪个组织", &offered, None) {
        page = page.field(field);
    }
    page.field(field_day(form, "on", "生效日期", "", &today))
        .field(field_text(form, "basis", "依据文件", "批复的文号", ""))
        .button("并入")
        .page(&unit, "merger")
}

fn merge(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let into = actions::merge(ctx, req.id("id")?, &req.form)?;
    Ok(Reply::to(url(into)).saying("已并入，以前的日子不变"))
}

fn splitting(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &SPLIT)?;
    let below = dependants(read, &unit)?;
    let (form, today) = (&req.form, ctx.today.to_string());
    let intro = format!(
        "从“{}”分出一个新组织，上级和设在的单位与它相同；以前的日子不变。党员在名册里再编过去。",
        unit.name
    );
    let going = form.values("goes");
    let boxes: String = below
        .iter()
        .map(|(id, name)| {
            let is_going = going.iter().any(|it| *it == id.to_string());
            goes_box(*id, name, is_going)
        })
        .collect();
    let mut page = UnitForm::new(req, &unit, &format!("从{}分设", unit.short_name), &intro)
        .field(field_text(form, "name", "新组织的名称", "", ""))
        .field(field_text(form, "code", "编码", "不填由系统按机关编码往下编", ""))
        .field(field_day(form, "on", "生效日期", "", &today))
        .field(field_text(form, "basis", "依据文件", "批复的文号", ""));
    if !boxes.is_empty() {
        let legend = "<legend>哪些下级跟着新组织走</legend>";
        page = page
            .field(web::Markup(format!("<fieldset class=\"field\">{legend}{boxes}</fieldset>")));
    }
    page.button("分设").page(&unit, "splitting")
}

fn goes_box(id: i64, name: &str, is_going: bool) -> String {
    let checked = if is_going { " checked" } else { "" };
    let name = name.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<label class=\"check\"><input type=\"checkbox\" name=\"goes\" value=\"{id}\"{checked}> \
         {name}</label>"
    )
}

fn split(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let made = actions::split(ctx, req.id("id")?, &req.form)?;
    Ok(Reply::to(url(made)).saying(format!("{}已分设", req.form.value("name").trim())))
}

fn dissolving(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let unit = open(ctx, read, req, &DISSOLVE)?;
    let below = dependants(read, &unit)?;
    let (form, today) = (&req.form, ctx.today.to_string());
    let intro = if below.is_empty() {
        format!("从这一天起“{}”不再存在，它以前的记录仍能看到。", unit.name)
    } else {
        "下面还有组织，先把它们调整或者并到别处，再来撤销。".to_owned()
    };
    UnitForm::new(req, &unit, &format!("撤销{}", unit.short_name), &intro)
        .along(format!("还在下面的组织，共{}个", below.len()), names(&below))
        .field(field_day(form, "on", "生效日期", "", &today))
        .field(field_text(form, "basis", "依据文件", "批复的文号", ""))
        .button("撤销")
        .page(&unit, "dissolution")
}

fn dissolve(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("id")?;
    actions::dissolve(ctx, id, &req.form)?;
    Ok(Reply::to(url(id)).saying("已撤销，以前的记录仍在"))
}
