//! 我的导出: long lists that somebody asked for, how far they are, and the files.

pub(crate) mod pages;
