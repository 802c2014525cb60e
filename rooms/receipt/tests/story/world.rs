//! A city's committee (1) with its organ committee (2) and a district's committee (3) below it; a county's (4) that is led from
//! outside; a branch (5). By line: province (100), city (110), district (113), county (114).

use std::ops::{Deref, DerefMut};

use act::{Act, Core};
use org::NewUnit;
use people::NewMember;
use rules::Rules;
use systems::Systems;
use testkit::{Cast, Home, day};

const PREPARE: Act = Act::new("test.prepare", "准备");

pub(crate) struct World(Cast);

impl Deref for World {
    type Target = Cast;

    fn deref(&self) -> &Cast {
        &self.0
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut Cast {
        &mut self.0
    }
}

/// (id, kind, name, superior by line, superior by lead, host)
type Founded = (i64, &'static str, &'static str, Option<i64>, Option<i64>, Option<i64>);

const UNITS: [Founded; 11] = [
    (100, "provincial_department", "某省公安厅", None, None, None),
    (110, "city_bureau", "某市公安局", Some(100), None, None),
    (113, "county_bureau", "某市公安局东区分局", Some(110), None, None),
    (114, "county_bureau", "南屏县公安局", Some(110), None, None),
    (7, "outside_committee", "中共某市委员会", None, None, None),
    (8, "outside_committee", "中共南屏县委员会", None, None, None),
    (1, "leading_committee", "市局党委", None, Some(7), Some(110)),
    (2, "organ_committee", "市局机关党委", None, Some(1), Some(110)),
    (3, "leading_committee", "东区分局党委", None, Some(1), Some(113)),
    (4, "leading_committee", "南屏县局党委", None, Some(8), Some(114)),
    (5, "branch", "刑侦支部", None, Some(2), Some(110)),
];

fn found(home: &Home) {
    home.operator()
        .act_system(&PREPARE, |w| {
            for (id, kind, name, line, lead, host) in UNITS {
                let new = NewUnit {
                    id: Some(id),
                    line,
                    lead,
                    host,
                    use_from: Some(day("2026-01-01")),
                    ..NewUnit::new(kind, name, day("2020-01-01"))
                };
                org::found_unit(w, Systems::built_in(), &new)?;
            }
            Ok(())
        })
        .unwrap();
}

impl World {
    pub(crate) fn new() -> Self {
        let home = Home::on("2026-11-20", |core: Core| {
            let systems = Systems::built_in();
            let core = core.with(Rules::built_in().clone()).with(systems.powers());
            let core = core.with(record::GoesTo(receipt::goes_to));
            core.with(systems.clone()).with(record::SwitchedOn(|_, _, units, _| {
                let all = || Systems::built_in().systems().map(|it| it.key.clone()).collect();
                Ok(units.iter().map(|unit| (*unit, all())).collect())
            }))
        });
        found(&home);
        let app = testkit::app(&home, vec![record::room(), duty::room(), receipt::room()]);
        let mut world = Self(Cast::of(home, app));
        world.admit("市局干部", Some(("party_officer", 1)));
        world.admit("市局纪检", Some(("discipline_inspector", 1)));
        world.admit("机关干部", Some(("party_officer", 2)));
        world.admit("分局干部", Some(("party_officer", 3)));
        world.admit("县局干部", Some(("party_officer", 4)));
        world.admit("支部书记", Some(("secretary", 5)));
        world.admit("省厅领导", Some(("organ_leader", 100)));
        world.admit("市局条线", Some(("line_officer", 110)));
        world
    }

    fn admit(&mut self, name: &'static str, post: Option<(&str, i64)>) {
        let member = NewMember::named(name, 5, day("2020-01-01"), "测试");
        let keys = self.home.core.keys.clone();
        let person = self.prepare(|w| people::admit(w, &keys, &member));
        self.enter(name, person, post);
    }

    /// A report filed through its form; its id.
    pub(crate) fn filed(&self, by: &str, it: (&str, &str, &str)) -> i64 {
        self.filed_about(by, it, "")
    }

    /// The same of one event.
    pub(crate) fn filed_about(
        &self,
        by: &str,
        (unit, kind, on): (&str, &str, &str),
        about: &str,
    ) -> i64 {
        let fields = [
            ("kind", kind),
            ("unit", unit),
            ("about", about),
            ("title", "今年的报告"),
            ("on1", on),
            ("topic", "党字〔2026〕52号"),
            ("guests", "上级党组织"),
            ("minutes", "集体学习五次。"),
            ("makes_up", ""),
            ("late_reason", "刚刚登记"),
        ];
        let url = self.done(by, "/records/filing", &fields);
        url.rsplit('/').next().and_then(|it| it.parse().ok()).expect("a record")
    }

    /// What waits on the home page of an officer of a committee, in words.
    pub(crate) fn at_home(&self, unit: i64) -> String {
        let core = &self.home.core;
        let hat = act::Hat {
            post: 1,
            kind: "party_officer".into(),
            title: "党务干部".into(),
            unit: core.db.read(|read| act::Place::find(read, unit)).unwrap().unwrap(),
            powers: Systems::built_in().powers().of("party_officer"),
            stand_in: None,
        };
        let actor = act::Actor::Person { id: 1, name: "干部".into(), hat: Some(hat) };
        let ctx = act::Ctx::new(core, actor);
        let gathered = ctx.read(|read| web::at_home(&ctx, read, &[receipt::room()])).unwrap();
        let todos = gathered.into_iter().flat_map(|(todos, _)| todos);
        todos.map(|it| format!("{}：{}", it.title, it.words)).collect::<Vec<_>>().join("\n")
    }
}
