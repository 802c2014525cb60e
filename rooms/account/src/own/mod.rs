//! What this room and the crates under it keep of somebody, for the copy that he takes: his account, where he signed
//! in, what he left half-filled, took out and was told, and who has looked at him.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{OwnData, OwnEntry};

use crate::{kept, passkey, seen, sign_on};

pub(crate) fn data() -> Vec<OwnData> {
    vec![
        OwnData {
            title: "账号、两步验证和通行密钥的名称", keeps: &["account"], of: account
        },
        OwnData { title: "登录过的浏览器", keeps: &["session"], of: sessions },
        OwnData { title: "没填完的表", keeps: &["kept_form"], of: forms },
        OwnData {
            title: "您导出过的名单",
            keeps: &["export_file", "export_order", "export_mark"],
            of: exported,
        },
        OwnData { title: "发给您的消息", keeps: &["notice"], of: notices },
        OwnData {
            title: "谁看过、办过您的，您自己办过的事", keeps: &["trail"], of: trail
        },
    ]
}

fn account(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    const CLASS: &str = "账号";
    let Some(it) = store::account(read, person)? else { return Ok(Vec::new()) };
    let mut entries = vec![
        OwnEntry::new(CLASS, "账号名", it.login),
        OwnEntry::new(CLASS, "开通时间", it.opened_at.zh()).on(it.opened_at.day()),
        OwnEntry::new(CLASS, "口令上次修改", it.changed_at.zh()).on(it.changed_at.day()),
    ];
    if let Some(at) = it.second_set_at {
        entries.push(OwnEntry::new(CLASS, "动态口令两步验证", at.zh()).on(at.day()));
    }
    for (name, made_at) in passkey::store::names(read, person)? {
        entries.push(OwnEntry::new(CLASS, "通行密钥", name).on(made_at.day()));
    }
    for link in sign_on::store::of_person(read, person)? {
        let words = format!("上次使用{}", link.used_at.zh());
        entries.push(OwnEntry::new(CLASS, "统一认证的身份", words).on(link.linked_at.day()));
    }
    Ok(entries)
}

fn sessions(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let line = |it: store::Session| {
        let from = it.address.unwrap_or_default();
        let device = web::device_words(&it.device);
        let value = format!("{device}，{from}，最后使用{}", it.seen_at.zh());
        OwnEntry::new("登录过的浏览器", it.created_at.zh(), value).on(it.created_at.day())
    };
    Ok(store::sessions(read, person)?.into_iter().map(line).collect())
}

fn forms(ctx: &Ctx, read: &Read, _: i64) -> Result<Vec<OwnEntry>> {
    let lines = kept::pages::lines(ctx, read)?.into_iter();
    let line = |it: kept::pages::Line| {
        OwnEntry::new("没填完的表", it.title, format!("{}，{}存的", it.place, it.since))
    };
    Ok(lines.map(line).collect())
}

fn exported(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let mut entries = Vec::new();
    for it in exports::taken_by(ctx, read, person)? {
        let value = format!("{}，{}{}。用途：{}", it.scope, it.rows, it.measure, it.purpose);
        entries.push(OwnEntry::new("导出过的名单", it.title, value).on(it.at.day()));
    }
    Ok(entries)
}

fn notices(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let line = |it: notify::Notice| {
        OwnEntry::new("发给您的消息", it.created_at.zh(), it.text).on(it.created_at.day())
    };
    Ok(notify::list(read, person, (0, i64::MAX))?.into_iter().map(line).collect())
}

fn trail(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let mut entries: Vec<OwnEntry> = seen::everything(ctx, read, person)?
        .into_iter()
        .map(|(on, who, what)| OwnEntry::new("谁看过、办过您的", who, what).on(on))
        .collect();
    for (at, act) in store::own_acts(read, person)? {
        let title = seen::act_title(ctx, &act);
        entries.push(OwnEntry::new("您办过的事", at.zh(), title).on(at.day()));
    }
    Ok(entries)
}
