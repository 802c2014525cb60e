//! Charts as plain SVG and boxes: they print, and say in words what they show.

use std::fmt::Write;

use crate::{Markup, markup::escape};

/// The four parts of a composition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bar {
    pub done: i64,
    pub due: i64,
    pub late: i64,
    pub missed: i64,
}

/// Done, waiting, late (hatched) and missed side by side; the figures stand beside it in the table.
pub fn bar(parts: Bar) -> Markup {
    let Bar { done, due, late, missed } = parts;
    let label = format!("已完成{done}，未到期{due}，逾期{late}，缺项{missed}");
    let mut boxes = String::new();
    let all = done.max(0) + due.max(0) + late.max(0) + missed.max(0);
    for (class, count) in [("d", done), ("w", due), ("l", late), ("m", missed)] {
        if count > 0 {
            // Of the hundred breadths in app.css: a page carries no style of its own.
            let share = ((count * 100 + all / 2) / all).max(1);
            let _ = write!(boxes, "<i class=\"{class} n{share}\"></i>");
        }
    }
    Markup(format!("<span class=\"bar\" role=\"img\" aria-label=\"{label}\">{boxes}</span>"))
}

/// A line over months: first and last value are written, all are in the label.
pub fn line_chart(title: &str, points: &[(String, i64)]) -> Markup {
    let (Some((first_name, first)), Some((last_name, last))) = (points.first(), points.last())
    else {
        return Markup::default();
    };
    let highest = points.iter().map(|(_, value)| *value).max().unwrap_or(0).max(1);
    let step = 240.0 / (points.len().max(2) - 1) as f64;
    let place = |(index, (_, value)): (usize, &(String, i64))| {
        let y = 112.0 - 84.0 * (*value as f64) / (highest as f64);
        (8.0 + step * index as f64, y)
    };
    let places: Vec<(f64, f64)> = points.iter().enumerate().map(place).collect();
    let mut path = String::new();
    let mut dots = String::new();
    for (index, (x, y)) in places.iter().enumerate() {
        let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { "M" } else { "L" });
        let radius = if index + 1 == places.len() { 5 } else { 2 };
        let _ = write!(
            dots,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"var(--late)\"/>"
        );
    }
    let all: Vec<String> = points.iter().map(|(name, value)| format!("{name}{value}")).collect();
    let label = escape(&format!("{title}：{}", all.join("，")));
    let (first_name, last_name) = (escape(first_name), escape(last_name));
    // Below its point where the line rises from it; where it must run through a figure, the figure keeps it off (`paint-order`).
    let rises = places.get(1).is_some_and(|next| next.1 < places[0].1);
    let first_y = if rises { (places[0].1 + 18.0).min(114.0) } else { places[0].1 - 8.0 };
    let last_y = places[places.len() - 1].1 - 10.0;
    Markup(format!(
        "<svg viewBox=\"0 0 256 140\" width=\"100%\" role=\"img\" aria-label=\"{label}\">\
         <path d=\"M8 118H248\" stroke=\"var(--edge)\"/>\
         <path d=\"{path}\" fill=\"none\" stroke=\"var(--late)\" stroke-width=\"2\"/>{dots}\
         <g font-size=\"13\" fill=\"var(--ink)\" stroke=\"var(--paper)\" stroke-width=\"4\" paint-order=\"stroke\"><text x=\"8\" y=\"{first_y:.1}\">{first}</text>\
         <text x=\"248\" y=\"{last_y:.1}\" text-anchor=\"end\" font-weight=\"600\">{last}</text>\
         <text x=\"8\" y=\"134\" fill=\"var(--ink-soft)\">{first_name}</text>\
         <text x=\"248\" y=\"134\" text-anchor=\"end\" fill=\"var(--ink-soft)\">{last_name}</text></g></svg>"
    ))
}
