//! One account for each role, printed with its password; every switch on.

use std::collections::BTreeMap;

use account::{NewAccount, NewSwitch};
use act::Ctx;
use anyhow::Result;
use demo::Plan;
use serde::Serialize;
use systems::Systems;

use super::{SEED, Watch, people::Held, people::highest};

/// The password of every account of the demo: it is printed, and the demo listens on loopback only.
const PASSWORD: &str = "guantong-demo-2026";

/// Who may sign in.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Opened {
    pub(crate) login: String,
    pub(crate) password: &'static str,
    pub(crate) role: &'static str,
    pub(crate) name: String,
    pub(crate) unit: String,
    /// Pages that show what the role is for.
    pub(crate) pages: Vec<String>,
}

/// One role of the demo: who holds which post where.
struct Role {
    login: &'static str,
    title: &'static str,
    kind: &'static str,
    /// Tail of the unit's code below the organ.
    tail: &'static str,
    /// 0 ministry, 1 province, 2 city, 3 the district led by the city, 4 the county led by itself
    place: usize,
    pages: &'static [&'static str],
}

const ROLES: [Role; 17] = [
    Role {
        login: "mishu",
        title: "党支部书记",
        kind: "secretary",
        tail: "Z01",
        place: 4,
        pages: &["/", "/duties", "/records", "/members"],
    },
    Role {
        login: "fenju",
        title: "分局党支部书记",
        kind: "secretary",
        tail: "Z02",
        place: 3,
        pages: &["/"],
    },
    Role {
        login: "zuzhang",
        title: "党小组组长",
        kind: "subgroup_leader",
        tail: "Z01G1",
        place: 4,
        pages: &[],
    },
    Role { login: "dangyuan", title: "党员", kind: "", tail: "Z01", place: 4, pages: &["/"] },
    Role {
        login: "zuzhi",
        title: "组织委员",
        kind: "organization_member",
        tail: "Z01",
        place: 4,
        pages: &[],
    },
    Role {
        login: "ganshi",
        title: "县局机关党委党务干部",
        kind: "party_officer",
        tail: "J",
        place: 4,
        pages: &["/", "/members", "/units"],
    },
    Role {
        login: "shiganshi",
        title: "市局机关党委党务干部",
        kind: "party_officer",
        tail: "J",
        place: 2,
        pages: &["/"],
    },
    Role {
        login: "xianju",
        title: "县局领导",
        kind: "organ_leader",
        tail: "",
        place: 4,
        pages: &[],
    },
    Role {
        login: "shiju",
        title: "市局领导",
        kind: "organ_leader",
        tail: "",
        place: 2,
        pages: &[],
    },
    Role {
        login: "shengting",
        title: "省厅领导",
        kind: "organ_leader",
        tail: "",
        place: 1,
        pages: &[],
    },
    Role {
        login: "gonganbu",
        title: "部领导",
        kind: "organ_leader",
        tail: "",
        place: 0,
        pages: &[],
    },
    Role {
        login: "tiaoxian",
        title: "省厅政治部条线干部",
        kind: "line_officer",
        tail: "",
        place: 1,
        pages: &[],
    },
    Role {
        login: "jijian",
        title: "县局纪检干部",
        kind: "discipline_inspector",
        tail: "P",
        place: 4,
        pages: &[],
    },
    Role {
        login: "guanliyuan",
        title: "县局党务管理员",
        kind: "affairs_manager",
        tail: "",
        place: 4,
        pages: &[],
    },
    Role {
        login: "xitong",
        title: "系统管理员",
        kind: "system_administrator",
        tail: "",
        place: 9,
        pages: &[],
    },
    Role {
        login: "anquan",
        title: "安全保密管理员",
        kind: "security_administrator",
        tail: "",
        place: 9,
        pages: &[],
    },
    Role {
        login: "shenji",
        title: "安全审计管理员",
        kind: "audit_administrator",
        tail: "",
        place: 9,
        pages: &[],
    },
];

