//! What a slot is called on pages and in notices.

use rules::Rhythm;

use crate::judge::{Slot, Verdict};

impl Slot<'_> {
    /// `第三季度党员大会`, `11月支委会`, `民主评议党员`
    pub fn title(&self) -> String {
        match self.duty.period {
            Rhythm::Month | Rhythm::Quarter | Rhythm::Half => {
                format!("{}{}", self.period.zh(), self.duty.title)
            }
            Rhythm::Year | Rhythm::Event | Rhythm::Standing => self.duty.title.clone(),
        }
    }
}

impl Verdict<'_> {
    pub fn title(&self) -> String {
        self.slot.title()
    }
}
