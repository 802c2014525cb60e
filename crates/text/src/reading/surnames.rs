//! Characters that are read otherwise where they are a surname.

/// Readings of the first one or two characters; empty where the usual reading holds.
/// Names with a dot have no surname in front.
pub(super) fn reading(name: &[char]) -> &'static [&'static str] {
    if name.contains(&'·') {
        return &[];
    }
    if let [first, second, ..] = name {
        let found = COMPOUND.iter().find(|(chars, _)| chars == &[*first, *second]);
        if let Some((_, readings)) = found {
            return readings;
        }
    }
    let single = name.first().and_then(|first| SINGLE.iter().find(|(c, _)| c == first));
    single.map_or(&[], |(_, reading)| reading)
}

const COMPOUND: &[([char; 2], &[&str])] = &[
    (['尉', '迟'], &["yu", "chi"]),
    (['万', '俟'], &["mo", "qi"]),
    (['长', '孙'], &["zhang", "sun"]),
    (['澹', '台'], &["tan", "tai"]),
    (['单', '于'], &["chan", "yu"]),
    (['鲜', '于'], &["xian", "yu"]),
    (['令', '狐'], &["ling", "hu"]),
    (['皇', '甫'], &["huang", "fu"]),
    (['夏', '侯'], &["xia", "hou"]),
    (['诸', '葛'], &["zhu", "ge"]),
    (['拓', '跋'], &["tuo", "ba"]),
    (['百', '里'], &["bai", "li"]),
    (['南', '宫'], &["nan", "gong"]),
];

const SINGLE: &[(char, &[&str])] = &[
    ('单', &["shan"]),
    ('仇', &["qiu"]),
    ('解', &["xie"]),
    ('曾', &["zeng"]),
    ('查', &["zha"]),
    ('区', &["ou"]),
    ('朴', &["piao"]),
    ('盖', &["ge"]),
    ('乐', &["yue"]),
    ('翟', &["zhai"]),
    ('缪', &["miao"]),
    ('覃', &["qin"]),
    ('任', &["ren"]),
    ('华', &["hua"]),
    ('冼', &["xian"]),
    ('洗', &["xian"]),
    ('尉', &["wei"]),
    ('宓', &["mi"]),
    ('员', &["yun"]),
    ('贠', &["yun"]),
    ('郇', &["xun"]),
    ('召', &["shao"]),
    ('折', &["she"]),
    ('种', &["chong"]),
    ('祭', &["zhai"]),
    ('黑', &["he"]),
    ('逄', &["pang"]),
    ('那', &["na"]),
    ('能', &["nai"]),
    ('繁', &["po"]),
    ('佘', &["she"]),
    ('晁', &["chao"]),
    ('乜', &["nie"]),
    ('纪', &["ji"]),
    ('车', &["che"]),
    ('沈', &["shen"]),
    ('石', &["shi"]),
    ('隗', &["wei"]),
    ('褚', &["chu"]),
    ('薄', &["bo"]),
    ('卜', &["bu"]),
    ('葛', &["ge"]),
    ('柏', &["bai"]),
    ('过', &["guo"]),
    ('哈', &["ha"]),
    ('句', &["gou"]),
    ('阚', &["kan"]),
    ('牟', &["mou"]),
    ('宁', &["ning"]),
    ('瞿', &["qu"]),
    ('阙', &["que"]),
    ('粘', &["nian"]),
    ('应', &["ying"]),
    ('燕', &["yan"]),
    ('殷', &["yin"]),
    ('於', &["yu"]),
    ('臧', &["zang"]),
    ('占', &["zhan"]),
    ('宿', &["su"]),
    ('贾', &["jia"]),
    ('俞', &["yu"]),
    ('谌', &["chen"]),
    ('秘', &["bi"]),
    ('都', &["du"]),
    ('藏', &["zang"]),
    ('曲', &["qu"]),
    ('盛', &["sheng"]),
    ('相', &["xiang"]),
    ('行', &["xing"]),
    ('叶', &["ye"]),
    ('郗', &["xi"]),
    ('郝', &["hao"]),
    ('费', &["fei"]),
    ('谷', &["gu"]),
    ('管', &["guan"]),
    ('莘', &["shen"]),
    ('尹', &["yin"]),
    ('阿', &["a"]),
    ('长', &["chang"]),
    ('重', &["chong"]),
    ('朝', &["chao"]),
    ('降', &["jiang"]),
    ('万', &["wan"]),
];
