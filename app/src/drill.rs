//! The drill of the keys: an installation is written to while its key changes, and nothing is lost.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use act::{Act, Core, Ctx};
use anyhow::{Context, Result, bail, ensure};
use calendar::{Clock, Day};
use crypto::Keys;
use db::{Db, Durability, Target};

use crate::furnish;

const DRILL: Act = Act::new("key.drill", "演练换密钥");
/// Written before the rotation, and at least so many after it.
const WRITES: usize = 40;

/// In a temporary folder, with an invented county in it.
pub fn in_scratch(told: &mut dyn FnMut(String)) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("guantong-drill-{}", &crypto::token()[..16]));
    std::fs::create_dir_all(&folder)?;
    let done = (|| {
        let key_file = folder.join("master.key");
        let db = Db::open(&Target::Folder(folder.clone()), Durability::Off)?;
        let keys = Keys::open_or_create(&key_file)?;
        let core = Arc::new(furnish(Core::new(db, keys, Clock::system())));
        told("在临时目录里建一个虚构的县".into());
        crate::demo::county(&Ctx::new(&core, act::Actor::Operator))?;
        run(&core, &key_file, told)
    })();
    let _ = std::fs::remove_dir_all(&folder);
    done
}

/// On an installation whose keys stand in this file, with people who have identity numbers.
pub fn run(core: &Arc<Core>, key_file: &Path, told: &mut dyn FnMut(String)) -> Result<()> {
    let ctx = Ctx::new(core, act::Actor::Operator);
    let old_file = key_file.with_extension("old");
    keyring::take(&ctx)?;
    std::fs::copy(key_file, &old_file)?;
    let before = count(&ctx)?;
    told(format!("换之前有{before}个加密的值，都打得开、找得到"));
    let written = rotate_while_writing(core, key_file)?;
    told(format!("换到第{}把；换的时候照常写入了{written}人", core.keys.newest_id()));
    jobs::Runner::new(core, [keyring::job()], []).run_due()?;
    let left: i64 = keyring::left(&ctx)?.into_iter().map(|(_, left)| left).sum();
    ensure!(left == 0, "还有{left}条在旧密钥下，没有换完");
    let after = count(&ctx)?;
    // A number, a phone and a key of his own for each.
    let wanted = before + 3 * written;
    ensure!(after == wanted, "换之前{before}个值，加上新写的应有{wanted}个，现在{after}个");
    for number in 0..written {
        let found =
            ctx.read(|read| people::find_by_id_number(read, &core.keys, &id_number(number)))?;
        ensure!(found.is_some(), "换的时候写入的第{number}人按证件号找不到了");
    }
    told(format!("后台重新加密完了：{after}个值都在新密钥下，都打得开、找得到"));
    let report = audit::verify(&ctx, None, &|_, _| {})?;
    if let Some(broken) = report.broken {
        bail!("审计记录断了：{broken}");
    }
    told(format!("审计记录对得上：{}条，新旧密钥下的都在", report.events));
    refuse_old_file(&ctx, &old_file, told)?;
    std::fs::remove_file(&old_file)?;
    told("演练通过".into());
    Ok(())
}

fn count(ctx: &Ctx) -> Result<usize> {
    Ok(keyring::prove_all(ctx)?.into_iter().map(|(_, count)| count).sum())
}

/// People are entered before, during and after the rotation; the server follows the file as `serve`
/// does. How many were entered.
fn rotate_while_writing(core: &Arc<Core>, key_file: &Path) -> Result<usize> {
    let (written, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let organs = crate::stock::organs(&Ctx::new(core, act::Actor::Operator))?;
    let unit = organs.first().map(|it| it.id).context("演练要有组织")?;
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| -> Result<()> {
            while !stop.load(Ordering::SeqCst) {
                enter(core, unit, written.load(Ordering::SeqCst))?;
                written.fetch_add(1, Ordering::SeqCst);
            }
            Ok(())
        });
        let wait_for = |many: usize| {
            while written.load(Ordering::SeqCst) < many && !writer.is_finished() {
                std::thread::yield_now();
            }
        };
        wait_for(WRITES);
        // The operator's process: it shares nothing with the server but the file.
        let rotated = Keys::open_or_create(key_file).and_then(|keys| keys.rotate());
        keyring::follow(core);
        let under_new = written.load(Ordering::SeqCst);
        wait_for(under_new + WRITES);
        stop.store(true, Ordering::SeqCst);
        writer.join().map_err(|_| anyhow::anyhow!("写入中断了"))??;
        ensure!(rotated? == core.keys.newest_id(), "服务没有用上新密钥");
        Ok(written.load(Ordering::SeqCst))
    })
}

/// Somebody with an identity number and a phone.
fn enter(core: &Arc<Core>, unit: i64, number: usize) -> Result<()> {
    let ctx = Ctx::new(core, act::Actor::Operator);
    let since: Day = ctx.today.plus_days(-30);
    let mut member = people::NewMember::named("演练", unit, since, "演练");
    member.id_number = Some(id_number(number));
    member.phone = Some(format!("199{number:08}"));
    ctx.act_system(&DRILL, |w| people::admit(w, &core.keys, &member))?;
    Ok(())
}

/// A number that is nobody's: the district 000001 does not exist.
fn id_number(number: usize) -> String {
    format!("00000119700101{:04}", number % 10_000)
}

/// What a restore with the key file of before the rotation would meet.
fn refuse_old_file(ctx: &Ctx, old_file: &Path, told: &mut dyn FnMut(String)) -> Result<()> {
    let old = Keys::open_or_create(old_file)?;
    let words = ctx.read(|read| Ok(keyring::missing(read, &old)?))?;
    let words = words.context("拿旧的密钥文件也打开了，应当拒绝")?;
    told(format!("拿换之前的密钥文件来，会被拒绝：{words}"));
    Ok(())
}
