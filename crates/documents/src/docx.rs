//! The paper as a Word file. Fonts are named, not embedded: the reader's machine has them.

use crate::lines::{Line, annex_label, attachments, closing, lines, sign_label};
use crate::text::spread;
use crate::{Book, Error, Level, Masthead, Paper, Result, Table, Text, title};
use docx_rs::{
    AlignmentType, BorderType, DocGrid, DocGridType, Docx, FieldCharType, Footer, HeightRule,
    InstrPAGEREF, InstrText, LineSpacing, LineSpacingType, PageMargin, PageNum, PageNumType,
    PageSize, Paragraph, Run, RunFonts, SectionProperty, SpecialIndentType, TabLeaderType,
    TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};
use std::io::Cursor;

const FANG: &str = "仿宋_GB2312";
const KAI: &str = "楷体_GB2312";
const HEI: &str = "黑体";
const SONG: &str = "宋体";
const TITLE: &str = "方正小标宋简体";

/// Half points: 3号 16 pt, 2号 22 pt, 4号 14 pt.
const BODY: usize = 32;
const BIG: usize = 44;
const SMALL: usize = 28;

/// Twentieths of a point: a line of 28.95 pt, a character of 16 pt, the type area of 156 mm.
const LINE: i32 = 579;
const EM: i32 = 320;
const AREA: usize = 8845;
/// 28 characters of 16 pt are a little wider than the area: each is set closer.
const TRACKING: i32 = -5;

/// Tables: a row of one line is 4.5 pt higher than its line; words stand 5 pt from the rules.
const ROW_EDGE: usize = 40;
const ROW_SIDE: usize = 100;
/// Above and below a table.
const GAP: i32 = 160;

/// By so little the head of a table is higher than other rows: it is known by it.
const HEAD_MARK: f32 = 1.0;

