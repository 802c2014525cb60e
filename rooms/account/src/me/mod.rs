//! One's own page: notices in their digests, hat, devices, password.

pub(crate) mod pages;

use notify::Notice;

/// Notices that went out together.
pub(crate) struct Digest {
    /// 2026年11月20日9:00的汇总
    pub(crate) title: String,
    pub(crate) notices: Vec<Notice>,
}

/// Groups by digest; what waits for working hours stands first.
pub(crate) fn digests(notices: Vec<Notice>) -> Vec<Digest> {
    let mut digests: Vec<Digest> = Vec::new();
    let mut last = None;
    for notice in notices {
        if last != Some(notice.sent_at) {
            let title = match notice.sent_at {
                Some(at) => format!("{}的汇总", at.zh()),
                None => format!("新到的，{}汇总", notice.digest_at.zh()),
            };
            digests.push(Digest { title, notices: Vec::new() });
            last = Some(notice.sent_at);
        }
        if let Some(digest) = digests.last_mut() {
            digest.notices.push(notice);
        }
    }
    digests
}
