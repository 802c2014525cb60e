//! What the database says to a roster, as the verb prints it beside the rehearsal.

use serde::Serialize;

use super::{Doing, Named, Plan};

/// What the database says to a roster; every list is absent when empty.
#[derive(Debug, Default, Serialize)]
pub(super) struct Findings {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    already_here: Vec<Said>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<Said>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    name_differs: Vec<Said>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    in_other_branch: Vec<Said>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    police_number_taken: Vec<Said>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown_branches: Vec<Named>,
}

/// One row of a list.
#[derive(Debug, Serialize)]
struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    row: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<&'static str>,
}

impl Findings {
    pub(super) fn is_empty(&self) -> bool {
        self.already_here.is_empty()
            && self.changed.is_empty()
            && self.name_differs.is_empty()
            && self.in_other_branch.is_empty()
            && self.police_number_taken.is_empty()
            && self.unknown_branches.is_empty()
    }
}

pub(super) fn findings(plan: &Plan) -> Findings {
    let mut findings = Findings::default();
    for row in &plan.rows {
        let sheet = plan.rehearsal.sheets[row.sheet].sheet.clone();
        let said = |branch: Option<String>, fields: &[&'static str]| Said {
            sheet: sheet.clone(),
            row: row.row,
            branch,
            fields: fields.to_vec(),
        };
        match &row.doing {
            Doing::Nothing => findings.already_here.push(said(None, &[])),
            Doing::Change(known) => findings.changed.push(said(None, &known.fields)),
            Doing::Differs(_) => findings.name_differs.push(said(None, &[])),
            Doing::Elsewhere(known) | Doing::Move(known) => {
                findings.in_other_branch.push(said(Some(known.unit_name.clone()), &[]));
            }
            Doing::Add | Doing::Leave => {}
        }
        if row.police_number_taken {
            findings.police_number_taken.push(said(None, &[]));
        }
    }
    let unknown = plan.branches.iter().filter(|named| !named.is_known);
    findings.unknown_branches = unknown.cloned().collect();
    findings
}
