//! One of each kind of gathering that no rhythm brings, in the first branch and the organ committee of each county of the
//! division in depth: something to open for everybody who tries the demo out.

use act::{Acting, Ctx};
use anyhow::Result;
use calendar::{Day, Instant};
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;

use super::{SEED, load::Loaded, people::each_once};

/// What was held, on which day of the year.
struct Held {
    kind: &'static str,
    variety: &'static str,
    on: (i8, i8),
    title: &'static str,
    topic: &'static str,
    guests: &'static str,
    minutes: &'static str,
}

const OF_BRANCH: [Held; 7] = [
    Held {
        kind: "rite",
        variety: "oath",
        on: (7, 1),
        title: "“七一”重温入党誓词",
        topic: "",
        guests: "",
        minutes: "全体起立，奏国歌。\n支部书记领誓，党员举右手重温入党誓词。\n两名年轻党员谈了入党那天的情形，大家约定把誓词抄在工作笔记的第一页。",
    },
    Held {
        kind: "rite",
        variety: "badge",
        on: (4, 2),
        title: "为新转正党员佩戴党徽",
        topic: "",
        guests: "",
        minutes: "支部书记宣读转正通知，为新转正的党员佩戴党徽。\n本人表态，介绍人提出希望：窗口上有人等，就别让人白跑。",
    },
    Held {
        kind: "rite",
        variety: "birthday",
        on: (9, 9),
        title: "9月政治生日",
        topic: "",
        guests: "",
        minutes: "给本月过政治生日的党员送上贺卡。\n过生日的党员回顾入党经过，读了一段自己当年的思想汇报，其他党员谈了感受。",
    },
    Held {
        kind: "warning_education",
        variety: "case",
        on: (6, 17),
        title: "上半年警示教育",
        topic: "接受管理服务对象宴请的三起通报",
        guests: "",
        minutes: "学习上级通报的三起典型案例。\n逐人对照检查，重点说了人情往来和八小时以外。\n支部商定：节前提醒由纪检委员负责，重点岗位的同志每季度谈一次。",
    },
    Held {
        kind: "training",
        variety: "",
        on: (4, 21),
        title: "党员集中学习培训",
        topic: "党支部工作条例和党员教育管理工作条例",
        guests: "县委党校教师",
        minutes: "上午集中授课，下午分组讨论。\n讨论集中在两件事：值班多的同志怎么补学，党小组会怎么开得短而有内容。",
    },
    Held {
        kind: "activity",
        variety: "volunteer",
        on: (3, 5),
        title: "进社区反诈宣传志愿服务",
        topic: "",
        guests: "",
        minutes: "到两个小区设点宣传，帮老人关闭陌生来电转接，解答问题六十多个。\n商定每季度去一次，由青年党员轮流牵头。",
    },
    Held {
        kind: "party_lecture",
        variety: "leader",
        on: (5, 20),
        title: "领导讲党课",
        topic: "从一次接处警谈人民立场",
        guests: "分管局领导",
        minutes: "分管局领导结合三次接处警的经过讲群众工作。\n讲完当场答问：夜间单警处置、酒后警情的劝导、窗口延时服务。",
    },
];

const OF_COMMITTEE: [Held; 5] = [
    Held {
        kind: "rite",
        variety: "oath",
        on: (7, 1),
        title: "庆“七一”集体重温入党誓词",
        topic: "",
        guests: "",
        minutes: "各支部代表参加。\n机关党委书记领誓，全体党员重温入党誓词。\n三名老党员讲了从警初期的故事。",
    },
    Held {
        kind: "deeds_report",
        variety: "",
        on: (5, 15),
        title: "先进事迹报告会",
        topic: "扎根社区二十年",
        guests: "事迹报告团",
        minutes: "四名同志作事迹报告。\n会后分支部座谈，收集到三条可以照着做的办法，转给各支部。",
    },
    Held {
        kind: "warning_education",
        variety: "film",
        on: (6, 24),
        title: "机关警示教育大会",
        topic: "违规过问案件的典型案例",
        guests: "",
        minutes: "通报典型案例，观看警示教育片。\n要求各支部在两周内开展一次对照检查，结果记入支部记录。",
    },
    Held {
        kind: "party_lecture",
        variety: "expert",
        on: (9, 18),
        title: "专家辅导：党内法规体系",
        topic: "党内法规和国家法律的衔接",
        guests: "省委党校教授",
        minutes: "专家讲授两个小时，结合公安机关实际举例。\n现场提问五个，关于处分和组织处理的衔接问得最多。",
    },
    Held {
        kind: "training",
        variety: "",
        on: (8, 12),
        title: "党支部书记培训班",
        topic: "组织生活怎样开得实、记得准",
        guests: "",
        minutes: "一天集中培训，上午讲条例，下午两个支部现场演示组织生活会。\n结业时每名书记写下回去先改的一件事。",
    },
];

pub(super) fn load(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    for (organ, committee) in loaded.county_committees() {
        let branch = loaded.ids.get(&format!("{organ}Z01")).copied();
        ctx.act_system(&SEED, |w| {
            let mut closed = Vec::new();
            if let Some(branch) = branch {
                closed.extend(all(w, ctx.today, branch, &OF_BRANCH)?);
            }
            closed.extend(all(w, ctx.today, committee, &OF_COMMITTEE)?);
            record::close_many(w, ctx.part::<Rules>(), &closed).map(|_| ())
        })?;
    }
    Ok(())
}

/// Those whose day has come this year.
fn all(w: &Acting, today: Day, unit: i64, held: &[Held]) -> act::Result<Vec<Closed>> {
    let mut found = Vec::new();
    for it in held {
        let Some(on) = Day::new(today.year(), it.on.0, it.on.1).filter(|on| *on < today) else {
            continue;
        };
        found.push(closed(w, unit, on, it)?);
    }
    Ok(found)
}

fn closed(w: &Acting, unit: i64, on: Day, it: &Held) -> act::Result<Closed> {
    let roll = came(w, unit, on)?;
    let chair = roll.first().map(|(entry, _)| entry.person);
    let recorder = roll.get(1).map(|(entry, _)| entry.person);
    let session =
        Session { on, from: "15:00".into(), to: "16:30".into(), place: "党员活动室".into() };
    Ok(Closed {
        variety: it.variety.to_owned(),
        title: it.title.to_owned(),
        topic: it.topic.to_owned(),
        guests: it.guests.to_owned(),
        minutes: it.minutes.to_owned(),
        chair,
        recorder,
        roll,
        ..Closed::new(unit, it.kind, session, Instant::at(on, 17, 30))
    })
}

/// Everybody of the roll; of a committee, which has none, who holds a post there.
fn came(w: &Acting, unit: i64, on: Day) -> act::Result<Vec<(Entry, Option<i64>)>> {
    let one = |person: i64, votes: bool| Entry { person, votes, presence: Presence::Came(1) };
    let roll = people::roll(w, unit, on)?;
    let members: Vec<_> =
        roll.iter().map(|it| (one(it.person, it.may_vote), it.subgroup)).collect();
    if !members.is_empty() {
        return Ok(members);
    }
    let held = each_once(people::held_in(w, unit, on)?);
    Ok(held.into_iter().map(|post| (one(post.person, true), None)).collect())
}
