//! 运行状况: the system administrator reads there what `doctor` says, and Prometheus the same in figures.

use audit::{MARK_FILE, Marker};
use backups::{Kept, LOCK_FILE, Last, Plan, name_at};
use calendar::Instant;
use tempfile::TempDir;
use testkit::{Browser, day};

use crate::{
    pages::{app, browser},
    trail::holder,
    world::{PASSWORD, World},
};

/// A server with its folder, and who looks after it.
struct Room {
    world: World,
    data: TempDir,
    shelf: TempDir,
}

impl Room {
    fn new() -> Self {
        let (data, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let (at, dir) = ((2, 30), shelf.path().to_owned());
        let plan = Plan { data: data.path().to_owned(), dir, at, keep: 14 };
        let world = World::running_in(plan);
        let _ = holder(&world, "系统员", 3, "system_administrator", "xitong3");
        Self { world, data, shelf }
    }

    /// Whoever waited long has to sign in anew.
    fn administrator(&self) -> Browser {
        let token = self.world.try_to_sign_in("xitong3", PASSWORD).unwrap().token;
        browser(&app(&self.world), &token)
    }

    fn page(&self) -> String {
        let answer = self.administrator().get("/admin/status");
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.statements <= 8, "{} statements", answer.statements);
        answer.body
    }

    /// The figure of this name; *None* where it is not told.
    fn figure(&self, name: &str) -> Option<i64> {
        let text = self.administrator().get("/metrics").body;
        let line = text.lines().find_map(|it| it.strip_prefix(&format!("guantong_{name} ")));
        line.map(|it| it.parse().unwrap())
    }

    /// A backup that was made and tried out at that hour of the day.
    fn back_up(&self, hour: i8) {
        let lock = crypto::RecoveryCode::random().lock();
        std::fs::write(self.data.path().join(LOCK_FILE), lock.hex()).unwrap();
        let at = Instant::at(day("2026-11-20"), hour, 0);
        let file = self.shelf.path().join(name_at(at));
        std::fs::write(&file, b"x").unwrap();
        let last = Last { at, file, bytes: 1, seconds: Some(3), seal: None };
        Kept::note(self.data.path(), Ok(last)).unwrap();
    }

    fn seal(&self) {
        while self.world.home.core.db.seal_pending().unwrap() > 0 {}
    }

    fn sign_head(&self) {
        self.seal();
        audit::sign_head(&self.world.home.operator()).unwrap();
        self.seal();
        Marker::leave(&self.world.home.core, self.data.path()).unwrap();
    }
}

/// The row that begins with this word.
fn row<'p>(page: &'p str, what: &str) -> &'p str {
    let from = page.find(&format!("<th scope=\"row\">{what}</th>")).expect("the row is there");
    page[from..].split("</tr>").next().unwrap()
}

#[test]
fn what_is_not_right_stands_first_with_what_to_do() {
    let room = Room::new();
    let page = room.page();
    let wrong = row(&page, "备份");
    assert!(
        wrong.contains("还没有恢复码，不能备份") && wrong.contains("backup --new-code"),
        "{wrong}"
    );
    let wrong = row(&page, "三员");
    assert!(wrong.contains("还缺安全保密管理员、安全审计员"), "{wrong}");
    assert!(wrong.contains("【管理—管理员】里任命"), "{wrong}");
    assert!(row(&page, "磁盘").contains(" GB") && row(&page, "内存").contains(" GB"));
    assert!(row(&page, "时钟").contains("停在2026年11月20日"), "{}", row(&page, "时钟"));
    let (last_wrong, first_good) = (page.rfind("要看一下</span>"), page.find("正常</span>"));
    assert!(last_wrong < first_good, "{last_wrong:?} {first_good:?}");
    assert_eq!(room.figure("backup_age_seconds"), None, "no age before there is a backup");
    assert_eq!(room.figure("administrators_missing"), Some(2));
    assert!(room.figure("disk_free_bytes").unwrap() > 0);
    assert!(room.figure("memory_available_bytes").unwrap() > 0);
    holder(&room.world, "安全员", 3, "security_administrator", "anquan3");
    holder(&room.world, "审计员", 3, "audit_administrator", "shenji3");
    assert!(row(&room.page(), "三员").contains("都有人"));
    assert_eq!(room.figure("administrators_missing"), Some(0));
}

#[test]
fn how_old_the_last_backup_is_stands_on_the_page() {
    let room = Room::new();
    room.back_up(7);
    let page = room.page();
    let good = row(&page, "备份");
    for words in ["2026年11月20日7:00（2小时前）", "核对过", "每天02:30自动备份", "正常"]
    {
        assert!(good.contains(words), "{words}: {good}");
    }
    assert_eq!(room.figure("backup_age_seconds"), Some(7200));
    room.world.wait_minutes(36 * 60);
    let page = room.page();
    assert!(row(&page, "备份").contains("已经超过一天半了"), "{}", row(&page, "备份"));
    let failed = (room.world.home.core.clock.now(), "磁盘满了".to_owned());
    Kept::note(room.data.path(), Err(failed)).unwrap();
    let page = room.page();
    assert!(row(&page, "备份").contains("没有做成：磁盘满了"), "{}", row(&page, "备份"));
}

#[test]
fn the_end_of_the_audit_chain_and_its_mark_stand_on_the_page() {
    let room = Room::new();
    room.sign_head();
    let head = room.world.home.core.db.read(|read| audit::heads_on_page(read, 0, 1)).unwrap();
    let page = room.page();
    let good = row(&page, "每日签名");
    assert!(good.contains(&head[0].code().to_string()), "{good}");
    assert!(good.contains("最近一次2026年11月20日") && good.contains("末端标记对得上"), "{good}");
    assert_eq!(room.figure("audit_head_age_seconds"), Some(0));
    assert_eq!(room.figure("audit_mark_agrees"), Some(1));
    assert_eq!(room.figure("clock_after_last_act_seconds"), Some(0));
    room.world.wait_minutes(37 * 60);
    let page = room.page();
    assert!(row(&page, "每日签名").contains("以后没有再签"), "{}", row(&page, "每日签名"));

    let mark = room.data.path().join(MARK_FILE);
    let text = std::fs::read_to_string(&mark).unwrap();
    std::fs::write(&mark, text.replace("2026-11-20", "2026-11-19")).unwrap();
    let page = room.page();
    let wrong = row(&page, "每日签名");
    assert!(wrong.contains("末端标记是假的") && wrong.contains("报告安全审计员"), "{wrong}");
    assert_eq!(room.figure("audit_mark_agrees"), Some(0));
    std::fs::remove_file(&mark).unwrap();
    assert!(row(&room.page(), "每日签名").contains("没有末端标记"));
}
