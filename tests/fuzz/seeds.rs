//! What is changed: well-formed files and forms, made here or taken from the house.

use std::path::Path;

/// Pieces that parsers stumble over.
pub(crate) const ODD: [&[u8]; 16] = [
    b"\xe5\xbc\xa0",
    b"\xf0\xa0\xae\xb7",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"4294967296",
    b"-9223372036854775808",
    b"1e309",
    b"%00%zz",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"%PDF-1.7",
    b"]]><!--",
    b"\"\"\"",
    b"\r\n--x\r\n",
    b"2026-02-30",
];

pub(crate) fn of(name: &str) -> Vec<Vec<u8>> {
    match name {
        "roster" => vec![roster().into(), roster().replace(',', "\t").into(), workbook(), gbk()],
        "regulations" => vec![text("regulations/branch/size-limit.toml"), text("regulations/branch/duties.toml")],
        "upload" => vec![
            [b"a.xlsx  ".to_vec(), workbook()].concat(),
            b"b.pdf   %PDF-1.7\n1 0 obj\n".to_vec(),
            "c.txt   秘密★1年\n通知".into(),
            [b"d.doc   \xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 600]].concat(),
        ],
        "settings" => vec![
            b"listen = \"0.0.0.0:8080\"\npublic_origin = \"https://dj.example.cn\"\nname = \"\xe5\x8e\xbf\xe5\xb1\x80\"\n".to_vec(),
            b"trusted_proxies = \"10.0.0.0/8, ::1\"\nrequests_per_minute_account = \"60\"\ntls_key = \"a\"\ntls_certificate = \"b\"\n"
                .to_vec(),
        ],
        "form" => vec![
            b"login=003917&password=x&to=%2Fme&_key=0123&_form=%2Fsign-in".to_vec(),
            b"--x\r\nContent-Disposition: form-data; name=\"login\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; \
              name=\"file\"; filename=\"a.xlsx\"\r\nContent-Type: text/plain\r\n\r\nPK\r\n--x--\r\n"
                .to_vec(),
        ],
        _ => vec![
            b"guantong=0a1b; said=%E5%A5%BD; __Host-guantong=1".to_vec(),
            b"to=/me&page=2&unit=1&on=2026-11-20".to_vec(),
            b"203.0.113.9, [2001:db8::1]:443, unknown".to_vec(),
        ],
    }
}

fn text(path: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    std::fs::read(root.join(path)).expect("a file of the house")
}

fn roster() -> String {
    "姓名,性别,民族,出生日期,公民身份号码,学历,入党日期,转正日期,手机,所在党支部\n\
     安丽华,女,汉族,1980-01-01,11010119800101003X,大学本科,2005-07-01,2006-07-01,13900001111,刑侦大队党支部\n\
     \"欧阳,明\",男,满族,1975年3月,,研究生,2001.7,,,刑侦大队党支部\n"
        .into()
}

fn gbk() -> Vec<u8> {
    // 姓名,性别 in GB 18030.
    b"\xd0\xd5\xc3\xfb,\xd0\xd4\xb1\xf0\n\xb0\xb2\xc0\xf6\xbb\xaa,\xc5\xae\n".to_vec()
}

/// The roster as a workbook of ours.
fn workbook() -> Vec<u8> {
    let rows: Vec<Vec<sheets::write::Value>> = roster()
        .lines()
        .map(|line| line.split(',').map(|it| sheets::write::Value::Text(it.into())).collect())
        .collect();
    let columns: Vec<sheets::write::Column> =
        (0..10).map(|_| sheets::write::Column { heading: "栏", width: 12 }).collect();
    let head = sheets::write::Head {
        sheet: "名册",
        title: "名册",
        scope: "全部",
        measure: "人",
        columns: &columns,
    };
    sheets::write::xlsx(&head, rows.into_iter()).expect("a workbook is written")
}
