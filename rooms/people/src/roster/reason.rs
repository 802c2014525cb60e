//! Why a row was refused, warned about or skipped: the code, and the words a person reads.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $code:literal, $what:literal, $todo:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant,)* }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As the `--json` output has it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What is so, and what to do about it (empty where nothing is to be done).
            pub fn words(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($what, $todo),)* }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.code())
            }
        }
    };
}

codes! {
    /// Of a row, or of a whole sheet.
    Reason {
        DuplicateInFile = "duplicate_in_file", "与前面的一行是同一个人，内容相同", "前面一行照常导入，这一行不用管";
        EducationUnknown = "education_unknown", "学历认不出", "改成常用写法，如大学本科、大学专科、中专";
        EthnicUnknown = "ethnic_unknown", "民族认不出", "改成56个民族的名称，如汉族、维吾尔族";
        FullBeforeJoin = "full_before_join", "转正在入党之前", "两个日期可能填反了，对照档案改";
        FullDateAmbiguous = "full_date_ambiguous", "转正时间分不清是1月还是10月", "写成1998.01或者1998.10，单元格设为文本";
        FullDateInvalid = "full_date_invalid", "转正时间没有这一天，或者认不出", "写成1998.07或者1998-07-01；未转正的留空";
        HiddenRow = "hidden_row", "这一行在表里是隐藏的", "要导入就取消隐藏再交，不要就删掉";
        HiddenSheet = "hidden_sheet", "这张工作表是隐藏的，没有读", "要导入就取消隐藏再交，不要就删掉";
        IdBirthDate = "id_birth_date", "证件号码里的出生日期没有这一天", "对照证件改";
        IdChecksum = "id_checksum", "证件号码末位校验不对", "对照证件改";
        IdConflict = "id_conflict", "同一个证件号码在几行里姓名或者内容不一样", "对照证件，看哪一行对，改好或者删去另一行";
        IdLength = "id_length", "证件号码不是18位，也不是15位旧号", "看看是不是少了或者多了数字，对照证件改";
        IdMissing = "id_missing", "没有证件号码", "补上证件号码";
        IdPrecisionLost = "id_precision_lost", "证件号码被存成了数字，后几位已经丢失", "把这一列设为文本，对照证件重新填写";
        IdProvince = "id_province", "证件号码开头两位不是任何省份", "对照证件改";
        Id15Upgraded = "id15_upgraded", "15位旧号已换算成18位", "方便时对照现在的证件核对末位";
        JoinBefore18 = "join_before_18", "按证件号码算，入党时还没到规定年龄", "对照档案核对入党时间和证件号码";
        JoinDateAmbiguous = "join_date_ambiguous", "入党时间分不清是1月还是10月", "写成1998.01或者1998.10，单元格设为文本";
        JoinDateInvalid = "join_date_invalid", "入党时间没有这一天，或者认不出", "对照档案改，写成1998.07或者1998-07-01";
        JoinDateMissing = "join_date_missing", "没有入党时间", "补上入党时间，只知道年月也可以";
        MissingId = "missing_column:id_number", "这张表里没有证件号码这一列", "加上这一列，标题写“公民身份号码”";
        MissingJoinDate = "missing_column:join_date", "这张表里没有入党时间这一列", "加上这一列，标题写“入党时间”";
        MissingName = "missing_column:name", "这张表里没有姓名这一列", "加上这一列，标题写“姓名”";
        NameMissing = "name_missing", "没有姓名", "补上姓名";
        SexMismatch = "sex_mismatch", "性别与证件号码不一致", "对照证件，看是性别填错还是号码填错";
        SexUnknown = "sex_unknown", "性别认不出", "写成男或者女，也可以留空";
        WorkStartUnread = "work_start_unread", "参加工作时间认不出，没有带入", "导入后在个人信息里补，写成1998.07";
    }
}

codes! {
    /// Rows in which there is no person.
    SkipReason {
        BlankRow = "blank_row", "空行", "";
        FooterRow = "footer_row", "填表人、审核人一类的落款", "";
        HeaderRow = "header_row", "重复的标题行", "";
        NoteRow = "note_row", "没有姓名、号码和日期的说明行", "";
        TotalRow = "total_row", "合计行", "";
    }
}

/// The words for a code of either kind; `None` for what is no code.
pub fn words(code: &str) -> Option<(&'static str, &'static str)> {
    let reason = Reason::ALL.iter().find(|reason| reason.code() == code).map(|r| r.words());
    reason.or_else(|| SkipReason::ALL.iter().find(|why| why.code() == code).map(|w| w.words()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_told_once_with_words_and_advice() {
        let mut codes: Vec<_> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        for reason in Reason::ALL {
            let (what, todo) = words(reason.code()).unwrap();
            assert!(!what.is_empty() && !todo.is_empty(), "{reason:?}");
            assert!(!what.ends_with('。') && !todo.contains('！'), "{reason:?}");
        }
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Reason::ALL.len());
        assert_eq!(words("blank_row"), Some(("空行", "")));
        assert_eq!(words("nothing"), None);
    }
}