/// Opens an account for each role that the plan has somebody for.
pub(super) fn open(
    ctx: &Ctx,
    plan: &Plan,
    ids: &BTreeMap<String, i64>,
    persons: &[i64],
    held: &[Held],
    watch: &mut dyn Watch,
) -> Result<Vec<Opened>> {
    watch.begin("账号", ROLES.len());
    let (mut accounts, mut opened, mut taken) = (Vec::new(), Vec::new(), Vec::new());
    let password = account::hash_password(PASSWORD);
    for role in &ROLES {
        let Some(organ) = organ_at(plan, role.place) else { continue };
        let code = format!("{organ}{}", role.tail);
        let Some(unit) = ids.get(&code).copied() else { continue };
        let Some(person) = who(plan, role, &code, unit, held, &taken) else { continue };
        taken.push(person);
        accounts.push(NewAccount {
            person: persons[person],
            login: role.login.into(),
            password: password.clone(),
            must_change: false,
        });
        opened.push(Opened {
            login: role.login.into(),
            password: PASSWORD,
            role: role.title,
            name: plan.people[person].name.clone(),
            unit: name_of(ctx, unit)?,
            pages: pages(role, unit),
        });
    }
    ctx.act_system(&SEED, |w| {
        account::open_many(w, &accounts)?;
        Ok(())
    })?;
    watch.step(ROLES.len());
    watch.end();
    Ok(opened)
}

fn pages(role: &Role, unit: i64) -> Vec<String> {
    let fixed = role.pages.iter().map(|page| (*page).to_owned());
    let picture = (role.kind == "organ_leader").then(|| format!("/situation/{unit}"));
    fixed.chain(picture).collect()
}

/// The organ of a place; `None` where the scale has no such place.
fn organ_at(plan: &Plan, place: usize) -> Option<&str> {
    let level = |code: &str| match code {
        "000000" => 0,
        code if code.ends_with("0000") => 1,
        code if code.ends_with("00") => 2,
        _ => 3,
    };
    let mut organs = plan.organs.iter().map(String::as_str);
    let led_by_city = |code: &str| {
        let unit = plan.units.iter().find(|unit| unit.code == format!("{code}P"));
        unit.is_some_and(|unit| unit.ties.iter().any(|tie| tie.parent.ends_with('P')))
    };
    match place {
        0..=2 => organs.find(|code| level(code) == place),
        3 => organs.find(|code| level(code) == 3 && led_by_city(code)),
        4 => organs.find(|code| level(code) == 3 && !led_by_city(code)),
        _ => highest(plan),
    }
}

/// The holder of the role's post; for a plain member anybody of the branch without a post.
fn who(
    plan: &Plan,
    role: &Role,
    code: &str,
    unit: i64,
    held: &[Held],
    taken: &[usize],
) -> Option<usize> {
    if role.kind.is_empty() {
        let is_plain = |(place, person): &(usize, &demo::PlannedPerson)| {
            person.branch == code && person.posts.is_empty() && !taken.contains(place)
        };
        return plan.people.iter().enumerate().find(is_plain).map(|(place, _)| place);
    }
    let wanted = |post: &&Held| post.kind == role.kind && post.unit == unit;
    held.iter().find(wanted).map(|post| post.person)
}

fn name_of(ctx: &Ctx, unit: i64) -> Result<String> {
    Ok(ctx.read(|read| act::Place::find(read, unit))?.map_or(String::new(), |place| place.name))
}

/// The demo shows every system; each is entered in the burden ledger as in earnest.
pub(super) fn switch_everything_on(
    ctx: &Ctx,
    plan: &Plan,
    ids: &BTreeMap<String, i64>,
) -> Result<()> {
    let Some(unit) = highest(plan).and_then(|code| ids.get(code).copied()) else { return Ok(()) };
    let systems = ctx.part::<Systems>();
    let from = plan.use_from.unwrap_or(ctx.today);
    let switches: Vec<NewSwitch> = systems
        .systems()
        .filter(|system| !system.is_default_on())
        .map(|system| NewSwitch {
            system: system.key.clone(),
            unit,
            from,
            to: ctx.today.plus_months(12),
            document_no: "演示〔2026〕1号".into(),
            owner: None,
            minutes: 0,
        })
        .collect();
    ctx.act_system(&SEED, |w| account::switch_on_many(w, &switches))?;
    Ok(())
}
