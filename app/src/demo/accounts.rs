//! One account for each role, printed with its password; every switch on.

use std::collections::BTreeMap;

use account::{NewAccount, NewSwitch};
use act::Ctx;
use anyhow::Result;
use demo::Plan;
use serde::Serialize;
use systems::Systems;

use super::{SEED, load::Loaded, people::Held};

/// The password of every account of the demo: it is printed, and the demo listens on loopback only.
const PASSWORD: &str = "guantong-demo-2026";

/// Who may sign in.
#[derive(Debug, Clone, Serialize)]
pub struct Opened {
    pub login: String,
    pub password: &'static str,
    pub role: &'static str,
    pub name: String,
    pub unit: String,
    /// Pages that show what the role is for.
    pub pages: Vec<String>,
}

/// One role of the demo: who holds which post where.
struct Role {
    login: &'static str,
    title: &'static str,
    kind: &'static str,
    /// Tail of the unit's code below the organ.
    tail: &'static str,
    /// 0 ministry, 1 province, 2 city, 3 the district led by the city, 4 the county led by itself,
    /// 5 the highest organ in depth
    place: usize,
    pages: &'static [&'static str],
}

const PLACES: usize = 6;

const ROLES: [Role; 22] = [
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
        login: "fushuji",
        title: "县局机关党委专职副书记",
        kind: "full_time_deputy_secretary",
        tail: "J",
        place: 4,
        pages: &["/"],
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
        login: "shizheng",
        title: "市局政治部条线干部",
        kind: "line_officer",
        tail: "",
        place: 2,
        pages: &[],
    },
    Role {
        login: "dangban",
        title: "县局党委党务干部",
        kind: "party_officer",
        tail: "P",
        place: 4,
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
        login: "fendang",
        title: "分局党委党务干部",
        kind: "party_officer",
        tail: "P",
        place: 3,
        pages: &[],
    },
    Role {
        login: "shidang",
        title: "市局党委党务干部",
        kind: "party_officer",
        tail: "P",
        place: 2,
        pages: &["/receipts"],
    },
    Role {
        login: "xitong",
        title: "系统管理员",
        kind: "system_administrator",
        tail: "",
        place: 5,
        pages: &[],
    },
    Role {
        login: "anquan",
        title: "安全保密管理员",
        kind: "security_administrator",
        tail: "",
        place: 5,
        pages: &[],
    },
    Role {
        login: "shenji",
        title: "安全审计员",
        kind: "audit_administrator",
        tail: "",
        place: 5,
        pages: &[],
    },
];

/// Who of the parts loaded so far gets which account.
#[derive(Default)]
pub(super) struct Cast {
    /// Code of the organ of each place, as soon as it has come.
    organs: BTreeMap<usize, String>,
    /// By place in [`ROLES`].
    chosen: BTreeMap<usize, Chosen>,
}

struct Chosen {
    person: i64,
    name: String,
    unit: i64,
}

impl Cast {
    /// Looks whether this part of the plan has somebody for the roles that are still open.
    pub(super) fn choose(&mut self, plan: &Plan, loaded: &Loaded, persons: &[i64], held: &[Held]) {
        for place in 0..PLACES {
            if let Some(organ) = organ_at(plan, place, &loaded.depth) {
                self.organs.entry(place).or_insert_with(|| organ.to_owned());
            }
        }
        let mut taken: Vec<i64> = self.chosen.values().map(|chosen| chosen.person).collect();
        for (number, role) in ROLES.iter().enumerate() {
            let Some(organ) = self.organs.get(&role.place).filter(|it| plan.organs.contains(it))
            else {
                continue;
            };
            let code = format!("{organ}{}", role.tail);
            let Some(unit) = loaded.ids.get(&code).copied() else { continue };
            let is_free = |place: usize| !taken.contains(&persons[place]);
            let Some(place) = who(plan, role, (&code, unit), held, &is_free) else { continue };
            let (person, name) = (persons[place], plan.people[place].name.clone());
            taken.push(person);
            self.chosen.insert(number, Chosen { person, name, unit });
        }
    }

