//! What becomes of a job after one try. No I/O here.

use act::Error;

/// Seconds to wait after the first, second … failure; after the last one the job is given up.
const WAITS: [i64; 5] = [10, 60, 300, 1800, 7200];
/// Longest cause that is kept.
const CAUSE_CHARS: usize = 300;

/// The end of one try.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// Once more after so many seconds.
    Retry {
        after: i64,
        cause: String,
    },
    Failed {
        cause: String,
    },
}

/// `attempts` counts this try. What the rules refuse is refused again tomorrow: no retry.
pub(crate) fn judge(answer: act::Result<()>, attempts: i64) -> Outcome {
    let Err(error) = answer else { return Outcome::Done };
    let cause = cause(&error);
    let wait = usize::try_from(attempts - 1).ok().and_then(|tried| WAITS.get(tried));
    match (is_passing(&error), wait) {
        (true, Some(after)) => Outcome::Retry { after: *after, cause },
        _ => Outcome::Failed { cause },
    }
}

/// Whether the trouble may be gone at the next try.
fn is_passing(error: &Error) -> bool {
    matches!(error, Error::Broken(_) | Error::Busy(_) | Error::Conflict(_) | Error::Stale(_))
}

/// For the administrator, who may see no personal data: sentences about fields are left out.
fn cause(error: &Error) -> String {
    let words = match error {
        Error::Invalid(_) | Error::Conflict(_) | Error::Stale(_) => {
            "数据与规则不符，任务没有做。请让业务人员核对后再试".to_owned()
        }
        Error::NotFound => {
            "要办的东西已经不在了，或者这个版本不认识这种任务。多半可以放弃".to_owned()
        }
        other => other.to_string(),
    };
    words.chars().take(CAUSE_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passing_trouble_is_tried_again_later_and_later_and_then_given_up() {
        let waits: Vec<Option<i64>> = (1..=7)
            .map(|attempts| match judge(Err(Error::broken("disk")), attempts) {
                Outcome::Retry { after, .. } => Some(after),
                _ => None,
            })
            .collect();
        assert_eq!(waits, [Some(10), Some(60), Some(300), Some(1800), Some(7200), None, None]);
    }

    #[test]
    fn what_the_rules_refuse_fails_at_once_without_repeating_the_words() {
        let refused = judge(Err(Error::invalid("name", "张三不在册")), 1);
        assert!(matches!(refused, Outcome::Failed { cause } if !cause.contains("张三")));
    }
}
