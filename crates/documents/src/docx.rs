//! The paper as a Word file. Fonts are named, not embedded: the reader's machine has them.

use crate::lines::{Line, attachments, issuer_indent_ems, lines, sign_label};
use crate::{Error, Level, Masthead, Paper, Result, Table, Text};
use docx_rs::{
    AlignmentType, BorderType, DocGrid, DocGridType, Docx, Footer, HeightRule, LineSpacing,
    LineSpacingType, PageMargin, PageNum, Paragraph, Run, RunFonts, SpecialIndentType, TableCell,
    TableLayoutType, TableRow, VAlignType, WidthType,
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

/// A .docx with the page of GB/T 9704.
pub fn docx(paper: &Paper) -> Result<Vec<u8>> {
    let mut docx = page();
    if let Some(mark) = &paper.mark {
        docx = head(docx, mark);
    }
    for line in &paper.title {
        let title = run(line, TITLE, BIG);
        docx = docx.add_paragraph(spaced(720).align(AlignmentType::Center).add_run(title));
    }
    docx = docx.add_paragraph(body());
    if let Some(addressee) = &paper.addressee {
        docx = docx.add_paragraph(body().add_run(run(&format!("{addressee}："), FANG, BODY)));
    }
    for line in lines(paper) {
        docx = match line {
            Line::Heading(level, text) => docx.add_paragraph(heading(level, &text)),
            Line::Paragraph { text, keep } => docx.add_paragraph(words(&text).keep_next(keep)),
            Line::Table { table, .. } => docx.add_table(ruled(&table)).add_paragraph(gap()),
        };
    }
    let docx = foot(close(docx, paper), paper);
    let mut file = Cursor::new(Vec::new());
    docx.build().pack(&mut file).map_err(|error| Error::Word(error.to_string()))?;
    Ok(file.into_inner())
}

/// A4, margins 37/35/28/26 mm, 22 lines, page number outside.
fn page() -> Docx {
    let margin = PageMargin {
        top: 2098,
        left: 1587,
        bottom: 1984,
        right: 1474,
        header: 851,
        footer: 1360,
        gutter: 0,
    };
    let mut docx = Docx::new()
        .page_size(11906, 16838)
        .page_margin(margin)
        .default_fonts(fonts(FANG))
        .default_size(BODY)
        .footer(number(AlignmentType::Right))
        .even_footer(number(AlignmentType::Left));
    let grid = DocGrid::new().grid_type(DocGridType::Lines).line_pitch(LINE as usize);
    docx.document = docx.document.doc_grid(grid);
    docx.settings = docx.settings.even_and_odd_headers();
    docx
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

fn head(docx: Docx, mark: &Masthead) -> Docx {
    let red = |text: &str, size| run(text, TITLE, size).color("E60012");
    // Its upper edge stands 35 mm below that of the type area.
    let spacing = LineSpacing::new().before(1800).line(1000).line_rule(LineSpacingType::Exact);
    let issuer = red(&mark.issuer, issuer_size(&mark.issuer));
    let issuer = spaced(1000).line_spacing(spacing).align(AlignmentType::Center).add_run(issuer);
    let mut line = body().indent(Some(EM), None, Some(EM), None);
    match (&mark.number, &mark.signer) {
        (number, Some(signer)) => {
            let tab = docx_rs::Tab::new().val(docx_rs::TabValueType::Right).pos(AREA - EM as usize);
            line = line.add_tab(tab);
            line = line.add_run(run(number.as_deref().unwrap_or(""), FANG, BODY).add_tab());
            line = line.add_run(run("签发人：", FANG, BODY)).add_run(run(signer, KAI, BODY));
        }
        (Some(number), None) => {
            line = line.align(AlignmentType::Center).add_run(run(number, FANG, BODY));
        }
        (None, None) => {}
    }
    docx.add_paragraph(issuer)
        .add_paragraph(body())
        .add_paragraph(line)
        .add_table(rule("E60012"))
        .add_paragraph(body())
}

/// As large as fits the line, at most 小初.
fn issuer_size(issuer: &str) -> usize {
    let fits = 884.0 / crate::text::ems(issuer).max(1.0);
    (fits as usize).clamp(SMALL, 72)
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
        docx = docx.add_paragraph(paragraph.add_run(run(&format!("{label}{words}"), FANG, BODY)));
    }
    if !paper.signatures.is_empty() || paper.issuer.is_some() || paper.date.is_some() {
        docx = docx.add_paragraph(body().keep_next(true));
    }
    for role in &paper.signatures {
        let line = run(&"\u{3000}".repeat(7), FANG, BODY).underline("single");
        let label = run(&sign_label(role), FANG, BODY);
        docx = docx.add_paragraph(right(0.0).keep_next(true).add_run(label).add_run(line));
    }
    if let Some(issuer) = &paper.issuer {
        let indent = issuer_indent_ems(issuer, paper.date.as_deref());
        let issuer = run(issuer, FANG, BODY);
        docx = docx.add_paragraph(right(indent).keep_next(true).add_run(issuer));
    }
    if let Some(date) = &paper.date {
        docx = docx.add_paragraph(right(4.0).add_run(run(date, FANG, BODY)));
    }
    docx
}

/// 版记, after the text; Word cannot pin it to the foot of the last page without a frame.
fn foot(docx: Docx, paper: &Paper) -> Docx {
    let mut docx = docx;
    if paper.has_foot() {
        docx = docx.add_paragraph(body()).add_table(rule("000000"));
    }
    let side = |text: &str| run(text, FANG, SMALL);
    let indented = || spaced(500).indent(Some(280), None, Some(280), None);
    if let Some(copies) = &paper.copies {
        docx = docx.add_paragraph(indented().add_run(side(&format!("抄送：{copies}"))));
        docx = docx.add_table(rule("000000"));
    }
    if let Some((by, on)) = &paper.printed {
        let tab = docx_rs::Tab::new().val(docx_rs::TabValueType::Right).pos(AREA - 280);
        let line = indented().add_tab(tab).add_run(side(by).add_tab());
        docx = docx.add_paragraph(line.add_run(side(&format!("{on}印发"))));
        docx = docx.add_table(rule("000000"));
    }
    docx
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
        paragraph.add_run(run(&part.text, if part.strong { HEI } else { FANG }, BODY))
    })
}

