//! The end of the audit chain cut off in the database, whole, while nothing runs: the mark beside the key misses it.

use act::Error;
use db::bind;

use crate::site::{Site, all};

#[test]
fn the_end_cut_off_in_the_database_is_found_by_verify_and_doctor() {
    let site = Site::new();
    // A server signs the head of the day and is killed: its mark may lag, and does not alarm.
    let server = site.serve();
    while !site.folder.join(audit::MARK_FILE).exists() {
        std::thread::park_timeout(std::time::Duration::from_millis(20));
    }
    drop(server);
    site.run(&["audit", "verify"]).says(0, "末端标记对得上");
    // More is done, and sealed at the latest before the next verb leaves the mark.
    site.run(&["retention", "--run"]).says(0, "");
    while site.core().db.seal_pending().unwrap() > 0 {}
    site.run(&["retention", "--run"]).says(0, "");
    let core = site.core();
    let last: i64 = all(&core, "SELECT max(no) FROM seal")[0];
    let cut = core.db.write(&[], |w| -> Result<u64, Error> {
        for sql in ["event", "view_log"].map(of_last_seal) {
            w.run(sql, bind![last])?;
        }
        w.run("DELETE FROM touched WHERE event NOT IN (SELECT id FROM event)", &[])?;
        Ok(w.run("DELETE FROM seal WHERE no = $1", bind![last])?)
    });
    assert_eq!(cut.unwrap(), 1);
    drop(core);
    site.run(&["audit", "verify"]).says(3, "末尾被截掉了");
    site.run(&["doctor"]).says(3, "末尾被截掉了");
    // Whoever takes the mark away as well is told of.
    std::fs::remove_file(site.folder.join(audit::MARK_FILE)).unwrap();
    site.run(&["audit", "verify"]).says(3, "数据目录里没有末端标记");
}

fn of_last_seal(table: &str) -> &'static str {
    if table == "event" {
        "DELETE FROM event WHERE (SELECT ' ' || events || ' ' FROM seal WHERE no = $1)
            LIKE '% ' || CAST(id AS TEXT) || ' %'"
    } else {
        "DELETE FROM view_log WHERE (SELECT ' ' || events || ' ' FROM seal WHERE no = $1)
            LIKE '% ' || CAST(id AS TEXT) || ' %'"
    }
}
