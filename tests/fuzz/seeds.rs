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
            [b"e.docx  ".to_vec(), paper()].concat(),
            [b"f.png   \x89PNG\r\n\x1a\n\0\0\0\x05iTXtTitle".to_vec(), vec![0; 20]].concat(),
            b"g.jpg   \xff\xd8\xff\xe1\0\x10Exif\0\0MM\0*\0\0\0\x08\xff\xda".to_vec(),
            b"h.webp  RIFF\0\0\0\0WEBPEXIF\x04\0\0\0MM\0*".to_vec(),
            packed_page(),
            [b"d.doc   \xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 600]].concat(),
        ],
        "transcript" => vec![
            "张三 00:00:01\n同志们，现在开会。\n发言人2 00:01:23\n我同意。\n".into(),
            "发言人1(00:00:05)：先听报告\n[00:01:00] 李四：好\n王五（书记）：散会\n".into(),
            "1\n00:00:01,000 --> 00:00:03,000\n张三：同志们，现在\n\n2\n00:00:03,000 --> 00:00:05,000\n开会。\n".into(),
            "WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:03.000\n<v.a 李四>同意<i>方案</i></v>\n".into(),
        ],
        "manuscript" => vec![
            "<w:document><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>听取&amp;报告</w:t>\
             <w:tab/><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
                .into(),
            "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>\
             <w:lvlText w:val=\"%1、%2\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride \
             w:ilvl=\"0\"><w:startOverride w:val=\"3\"/></w:lvlOverride></w:num></w:numbering>"
                .into(),
            "<w:styles><w:style w:styleId=\"a\"><w:pPr><w:numPr><w:ilvl w:val=\"8\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>".into(),
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

/// A Word file with the parts in which marks may hide: made by hand, stored and not packed, so that changes get through.
fn paper() -> Vec<u8> {
    let parts = [
        ("word/document.xml", "<w:p><w:t>通知</w:t></w:p>"),
        ("word/comments.xml", "<w:t>&#26426;&#x5BC6;&#9733;&bad;</w:t><![CDATA[x]]>"),
        ("word/media/a.png", "\u{89}PNG"),
    ];
    let (mut body, mut list) = (Vec::new(), Vec::new());
    for (name, text) in parts {
        let [name_length, length] = [name.len() as u32, text.len() as u32];
        let sizes = [length.to_le_bytes(), length.to_le_bytes()].concat();
        let name_length = [&(name_length as u16).to_le_bytes()[..], &[0, 0]].concat();
        let sum = crc(text.as_bytes()).to_le_bytes();
        let head = [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &sum, &sizes, &name_length].concat();
        let at = (body.len() as u32).to_le_bytes();
        list.extend([&b"PK\x01\x02\x14\0"[..], &head, &[0; 10], &at, name.as_bytes()].concat());
        body.extend([&b"PK\x03\x04"[..], &head, name.as_bytes(), text.as_bytes()].concat());
    }
    let (size, at) = ((list.len() as u32).to_le_bytes(), (body.len() as u32).to_le_bytes());
    [&body[..], &list, &b"PK\x05\x06\0\0\0\0\x03\0\x03\0"[..], &size, &at, &[0, 0]].concat()
}

/// CRC-32 as zip has it.
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        let mut sum = sum ^ u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
        sum
    };
    !bytes.iter().fold(u32::MAX, step)
}

/// A page of a PDF, packed, in a font that needs no table; with a title beside it.
fn packed_page() -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let page = b"BT /F1 12 Tf <673A5BC62605> Tj (\\101(b)) Tj [<bbfa> -20 <c3dc>] TJ ET";
    std::io::Write::write_all(&mut packer, page).expect("memory takes it");
    let body = packer.finish().expect("memory takes it");
    let head = b"i.pdf   %PDF-1.4\n1 0 obj<</Title <FEFF673A>/Encoding/UniGB-UCS2-H>>stream\n";
    [&head[..], &body, b"\nendstream\ntrailer<<>>"].concat()
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