    /// Opens the accounts.
    pub(super) fn open(&self, ctx: &Ctx) -> Result<Vec<Opened>> {
        let password = account::hash_password(PASSWORD);
        let cast = || self.chosen.iter().map(|(number, chosen)| (&ROLES[*number], chosen));
        let new = |(role, chosen): (&Role, &Chosen)| NewAccount {
            person: chosen.person,
            login: role.login.into(),
            password: password.clone(),
            must_change: false,
        };
        let accounts: Vec<NewAccount> = cast().map(new).collect();
        ctx.act_system(&SEED, |w| {
            account::open_many(w, &accounts)?;
            Ok(())
        })?;
        let opened = cast().map(|(role, chosen)| {
            Ok(Opened {
                login: role.login.into(),
                password: PASSWORD,
                role: role.title,
                name: chosen.name.clone(),
                unit: name_of(ctx, chosen.unit)?,
                pages: pages(role, chosen.unit),
            })
        });
        opened.collect()
    }
}

fn pages(role: &Role, unit: i64) -> Vec<String> {
    let fixed = role.pages.iter().map(|page| (*page).to_owned());
    let picture = (role.kind == "organ_leader").then(|| format!("/situation/{unit}"));
    fixed.chain(picture).collect()
}

/// The organ of a place; `None` where this part of the plan has no such place.
fn organ_at<'p>(plan: &'p Plan, place: usize, depth: &str) -> Option<&'p str> {
    let level = |code: &str| match code {
        "000000" => 0,
        code if code.ends_with("0000") => 1,
        code if code.ends_with("00") => 2,
        _ => 3,
    };
    let organs = plan.organs.iter().map(String::as_str);
    let mut organs = organs.filter(|code| level(code) == 0 || code.starts_with(depth));
    let led_by_city = |code: &str| {
        let unit = plan.units.iter().find(|unit| unit.code == format!("{code}P"));
        unit.is_some_and(|unit| unit.ties.iter().any(|tie| tie.parent.ends_with('P')))
    };
    match place {
        0..=2 => organs.find(|code| level(code) == place),
        3 => organs.find(|code| level(code) == 3 && led_by_city(code)),
        4 => organs.find(|code| level(code) == 3 && !led_by_city(code)),
        _ => organs.find(|code| level(code) > 0),
    }
}

/// The holder of the role's post; for a plain member anybody of the branch without a post.
fn who(
    plan: &Plan,
    role: &Role,
    (code, unit): (&str, i64),
    held: &[Held],
    is_free: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    if role.kind.is_empty() {
        let is_plain = |(place, person): &(usize, &demo::PlannedPerson)| {
            person.branch == code && person.posts.is_empty() && is_free(*place)
        };
        return plan.people.iter().enumerate().find(is_plain).map(|(place, _)| place);
    }
    let wanted = |post: &&Held| post.kind == role.kind && post.unit == unit;
    held.iter().find(wanted).map(|post| post.person)
}

fn name_of(ctx: &Ctx, unit: i64) -> Result<String> {
    Ok(ctx.read(|read| act::Place::find(read, unit))?.map_or(String::new(), |place| place.name))
}

/// A city that still wants a book written by hand: what the burden ledger is for.
pub(super) fn demand_handwriting(ctx: &Ctx, city: i64) -> Result<()> {
    let Some(owner) = owner_in(ctx, city)? else { return Ok(()) };
    let demand = duty::NewDemand {
        sort: "handwriting".into(),
        title: "党员大会手写记录本".into(),
        quote: "党支部党员大会除系统记录外，另用统一印制的记录本手写一份。".into(),
        document_no: "演示〔2026〕6号".into(),
        owner,
        minutes: 75,
        from: ctx.today.plus_months(-8),
        to: ctx.today.plus_months(4),
    };
    ctx.act_system(&SEED, |w| duty::enter_demands(w, ctx, city, std::slice::from_ref(&demand)))?;
    Ok(())
}

/// Whoever is answerable for what a unit asks: its first holder of a post.
fn owner_in(ctx: &Ctx, unit: i64) -> Result<Option<i64>> {
    let held = ctx.read(|read| people::held_in(read, unit, ctx.today))?;
    Ok(held.first().map(|post| post.person))
}

/// The demo shows every system; each is entered in the burden ledger as in earnest.
pub(super) fn switch_everything_on(ctx: &Ctx, unit: i64) -> Result<()> {
    let systems = ctx.part::<Systems>();
    let owner = owner_in(ctx, unit)?;
    let switches: Vec<NewSwitch> = systems
        .systems()
        .filter(|system| !system.is_default_on())
        .map(|system| NewSwitch {
            system: system.key.clone(),
            unit,
            from: ctx.today.plus_months(-12),
            to: ctx.today.plus_months(12),
            document_no: "演示〔2026〕1号".into(),
            owner,
            minutes: 0,
        })
        .collect();
    ctx.act_system(&SEED, |w| account::switch_on_many(w, &switches))?;
    Ok(())
}