fn ruled(table: &Table) -> docx_rs::Table {
    let shares = table.shares();
    let sum: usize = shares.iter().map(|share| usize::from(*share)).sum::<usize>().max(1);
    let grid: Vec<usize> = shares.iter().map(|share| AREA * usize::from(*share) / sum).collect();
    let row = |cells: &[String], font| {
        let cell = |(text, width): (&str, &usize)| {
            let paragraph =
                spaced(440).align(AlignmentType::Center).add_run(run(text, font, SMALL));
            TableCell::new()
                .width(*width, WidthType::Dxa)
                .vertical_align(VAlignType::Center)
                .add_paragraph(paragraph)
        };
        let cells = table.padded(cells).into_iter().zip(&grid).map(cell).collect();
        TableRow::new(cells).cant_split()
    };
    let head = row(&table.head, HEI);
    let rows = [head].into_iter().chain(table.rows.iter().map(|cells| row(cells, FANG))).collect();
    docx_rs::Table::new(rows)
        .set_grid(grid)
        .width(AREA, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

/// A rule across the type area: the upper edge of an empty table.
fn rule(color: &str) -> docx_rs::Table {
    let top = docx_rs::TableBorder::new(docx_rs::TableBorderPosition::Top)
        .border_type(BorderType::Single)
        .size(12)
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

fn gap() -> Paragraph {
    spaced(160)
}

fn spaced(line: i32) -> Paragraph {
    let spacing = LineSpacing::new().line(line).line_rule(LineSpacingType::Exact);
    // Off the grid, which would round other lines up to whole ones.
    Paragraph::new().line_spacing(spacing).size(BODY).snap_to_grid(line == LINE)
}

fn run(text: &str, font: &str, size: usize) -> Run {
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

fn fonts(name: &str) -> RunFonts {
    // Without the hint Word takes “ ” and — for Latin signs.
    RunFonts::new().ascii(name).hi_ansi(name).east_asia(name).hint("eastAsia")
}
