//! Every SQL statement of how the installation runs.

use calendar::Day;
use db::{Query, Read, Result, bind};

/// Which of these kinds of posts somebody holds.
pub(crate) fn held(read: &Read, kinds: &[&str], today: Day) -> Result<Vec<String>> {
    let mut query = Query::new(
        "SELECT DISTINCT kind FROM post_span
         WHERE from_on <= {} AND (to_on IS NULL OR to_on > {})",
        bind![today, today],
    );
    query.in_list(" AND kind IN ", kinds).add(" ORDER BY kind", &[]);
    query.all(read)
}
