//! Ready-made parts of pages, finished HTML for `{{ }}`.

mod chart;
mod field;
mod list;
mod qr;
mod tag;

pub use self::{
    chart::{Bar, bar, line_chart},
    field::{
        Choice, field_area, field_check, field_choice, field_day, field_file, field_number,
        field_password, field_select, field_text, problems,
    },
    list::{empty, pager, pager_of_list, scope},
    qr::qr,
    tag::{State, late_entry, tag, tag_bare, unsure},
};
