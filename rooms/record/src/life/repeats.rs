//! Whether two problems are the same one in nearly the same words. Pure.

use std::collections::HashSet;

/// From this share of equal pairs of signs on, somebody should look whether it was put right at all.
const ALIKE: f64 = 0.7;

/// Which of the new problems stand among the earlier ones, by place.
pub(crate) fn repeated(now: &[&str], before: &[&str]) -> Vec<usize> {
    let earlier: Vec<_> = before.iter().map(|it| pairs(it)).collect();
    let is_old = |it: &&str| {
        let its = pairs(it);
        earlier.iter().any(|old| alike(&its, old))
    };
    now.iter().enumerate().filter(|(_, it)| is_old(it)).map(|(place, _)| place).collect()
}

fn alike(one: &HashSet<[char; 2]>, other: &HashSet<[char; 2]>) -> bool {
    let both = one.intersection(other).count();
    let all = one.union(other).count();
    all > 0 && both as f64 >= ALIKE * all as f64
}

/// Pairs of neighbouring signs, without spaces and punctuation.
fn pairs(text: &str) -> HashSet<[char; 2]> {
    let signs: Vec<char> = text.chars().filter(|it| it.is_alphanumeric()).collect();
    signs.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

#[cfg(test)]
mod tests {
    use super::repeated;

    #[test]
    fn the_same_problem_is_known_again_in_nearly_the_same_words() {
        let before = ["理论学习不够深入，满足于读文件", "联系群众不经常"];
        let now = ["理论学习不够深入，还满足于读文件", "谈心谈话次数少", "联系群众不经常。"];
        assert_eq!(repeated(&now, &before), [0, 2]);
        assert_eq!(repeated(&now, &[]), [0; 0]);
        assert_eq!(repeated(&["短"], &["短"]), [0; 0], "too short to say anything");
    }
}
