//! What the police organ of a division is called.

use super::divisions::Division;

/// Statistics give development zones the county numbers from 71 on; counties and cities have others.
const ZONES: std::ops::RangeInclusive<u8> = 71..=80;

/// 河北省公安厅, 北京市公安局
pub(super) fn of_province(name: &str) -> String {
    if name.ends_with('市') { format!("{name}公安局") } else { format!("{name}公安厅") }
}

/// 石家庄市公安局, 兴安盟公安局
pub(super) fn of_prefecture(name: &str) -> String {
    format!("{name}公安局")
}

/// 正定县公安局, 辛集市公安局, 石家庄市公安局长安分局; `above` is the division whose organ leads it.
pub(super) fn of_county(county: &Division, above: &Division, province: &Division) -> String {
    let name = county.name.as_str();
    // A district of a province or prefecture that has no districts of its own kind keeps its name.
    let is_own =
        ["县", "市", "旗", "林区", "特区", "行政委员会"].iter().any(|it| name.ends_with(it));
    if is_own {
        return format!("{name}公安局");
    }
    let place = if is_zone(county) { zone(name, above, province) } else { district(name) };
    format!("{}公安局{place}分局", above.name)
}

fn is_zone(county: &Division) -> bool {
    county.code.get(4..).and_then(|end| end.parse().ok()).is_some_and(|n| ZONES.contains(&n))
}

/// 长安区 → 长安; what would be unclear without 区 keeps it: 桥区, 井陉矿区, 管城回族区, 浦东新区.
fn district(name: &str) -> String {
    let Some(stem) = name.strip_suffix('区') else {
        return name.split("的岛礁").next().unwrap_or(name).to_owned();
    };
    let letters = stem.chars().count();
    let is_new_area = stem.ends_with('新') && letters > 2;
    let keeps = letters < 2 || is_new_area || stem.ends_with('矿') || stem.ends_with('族');
    if keeps { name.to_owned() } else { stem.to_owned() }
}

/// 石家庄高新技术产业开发区 → 高新技术产业开发区: the city is already in the organ's name.
fn zone(name: &str, above: &Division, province: &Division) -> String {
    let name = name.strip_suffix("管委会").unwrap_or(name);
    let mut rest = name;
    for place in [province, above] {
        let full = place.name.as_str();
        let without = rest.strip_prefix(full).or_else(|| rest.strip_prefix(stem(full)));
        rest = without.unwrap_or(rest);
    }
    // 兰州新区 is a name; 新区 alone is not.
    if rest.chars().count() > 2 { rest.to_owned() } else { name.to_owned() }
}

/// 石家庄市 → 石家庄, 阿拉善盟 → 阿拉善, 内蒙古自治区 → 内蒙古
fn stem(name: &str) -> &str {
    let cut = name.strip_suffix("壮族自治区").or_else(|| name.strip_suffix("回族自治区"));
    let cut = cut.or_else(|| name.strip_suffix("维吾尔自治区"));
    let cut = cut.or_else(|| name.strip_suffix("自治区")).unwrap_or(name);
    cut.strip_suffix(['省', '市', '盟']).unwrap_or(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn division(code: &str, name: &str) -> Division {
        Division { code: code.into(), name: name.into(), parent: String::new(), level: 3 }
    }

    fn county(code: &str, name: &str, above: &str, province: &str) -> String {
        let (above, province) = (division("", above), division("", province));
        of_county(&division(code, name), &above, &province)
    }

    #[test]
    fn a_province_has_a_department_and_a_municipality_a_bureau() {
        assert_eq!(of_province("广西壮族自治区"), "广西壮族自治区公安厅");
        assert_eq!(of_province("上海市"), "上海市公安局");
        assert_eq!(of_prefecture("大兴安岭地区"), "大兴安岭地区公安局");
    }

    #[test]
    fn a_district_has_a_branch_bureau_of_its_city() {
        let of = |code, name| county(code, name, "石家庄市", "河北省");
        assert_eq!(of("130102", "长安区"), "石家庄市公安局长安分局");
        assert_eq!(of("130107", "井陉矿区"), "石家庄市公安局井陉矿区分局");
        assert_eq!(of("140202", "城区"), "石家庄市公安局城区分局");
        assert_eq!(of("410104", "管城回族区"), "石家庄市公安局管城回族区分局");
        assert_eq!(of("411402", "梁园区"), "石家庄市公安局梁园分局");
        assert_eq!(county("310115", "浦东新区", "上海市", "上海市"), "上海市公安局浦东新区分局");
        assert_eq!(county("441803", "清新区", "清远市", "广东省"), "清远市公安局清新分局");
        assert_eq!(
            county("460323", "中沙群岛的岛礁及其海域", "三沙市", "海南省"),
            "三沙市公安局中沙群岛分局"
        );
    }

    #[test]
    fn a_county_has_a_bureau_of_its_own() {
        assert_eq!(county("130123", "正定县", "石家庄市", "河北省"), "正定县公安局");
        assert_eq!(county("130181", "辛集市", "石家庄市", "河北省"), "辛集市公安局");
        assert_eq!(county("520203", "六枝特区", "六盘水市", "贵州省"), "六枝特区公安局");
        assert_eq!(county("429021", "神农架林区", "湖北省", "湖北省"), "神农架林区公安局");
    }

    #[test]
    fn a_zone_does_not_say_its_city_twice() {
        let of = |code, name, city, province| county(code, name, city, province);
        assert_eq!(
            of("130171", "石家庄高新技术产业开发区", "石家庄市", "河北省"),
            "石家庄市公安局高新技术产业开发区分局"
        );
        assert_eq!(
            of("130271", "河北唐山芦台经济开发区", "唐山市", "河北省"),
            "唐山市公安局芦台经济开发区分局"
        );
        assert_eq!(of("620171", "兰州新区", "兰州市", "甘肃省"), "兰州市公安局兰州新区分局");
        assert_eq!(
            of("152571", "乌拉盖管理区管委会", "锡林郭勒盟", "内蒙古自治区"),
            "锡林郭勒盟公安局乌拉盖管理区分局"
        );
        assert_eq!(
            of("152971", "内蒙古阿拉善高新技术产业开发区", "阿拉善盟", "内蒙古自治区"),
            "阿拉善盟公安局高新技术产业开发区分局"
        );
    }
}
