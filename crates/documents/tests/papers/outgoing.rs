//! An outgoing document with everything a red head brings.

use calendar::Day;
use documents::{Level, Masthead, Paper};

pub(crate) fn reply() -> Paper {
    let day = Day::new(2026, 7, 1).unwrap();
    let mark =
        Masthead::new("中共南屏县公安局委员会文件").number("南公党〔2026〕8号").signer("沈卫东");
    Paper::new("中共南屏县公安局委员会\n关于刑侦大队党支部换届选举结果的报告")
        .masthead(mark)
        .to("中共南屏县委组织部")
        .paragraph("按照《中国共产党基层组织选举工作条例》，刑侦大队党支部于2026年6月24日召开党员大会，选举产生新一届支部委员会。现将有关情况报告如下。")
        .heading(Level::One, "会议情况")
        .paragraph("应到会有选举权的党员26人，实到23人，超过应到会人数的五分之四，符合规定。")
        .heading(Level::Two, "选举办法")
        .paragraph("选举采用无记名投票方式，实行差额选举。")
        .heading(Level::Three, "候选人产生")
        .paragraph("候选人由上届支部委员会根据多数党员的意见提出。")
        .heading(Level::One, "选举结果")
        .paragraph("周立群、陈晓梅、赵海燕、何静、高志宏5名同志当选为支部委员会委员。")
        .paragraph("特此报告。")
        .attachment("刑侦大队党支部党员大会选举结果报告单")
        .attachment("新一届支部委员会委员名册")
        .issued_by("中共南屏县公安局委员会")
        .dated(day)
        .sealed()
        .note("联系人：陈晓梅")
        .copy_to("县公安局机关党委，各派出所党支部。")
        .printed("南屏县公安局党委办公室", day)
}
