//! The minutes of a general meeting of a branch, three pages long. All people are invented.

use calendar::Day;
use documents::{Block, Fill, Motion, Paper, Table, Template};

pub(crate) const TEMPLATE: &str = include_str!("minutes.md");

/// From the template, as the record room makes them.
pub(crate) fn minutes() -> Paper {
    let template = Template::parse("minutes.md", TEMPLATE).unwrap();
    template.fill(&fill()).unwrap()
}

pub(crate) fn fill() -> Fill {
    Fill::new()
        .text("branch", "南屏县公安局刑侦大队党支部")
        .text("time", "2026年6月24日15时至16时30分")
        .text("venue", "刑侦大队二楼会议室")
        .text("host", "周立群（党支部书记）")
        .text("recorder", "陈晓梅（组织委员）")
        .text(
            "present",
            "应到会党员27人，其中有表决权26人；实到24人，其中有表决权23人，超过半数，符合规定。",
        )
        .text("absent", "马国栋（出差）、韩正林（值班）、杜小满（病假）。")
        .text("report", REPORT)
        .blocks("motions", motions())
        .text("tasks", TASKS)
        .blocks("roll", [Block::Table(roll())])
        .text("day", day().zh())
}

pub(crate) fn day() -> Day {
    Day::new(2026, 6, 24).unwrap()
}

const REPORT: &str = "周立群同志代表支部委员会报告2026年上半年工作。上半年，支部召开党员大会2次、支部委员会会议6次，上党课2次，开展主题党日6次；党员参加集中学习培训平均19学时。支部围绕打击整治电信网络诈骗、跨境赌博等工作，设立党员先锋岗4个，组建党员突击队2支。
报告指出存在的问题：一是侦查办案任务较重时，党课和主题党日时间安排不够稳定；二是对外出办案党员的学习补课跟得不紧，有3人次超过两周才补学；三是谈心谈话覆盖面还不够，年轻民警反映的轮休、住宿问题回应不及时。
𬀩明辉、𠮷海涛、龚䶮、林㛃4名同志结合岗位作了发言。";

const TASKS: &str = "1. 自7月起党课分两批进行，马国栋同志负责，7月10日前排定。
2. 更新党员活动室图书，由赵海燕同志负责，8月31日前完成。
3. 请假的3名同志7月8日前补学，陈晓梅同志负责。";

fn motions() -> Vec<Block> {
    let accept = Motion {
        text: "接收罗一鸣同志为预备党员".to_owned(),
        manner: "无记名投票".to_owned(),
        due: 26,
        present: 23,
        yes: 22,
        no: 0,
        abstain: 1,
        result: "赞成人数超过应到会有表决权的正式党员的半数，通过接收罗一鸣同志为预备党员的决议，报上级党组织审批。".to_owned(),
    };
    let convert = Motion {
        text: "许文博同志按期转为中共正式党员".to_owned(),
        yes: 23,
        abstain: 0,
        result: "赞成人数超过应到会有表决权的正式党员的半数，通过许文博同志按期转为正式党员的决议，报上级党组织审批。".to_owned(),
        ..accept.clone()
    };
    let story = |text: &str| Block::Paragraph(text.into());
    vec![
        Block::Heading(documents::Level::Two, "接收罗一鸣同志为预备党员".to_owned()),
        story(
            "罗一鸣同志汇报对党的认识、入党动机、本人履历以及需要向党组织说明的问题。入党介绍人何静、高志宏同志介绍罗一鸣同志的有关情况，并对其能否入党表明意见。支部委员会报告对罗一鸣同志的审查情况。",
        ),
        Block::Motion(accept),
        Block::Heading(documents::Level::Two, "许文博同志按期转正".to_owned()),
        story(
            "许文博同志汇报预备期内的思想、工作和学习情况。党小组提出意见，支部委员会报告审查情况。与会党员充分讨论，认为许文博同志预备期内认真履行党员义务，已具备正式党员条件。",
        ),
        Block::Motion(convert),
    ]
}

fn roll() -> Table {
    let names = ["周立群", "陈晓梅", "罗一鸣", "𬀩明辉", "𠮷海涛", "龚䶮"];
    let table = Table::new(["序号", "姓名", "党小组", "到会", "表决权"]).widths([2, 3, 4, 2, 2]);
    names.iter().enumerate().fold(table, |table, (i, name)| {
        let group = ["第一党小组", "第二党小组"][i % 2];
        let vote = if *name == "罗一鸣" { "无" } else { "有" };
        table.row([&(i + 1).to_string(), *name, group, "到会", vote])
    })
}
