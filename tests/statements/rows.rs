//! A thousand rows at once, by plain SQL: a page does not ask how they came.

use db::{Db, Error, bind};

/// Ids far from those of the demo.
const FIRST: i64 = 7_000_000_000_000_000_000;

/// Where rows are added.
pub(crate) struct Ground {
    /// Branch of the secretary, committee of the officer, organ of the manager.
    pub(crate) branch: i64,
    pub(crate) committee: i64,
    pub(crate) organ: i64,
    pub(crate) secretary: i64,
    pub(crate) officer: i64,
}

/// Numbers `from + 1 ..= to` as `n(k)`.
macro_rules! numbered {
    ($head:literal, $rows:literal) => {
        concat!(
            $head,
            " WITH RECURSIVE n(k) AS (SELECT CAST($1 AS BIGINT) + 1 UNION ALL
               SELECT k + 1 FROM n WHERE k < CAST($2 AS BIGINT)),
             at(first, whose) AS (SELECT CAST($3 AS BIGINT), CAST($4 AS BIGINT)) ",
            $rows,
            " FROM n CROSS JOIN at"
        )
    };
}

const PERSONS: [&str; 3] = [
    numbered!(
        "INSERT INTO person (id, name, name_key, initials, staff_class, member_status, official_order,
             is_covert, version)",
        "SELECT first + k, '张伟', 'zhang wei', ' zw', 'officer', 'full', 0, FALSE, 0"
    ),
    numbered!(
        "INSERT INTO affiliation (id, person, unit, from_on, basis)",
        "SELECT first + k, first + k, whose, '2026-01-01', '测试'"
    ),
    numbered!(
        "INSERT INTO member_status (person, status, from_on, basis)",
        "SELECT first + k, 'full', '2026-01-01', CAST(whose AS TEXT)"
    ),
];
const ACCOUNTS: &str = numbered!(
    "INSERT INTO account (person, login, password, changed_at, must_change, opened_at)",
    "SELECT first + k, 'u' || CAST(k AS TEXT), CAST(whose AS TEXT), '2026-01-01T09:00:00Z', FALSE,
            '2026-01-01T09:00:00Z'"
);
const RECORDS: &str = numbered!(
    "INSERT INTO record (id, unit, kind, variety, also, title, topic, about, plan_on, held_on, sessions,
         guests, agenda, minutes, drafted_at, held_at, closed_at, version)",
    "SELECT first + k, whose, 'theme_day', '', '', '主题党日', '', '', '2026-11-02', '2026-11-02', '[]', '', '',
            '', '2026-11-02T09:00:00Z', '2026-11-02T09:00:00Z', '2026-11-02T09:00:00Z', 0"
);
const UNITS: &str = numbered!(
    "INSERT INTO unit (id, kind, family, code, name, short_name, name_key, initials, official_order,
         founded_on, use_from, lead_parent, lead_path, line_path, organ, version)",
    "SELECT first + k, 'branch', 'party', 'T' || CAST(k AS TEXT), '党支部', '党支部', '', '', 0,
            '2026-01-01', '2026-01-01', whose,
            (SELECT u.lead_path FROM unit u WHERE u.id = whose) || CAST(first + k AS TEXT) || '/', NULL,
            (SELECT u.organ FROM unit u WHERE u.id = whose), 0"
);
const BATCHES: &str = numbered!(
    "INSERT INTO import_batch (id, kind, unit, file_name, rows_count, refused, imported_at)",
    "SELECT first + k, 'members', whose, '名册.xlsx', 1, 0, '2026-11-02T09:00:00Z'"
);
const VIEWS: &str = numbered!(
    "INSERT INTO view_log (id, at, person, act, about, shown)",
    "SELECT first + k, '2026-11-02T09:00:00Z', whose - 1, 'see.member', 'person:' || CAST(whose AS TEXT), 1"
);
const NOTICES: &str = numbered!(
    "INSERT INTO notice (id, person, kind, text, url, created_at, digest_at)",
    "SELECT first + k, whose, 'reminder', '请看', '/', '2026-11-02T09:00:00Z', '2026-11-02T09:00:00Z'"
);

impl Ground {
    /// The people of the demo by their logins.
    pub(crate) fn of(db: &Db) -> Self {
        let held = |login: &str, kind: &str| -> (i64, i64) {
            let sql = "SELECT a.person, t.unit FROM account a JOIN post t ON t.person = a.person
                       WHERE a.login = $1 AND t.kind = $2 ORDER BY t.id LIMIT 1";
            db.read(|read| read.one(sql, bind![login, kind])).unwrap()
        };
        let (secretary, branch) = held("mishu", "secretary");
        let (officer, committee) = held("ganshi", "party_officer");
        let (_, organ) = held("guanliyuan", "affairs_manager");
        Self { branch, committee, organ, secretary, officer }
    }

    /// Rows `from + 1 ..= to` of every table whose lists are looked at.
    pub(crate) fn grow(&self, db: &Db, from: i64, to: i64) {
        let [persons, belonging, statuses] = PERSONS;
        let rows = [
            (persons, self.branch),
            (belonging, self.branch),
            (statuses, self.branch),
            (ACCOUNTS, self.organ),
            (RECORDS, self.branch),
            (UNITS, self.committee),
            (BATCHES, self.committee),
            (VIEWS, self.secretary),
            (NOTICES, self.officer),
        ];
        db.write(&[], |w| {
            for (sql, whose) in rows {
                w.run(sql, bind![from, to, FIRST, whose])?;
            }
            Ok::<(), Error>(())
        })
        .unwrap();
    }
}
