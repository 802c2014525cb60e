//! Templates: places are data, and a mistake names its file, line and place.

use crate::minutes::{TEMPLATE, day, fill, minutes};
use documents::{Block, Fill, Level, Masthead, Paper, Table, Template, Text, html};

fn problem(markdown: &str) -> String {
    Template::parse("通知.md", markdown).unwrap_err().to_string()
}

fn fill_problem(markdown: &str, fill: &Fill) -> String {
    Template::parse("通知.md", markdown).unwrap().fill(fill).unwrap_err().to_string()
}

#[test]
fn a_template_makes_the_same_paper_as_the_builder() {
    let markdown = "---\n发文机关: {{unit}}文件\n文号：{{number}}\n签发人:\n主送: 各党支部\n附件: 名册\n落款: {{unit}}\n日期: {{day}}\n---\n\
        # 关于开展主题党日的通知\n\n各支部要**按时**开展。\n\n## 内容\n\n**时间：**{{day}}\n\n| 姓名 | 职务 |\n|---|-----|\n| {{name}} | 书记 |\n\n{{more}}\n";
    let more = [Block::Paragraph("甲".into()), Block::Paragraph("乙".into())];
    let fill = Fill::new()
        .text("unit", "机关党委")
        .text("number", "机党〔2026〕3号")
        .text("day", day().zh())
        .text("name", "**不是加重** {{name}}")
        .text("more", "甲\n\n乙");

    let builder = Paper::new("关于开展主题党日的通知")
        .masthead(Masthead::new("机关党委文件").number("机党〔2026〕3号"))
        .to("各党支部")
        .paragraph(Text::new().plain("各支部要").strong("按时").plain("开展。"))
        .heading(Level::One, "内容")
        .pair("时间", day().zh())
        .table(Table::new(["姓名", "职务"]).widths([3, 5]).row(["**不是加重** {{name}}", "书记"]))
        .blocks(more)
        .attachment("名册")
        .issued_by("机关党委")
        .dated(day());
    assert_eq!(Template::parse("通知.md", markdown).unwrap().fill(&fill).unwrap(), builder);
}

#[test]
fn places_are_listed_and_all_filled_by_the_minutes() {
    let template = Template::parse("minutes.md", TEMPLATE).unwrap();
    let places: Vec<&str> = template.places().into_iter().collect();
    assert_eq!(
        places,
        [
            "absent", "branch", "day", "host", "motions", "present", "recorder", "report", "roll",
            "tasks", "time", "venue"
        ]
    );
    assert!(html(&minutes()).contains("<h3>（二）许文博同志按期转正</h3>"));
}

#[test]
fn a_missing_or_unknown_place_is_named_with_its_file() {
    let markdown = "# {{title}}\n\n{{body}}\n";
    let title = Fill::new().text("title", "甲");
    assert_eq!(fill_problem(markdown, &title), "通知.md第3行：还没有给出“body”的内容");

    let unknown = title.clone().text("body", "").text("bodi", "乙");
    let expected = "通知.md里没有名为“bodi”的位置，它有：body、title";
    assert_eq!(fill_problem(markdown, &unknown), expected);

    let blocks = Fill::new().text("body", "").blocks("title", []);
    let expected = "通知.md第1行：“title”写在文字中间，只能填文字，不能填表格或者段落";
    assert_eq!(fill_problem(markdown, &blocks), expected);

    let template = Template::parse("minutes.md", TEMPLATE).unwrap();
    let surplus = fill().text("secret", "");
    assert!(template.fill(&surplus).unwrap_err().to_string().contains("“secret”"));
}

#[test]
fn a_broken_template_says_where_and_what() {
    let cases = [
        ("正文", "通知.md第1行：没有标题（以“# ”开头的一行）"),
        ("# 甲\n{{乙", "通知.md第2行：“{{”没有用“}}”合上"),
        ("# 甲\n乙}}", "通知.md第2行：有“}}”，前面却没有“{{”"),
        ("# 甲\n{{a b}}", "通知.md第2行：位置的名字只能用文字、数字、“-”和“_”，现在是“a b”"),
        ("# 甲\n\n**乙", "通知.md第3行：“**”没有成对"),
        ("# 甲\n- 乙", "通知.md第2行：公文模板里不用“-”开头的写法"),
        ("# 甲\n<b>乙", "通知.md第2行：公文模板里不用“<”开头的写法"),
        ("# 甲\n|乙|\n正文", "通知.md第2行：表头下面要有一行“|---|---|”"),
        ("# 甲\n|乙|丙|\n|---|\n", "通知.md第3行：表头有2栏，这一行有1栏"),
        ("# 甲\n|乙|丙|\n|---|---|\n|1|2|3|", "通知.md第4行：表头有2栏，这一行有3栏"),
        ("---\n文号: 1\n# 甲", "通知.md第3行：这里要写成“文号：……”这样"),
        ("---\n文号: 1\n", "通知.md第1行：开头的“---”没有用另一行“---”合上"),
        ("---\n发文机关: 1\n发文机关: 2\n---\n# 甲", "通知.md第3行：这一项前面已经写过"),
        ("---\n文号: 1\n---\n# 甲", "通知.md第2行：文号和签发人要与发文机关一起写"),
        ("---\n印发机关: 1\n---\n# 甲", "通知.md第2行：印发机关和印发日期要一起写"),
    ];
    for (markdown, expected) in cases {
        assert_eq!(problem(markdown), expected);
    }
    let unknown = problem("---\n密级: 秘密\n---\n# 甲");
    assert!(
        unknown.starts_with("通知.md第2行：没有“密级”这一项，可以写的有：紧急程度、发文机关、文号"),
        "{unknown}"
    );
}
