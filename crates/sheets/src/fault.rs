//! Why a file was not read, in the words the person sees.

/// `Display` says what is wrong and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("文件里什么也没有，看看是不是选错了文件")]
    Empty,
    #[error("文件超过20MB。删去图片和用不到的工作表，或者分成几个文件再交")]
    TooLarge,
    #[error("文件展开后大得不正常，没有读。用表格软件打开，把内容复制到新表里另存后再交")]
    Bomb,
    #[error("有内容的行超过10万行。分成几个文件再交")]
    TooManyRows,
    #[error("文件设了密码。用表格软件打开，去掉密码，另存后再交")]
    Protected,
    #[error("认不出这是什么文件。请交xlsx、xls、csv，或者用制表符分隔的文本")]
    Unknown,
    #[error("这是{0}。用表格软件打开，另存为xlsx再交")]
    Other(&'static str),
    #[error("认不出文字编码。另存为xlsx，或者UTF-8编码的csv再交")]
    Encoding,
    #[error("文件不完整或者已经损坏（{0}）。用表格软件打开，另存为xlsx再交")]
    Broken(&'static str),
}