/// What docx-rs writes, and what is meant. Single lines at the edges of pages are usual, and figures and Latin letters are
/// not set apart from characters, as in the other forms; else lines and pages would differ.
const OF_ALL: [&str; 2] = [
    "<w:pPrDefault><w:pPr><w:rPr /></w:pPr></w:pPrDefault>",
    r#"<w:pPrDefault><w:pPr><w:widowControl w:val="0" /></w:pPr></w:pPrDefault>"#,
];
const OF_EACH: [&str; 2] =
    ["<w:snapToGrid ", r#"<w:autoSpaceDE w:val="0" /><w:autoSpaceDN w:val="0" /><w:snapToGrid "#];

/// A .docx with the page of GB/T 9704.
pub fn docx(paper: &Paper) -> Result<Vec<u8>> {
    packed(of(page(), paper))
}

/// A book as .docx: cover, contents whose page numbers the reader's program works out, parts on new pages.
pub fn book_docx(book: &Book) -> Result<Vec<u8>> {
    let mut docx = contents(cover(page(), book), book);
    // The text counts its pages from one; cover and contents before it have none.
    docx = docx.page_num_type(PageNumType::new().start(1));
    let mut place = 0;
    for (at, part) in book.parts.iter().enumerate() {
        for (nth, (entry, paper)) in part.papers.iter().enumerate() {
            let new_page = at + nth > 0;
            if nth == 0 {
                let title = if entry.is_empty() { "" } else { &part.title };
                docx = docx.add_paragraph(marked(place, title, new_page));
                place += 1;
            }
            if !entry.is_empty() {
                docx = docx.add_paragraph(marked(place, "", new_page && nth > 0));
                place += 1;
            }
            docx = of(docx, paper);
        }
    }
    packed(docx)
}

fn packed(docx: Docx) -> Result<Vec<u8>> {
    let mut file = Cursor::new(Vec::new());
    let mut parts = docx.build();
    let mut document = String::from_utf8_lossy(&parts.document).into_owned();
    for height in [450, 405] {
        document = document.replace(&head_row(height), &repeated_head(height));
    }
    parts.document = document.replace(OF_EACH[0], OF_EACH[1]).into_bytes();
    let styles = String::from_utf8_lossy(&parts.styles);
    parts.styles = styles.replace(OF_ALL[0], OF_ALL[1]).into_bytes();
    parts.pack(&mut file).map_err(|error| Error::Word(error.to_string()))?;
    Ok(file.into_inner())
}

fn of(docx: Docx, paper: &Paper) -> Docx {
    let mut docx = docx;
    if let Some(urgency) = &paper.urgency {
        docx = docx.add_paragraph(body().add_run(run(urgency, HEI, BODY)));
    }
    if let Some(mark) = &paper.mark {
        docx = head(docx, mark, paper.urgency.is_some());
    }
    for line in title::set(&paper.title) {
        let title = body().snap_to_grid(false).align(AlignmentType::Center).keep_next(true);
        docx = docx.add_paragraph(title.add_run(run(&line, TITLE, BIG)));
    }
    docx = docx.add_paragraph(body().keep_next(true));
    if let Some(addressee) = &paper.addressee {
        docx = docx.add_paragraph(body().add_run(fang(&format!("{addressee}："))));
    }
    for line in lines(paper) {
        docx = match line {
            Line::Heading(level, text) => docx.add_paragraph(heading(level, &text)),
            Line::Paragraph { text, keep } => docx.add_paragraph(words(&text).keep_next(keep)),
            Line::Table { table, keep } => {
                let keep = keep && paper.is_closed();
                docx.add_paragraph(gap(true))
                    .add_table(ruled(&table, keep))
                    .add_paragraph(gap(keep))
            }
        };
    }
    docx = close(docx, paper);
    for (place, annex) in paper.annexes.iter().enumerate() {
        let label = run(&annex_label(paper, place), HEI, BODY);
        docx = docx.add_paragraph(body().page_break_before(true).add_run(label));
        docx = of(docx.add_paragraph(body()), annex);
    }
    foot(docx, paper)
}

fn cover(docx: Docx, book: &Book) -> Docx {
    let centred = |line: i32| spaced(line).align(AlignmentType::Center);
    let space = |docx: Docx, lines: usize| (0..lines).fold(docx, |it, _| it.add_paragraph(body()));
    let mut docx = space(docx, 3);
    for line in title::cover(&book.title) {
        docx = docx.add_paragraph(centred(1000).add_run(run(&line, TITLE, 64)));
    }
    docx = space(docx, 5);
    for (label, words) in &book.facts {
        let tab = |leader, pos| {
            docx_rs::Tab::new().val(docx_rs::TabValueType::Left).leader(leader).pos(pos)
        };
        // The line under what is filled in goes on to the edge, as on the sheet that is printed.
        let line = spaced(760)
            .indent(Some(1400), None, None, None)
            .add_tab(tab(TabLeaderType::None, 3400))
            .add_tab(tab(TabLeaderType::None, 8400))
            .add_run(run(&format!("{}：", spread(label)), KAI, BODY).add_tab())
            .add_run(run(words, KAI, BODY).underline("single").add_tab());
        docx = docx.add_paragraph(line);
    }
    docx = space(docx, 4);
    for line in &book.imprint {
        docx = docx.add_paragraph(centred(LINE).add_run(run(line, KAI, BODY)));
    }
    docx
}

fn contents(docx: Docx, book: &Book) -> Docx {
    let title = body().snap_to_grid(false).align(AlignmentType::Center).page_break_before(true);
    let mut docx = docx.add_paragraph(title.add_run(run("目　录", TITLE, BIG)));
    docx = docx.add_paragraph(body());
    let mut place = 0;
    for part in &book.parts {
        for (nth, (entry, _)) in part.papers.iter().enumerate() {
            if nth == 0 {
                docx = docx.add_paragraph(listed(place, &part.title, HEI, 0));
                place += 1;
            }
            if !entry.is_empty() {
                docx = docx.add_paragraph(listed(place, entry, FANG, EM));
                place += 1;
            }
        }
    }
    // Ends the section of cover and contents, which has no page numbers.
    let section = SectionProperty::new().page_size(PageSize::new().size(11906, 16838));
    docx.add_paragraph(spaced(20).section_property(section.page_margin(margin()).doc_grid(grid())))
}

/// A line of the contents; its page is a field, worked out when the file is opened or printed.
fn listed(place: usize, words: &str, font: &str, indent: i32) -> Paragraph {
    let dots = docx_rs::Tab::new().val(docx_rs::TabValueType::Right).leader(TabLeaderType::Dot);
    let page = InstrText::PAGEREF(InstrPAGEREF::new(mark_name(place)).hyperlink());
    let field = fang("")
        .add_field_char(FieldCharType::Begin, true)
        .add_instr_text(page)
        .add_field_char(FieldCharType::Separate, false)
        .add_text("…")
        .add_field_char(FieldCharType::End, false);
    body()
        .indent(Some(indent), None, None, None)
        .add_tab(dots.pos(AREA))
        .add_run(run(words, font, BODY).add_tab())
        .add_run(field)
}

/// Where a line of the contents leads; it also gives the part its name at the head of the page.
fn marked(place: usize, words: &str, new_page: bool) -> Paragraph {
    let line = if words.is_empty() { spaced(20) } else { body().align(AlignmentType::Center) };
    line.page_break_before(new_page)
        .keep_next(true)
        .add_bookmark_start(place + 1, mark_name(place))
        .add_run(run(words, HEI, BODY))
        .add_bookmark_end(place + 1)
}

fn mark_name(place: usize) -> String {
    format!("part{place}")
}

/// A4, 22 lines, page number outside.
fn page() -> Docx {
    let mut docx = Docx::new()
        .page_size(11906, 16838)
        .page_margin(margin())
        .default_fonts(fonts(FANG))
        .default_size(BODY)
        .footer(number(AlignmentType::Right))
        .even_footer(number(AlignmentType::Left));
    docx.document = docx.document.doc_grid(grid());
    docx.settings = docx.settings.even_and_odd_headers();
    docx
}

/// 37/35/28/26 mm.
fn margin() -> PageMargin {
    PageMargin {
        top: 2098,
        left: 1587,
        bottom: 1984,
        right: 1474,
        header: 851,
        footer: 1360,
        gutter: 0,
    }
}

fn grid() -> DocGrid {
    DocGrid::new().grid_type(DocGridType::Lines).line_pitch(LINE as usize)
}

fn number(side: AlignmentType) -> Footer {
    let dash = |text| run(text, SONG, SMALL);
    // The page field takes its look from the paragraph.
    let paragraph = Paragraph::new()
        .align(side)
        .indent(Some(280), None, Some(280), None)
        .fonts(fonts(SONG))
        .size(SMALL)
        .add_run(dash("— "))
        .add_page_num(PageNum::new())
        .add_run(dash(" —"));
    Footer::new().add_paragraph(paragraph)
}

fn head(docx: Docx, mark: &Masthead, below_line: bool) -> Docx {
    // Its upper edge stands 35 mm below that of the type area, and the number two lines below it; with the rule
    // 4 mm below the number and two lines below the rule the title begins in the eleventh line.
    let size = mark.size() as i32;
    let before = if below_line { 1984 - LINE } else { 1984 };
    let after = 3 * 1264 - 1984 - size * 20;
    let spacing = LineSpacing::new().before(before as u32).after(after as u32);
    let spacing = spacing.line(size * 20).line_rule(LineSpacingType::Exact);
    let issuer = run(&mark.issuer, TITLE, mark.size() as usize * 2).color("E60012");
    let issuer =
        spaced(size * 20).line_spacing(spacing).align(AlignmentType::Center).add_run(issuer);
    let spacing = LineSpacing::new().after(180).line(LINE).line_rule(LineSpacingType::Exact);
    let mut line = body().line_spacing(spacing).indent(Some(EM), None, Some(EM), None);
    match (&mark.number, &mark.signer) {
        (number, Some(signer)) => {
            let tab = docx_rs::Tab::new().val(docx_rs::TabValueType::Right).pos(AREA - EM as usize);
            line = line.add_tab(tab);
            line = line.add_run(fang(number.as_deref().unwrap_or("")).add_tab());
            line = line.add_run(fang("签发人：")).add_run(run(signer, KAI, BODY));
        }
        (Some(number), None) => {
            line = line.align(AlignmentType::Center).add_run(fang(number));
        }
        (None, None) => {}
    }
    let docx = docx.add_paragraph(issuer).add_paragraph(line).add_table(rule("E60012", 16));
    docx.add_paragraph(body()).add_paragraph(body())
}

fn close(docx: Docx, paper: &Paper) -> Docx {
    let mut docx = docx;
    for (i, (label, words)) in attachments(paper).into_iter().enumerate() {
        if i == 0 {
            docx = docx.add_paragraph(body());
        }
        let hanging = SpecialIndentType::Hanging(3 * EM);
        let paragraph = match label {
            "" => body().indent(Some(5 * EM), None, None, None),
            _ => body().indent(Some(5 * EM), Some(hanging), None, None),
        };
        docx = docx.add_paragraph(paragraph.add_run(fang(&format!("{label}{words}"))));
    }
    let empty = || body().keep_next(true);
    if paper.is_closed() {
        docx = docx.add_paragraph(empty());
    }
    for role in &paper.signatures {
        docx = docx.add_paragraph(sign(role));
    }
    let closing = closing(paper);
    if let Some(issuer) = &paper.issuer {
        // A seal needs a line more below the date; with one above the name it stands within a line of the text.
        let above = usize::from(!paper.signatures.is_empty());
        docx = (0..above).fold(docx, |it, _| it.add_paragraph(empty()));
        docx = docx.add_paragraph(right(closing.issuer).keep_next(true).add_run(fang(issuer)));
    }
    if let Some(date) = &paper.date {
        let date = right(closing.date).keep_next(paper.sealed).add_run(fang(date));
        docx = docx.add_paragraph(date);
    }
    if paper.sealed {
        docx = docx.add_paragraph(body());
    }
    if let Some(note) = &paper.note {
        docx = docx.add_paragraph(indented().add_run(fang(&format!("（{note}）"))));
    }
    docx
}

/// The label ends where the rule begins; the rule is a tab's leader, which every program draws, while
/// underlined spaces at the end of a line are left out.
fn sign(role: &str) -> Paragraph {
    let tab = |leader, pos: usize| {
        docx_rs::Tab::new().val(docx_rs::TabValueType::Right).leader(leader).pos(pos)
    };
    let rule = run("", FANG, BODY).add_tab();
    body()
        .keep_next(true)
        .add_tab(tab(TabLeaderType::None, AREA - 8 * EM as usize))
        .add_tab(tab(TabLeaderType::Underscore, AREA))
        .add_run(run("", FANG, BODY).add_tab())
        .add_run(fang(&sign_label(role)))
        .add_run(rule)
}

/// 版记: a frame at the foot of the page on which the text ends, or of the next one where that is odd.
fn foot(docx: Docx, paper: &Paper) -> Docx {
    if !paper.has_foot() {
        return docx;
    }
    let side = |text: &str| run(text, FANG, SMALL);
    let copies = paper.copies.as_ref().map(|copies| {
        let hanging = SpecialIndentType::Hanging(3 * 280);
        let line = spaced(500).indent(Some(4 * 280), Some(hanging), Some(280), None);
        line.add_run(side(&format!("抄送：{copies}")))
    });
    let printed = paper.printed.as_ref().map(|(by, on)| {
        let tab = docx_rs::Tab::new().val(docx_rs::TabValueType::Right).pos(AREA - 280);
        let line = spaced(500).indent(Some(280), None, Some(280), None).add_tab(tab);
        line.add_run(side(by).add_tab()).add_run(side(&format!("{on}印发")))
    });
    let over = |docx: Docx, _| docx.add_paragraph(spaced(20).page_break_before(true));
    let docx = (0..paper.breaks()).fold(docx, over);
    let lines: Vec<Paragraph> = copies.into_iter().chain(printed).collect();
    let last = lines.len();
    let ruled = lines.into_iter().enumerate().flat_map(|(at, line)| {
        let below = if at + 1 == last { 8 } else { 6 };
        [line, foot_rule(below)]
    });
    let all = [foot_rule(8)].into_iter().chain(ruled).map(framed);
    all.fold(docx, Docx::add_paragraph).add_paragraph(spaced(20))
}

/// A rule as wide as the type area, whatever the indents of its neighbours.
fn foot_rule(size: usize) -> Paragraph {
    let place = docx_rs::ParagraphBorderPosition::Bottom;
    let rule = docx_rs::ParagraphBorder::new(place).size(size).space(0).color("000000");
    let borders = docx_rs::ParagraphBorders::with_empty().set(rule);
    let mut line = spaced(40);
    line.property = line.property.set_borders(borders);
    line
}

/// Neighbours with the same frame are one, and it is never cut; a program that knows no frames keeps the lines together.
fn framed(line: Paragraph) -> Paragraph {
    line.wrap("around")
        .v_anchor("margin")
        .h_anchor("margin")
        .x_align("left")
        .y_align("bottom")
        .frame_width(AREA as u32)
        .keep_next(true)
}

fn heading(level: Level, text: &str) -> Paragraph {
    let font = match level {
        Level::One => HEI,
        Level::Two => KAI,
        Level::Three | Level::Four => FANG,
    };
    let outline = level as usize;
    indented().keep_next(true).outline_lvl(outline).add_run(run(text, font, BODY))
}

fn words(text: &Text) -> Paragraph {
    text.runs().iter().fold(indented(), |paragraph, part| {
        let font = if part.strong { HEI } else { FANG };
        paragraph.add_run(run(&part.text, font, BODY).character_spacing(TRACKING))
    })
}

/// With `keep` its last two rows stand on the page of what follows.
fn ruled(table: &Table, keep: bool) -> docx_rs::Table {
    let grid: Vec<usize> =
        table.columns_wide().iter().map(|points| (points * 20.0).round() as usize).collect();
    let wordy = table.wordy();
    let line = (table.line() * 20.0) as i32;
    let height = line as f32 + 90.0;
    let row = |cells: &[String], font, keep| {
        let cell = |((text, width), wordy): ((&str, &usize), &bool)| {
            let side =
                if *wordy && font == FANG { AlignmentType::Left } else { AlignmentType::Center };
            let words = cell_run(text, font, table.size());
            let paragraph = spaced(line).align(side).keep_next(keep).add_run(words);
            TableCell::new()
                .width(*width, WidthType::Dxa)
                .vertical_align(VAlignType::Center)
                .add_paragraph(paragraph)
        };
        let cells = table.padded(cells).into_iter().zip(&grid).zip(&wordy).map(cell).collect();
        TableRow::new(cells).height_rule(HeightRule::AtLeast).cant_split()
    };
    let head = || row(&table.head, HEI, true).row_height(height + HEAD_MARK);
    let head = table.has_head().then(head);
    let kept = table.rows.len().saturating_sub(2);
    let rows = table.rows.iter().enumerate();
    let rows = rows.map(|(at, cells)| row(cells, FANG, keep && at >= kept).row_height(height));
    docx_rs::Table::new(head.into_iter().chain(rows).collect())
        .set_grid(grid)
        .width(AREA, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(docx_rs::TableCellMargins::new().margin(ROW_EDGE, ROW_SIDE, ROW_EDGE, ROW_SIDE))
}

/// A line of the cell on each line.
fn cell_run(text: &str, font: &str, size: f64) -> Run {
    let lines = text.lines().enumerate();
    let run = run("", font, (size * 2.0) as usize);
    lines.fold(run, |run, (at, line)| {
        let run = if at > 0 { run.add_break(docx_rs::BreakType::TextWrapping) } else { run };
        run.add_text(line)
    })
}

/// How [`ruled`] marks the head of a table: docx-rs cannot say that it is repeated on every page.
fn head_row(height: u32) -> String {
    format!(r#"<w:cantSplit /><w:trHeight w:val="{}" w:hRule="atLeast" />"#, height + 1)
}

fn repeated_head(height: u32) -> String {
    format!(r#"<w:cantSplit /><w:trHeight w:val="{height}" w:hRule="atLeast" /><w:tblHeader />"#)
}

/// A rule across the type area: the upper edge of an empty table.
fn rule(color: &str, size: usize) -> docx_rs::Table {
    let top = docx_rs::TableBorder::new(docx_rs::TableBorderPosition::Top)
        .border_type(BorderType::Single)
        .size(size)
        .color(color);
    let cell = TableCell::new().add_paragraph(spaced(20));
    let row = TableRow::new(vec![cell]).row_height(1.0).height_rule(HeightRule::Exact);
    docx_rs::Table::new(vec![row])
        .set_grid(vec![AREA])
        .width(AREA, WidthType::Dxa)
        .set_borders(docx_rs::TableBorders::with_empty().set(top))
}

fn body() -> Paragraph {
    spaced(LINE)
}

fn indented() -> Paragraph {
    let first = SpecialIndentType::FirstLine(2 * EM);
    body().align(AlignmentType::Both).indent(None, Some(first), None, None)
}

fn right(indent_ems: f64) -> Paragraph {
    let end = (indent_ems * f64::from(EM)) as i32;
    body().align(AlignmentType::Right).indent(None, None, Some(end), None)
}

fn gap(keep: bool) -> Paragraph {
    spaced(GAP).keep_next(keep)
}

fn spaced(line: i32) -> Paragraph {
    let spacing = LineSpacing::new().line(line).line_rule(LineSpacingType::Exact);
    // Off the grid, which would round other lines up to whole ones.
    Paragraph::new().line_spacing(spacing).size(BODY).snap_to_grid(line == LINE)
}

fn run(text: &str, font: &str, size: usize) -> Run {
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

/// Words of the text.
fn fang(text: &str) -> Run {
    run(text, FANG, BODY)
}

fn fonts(name: &str) -> RunFonts {
    // Without the hint Word takes “ ” and — for Latin signs.
    RunFonts::new().ascii(name).hi_ansi(name).east_asia(name).hint("eastAsia")
}
