//! Directives (部署): what a unit above asks of units below it; the records that they hold are the report. Instructions (批示台账):
//! what a unit received from above, broken down into tasks of its posts and into directives.

mod addressed;
mod directive;
mod home;
mod instruction;
mod own;
mod paper;
mod register;
mod remind;
mod task;
mod upon;

use act::{Act, Ctx, Hat};
use web::{MenuEntry, Room, Section};

pub use crate::{
    addressed::{Word, fitting_in, link_in, say_in},
    directive::{NewDirective, addressed_in, close_in, issue_in},
    instruction::{NewInstruction, NewReport, enter_in, export_kind as ledger_kind, file_in},
    register::kind as export_kind,
    remind::schedule,
    task::{
        NewTask, Outcome, add_directive_in, add_in, ask_more_in, progress_in, report_in, settle_in,
    },
    upon::UPON,
};

/// The key of this system in `systems/`.
const SYSTEM: &str = "R13";
/// Theme days are asked for by a national text: a directive of them alone needs nothing switched on.
const THEME_DAYS: &str = "R47";

/// How directives stand, for the issuer and everybody above an addressed unit; by line without the records.
pub const SEE: Act = Act::new("see.directive", "看部署");

/// The ledger of a unit (批示台账) and its tasks, for the unit and everybody above it.
pub const SEE_INSTRUCTION: Act = Act::new("see.instruction", "看批示台账");

/// Whether there is a ledger of instructions for the hat worn: branches keep none.
pub fn has_ledger(ctx: &Ctx) -> bool {
    let of_unit = |hat: &Hat| instruction::keeps_one(ctx, &hat.unit.kind);
    ctx.carries(&SEE_INSTRUCTION) && ctx.actor.hat().is_some_and(of_unit)
}

const ACTS: &[Act] = &[
    SEE,
    SEE_INSTRUCTION,
    directive::ISSUE,
    directive::AMEND,
    directive::WITHDRAW,
    directive::CLOSE,
    directive::PASS,
    addressed::DRAFT,
    addressed::LINK,
    addressed::UNLINK,
    addressed::EXPLAIN,
    addressed::ANSWER,
    addressed::HELP,
    remind::REMIND,
    instruction::ENTER,
    instruction::AMEND,
    instruction::CANCEL,
    instruction::BREAK_DOWN,
    instruction::REPORT,
    task::PROGRESS,
    task::EXTEND,
    task::REPORT,
    task::ACCEPT,
    task::ANSWER,
    task::HELP,
    remind::REMIND_TASK,
];

/// Several lines of text as they were typed or pasted, none of them longer than an item of an agenda.
fn lines(reader: &web::Reader, name: &str, label: &str) -> Vec<String> {
    let typed = reader.many(name).first().copied().unwrap_or_default();
    let text = text::intake_lines(typed, ITEMS_AT_MOST * (ITEM_AT_MOST + 1)).unwrap_or_else(|it| {
        reader.fault(name, format!("{label}：{it}"));
        String::new()
    });
    let lines: Vec<String> =
        text.lines().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    if lines.len() > ITEMS_AT_MOST || lines.iter().any(|it| it.chars().count() > ITEM_AT_MOST) {
        let words = format!("{label}：最多{ITEMS_AT_MOST}行，每行最多{ITEM_AT_MOST}个字");
        reader.fault(name, words);
    }
    lines
}

const ITEMS_AT_MOST: usize = 12;
/// An item becomes one of the agenda.
const ITEM_AT_MOST: usize = 120;

/// What this room brings to the application.
pub fn room() -> Room {
    // Fixed words before `{id}`: a reader finds them first.
    let routes = [
        register::routes(),
        directive::routes(),
        paper::routes(),
        addressed::routes(),
        task::routes(),
        instruction::routes(),
    ];
    Room {
        name: "directive",
        routes: routes.concat(),
        menu: vec![
            MenuEntry { section: Section::Life, url: "/directives", act: Some(SEE) },
            MenuEntry { section: Section::Life, url: "/instructions", act: Some(SEE_INSTRUCTION) },
        ],
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        jobs: vec![remind::job()],
        own: own::data(),
        ..Room::default()
    }
}
