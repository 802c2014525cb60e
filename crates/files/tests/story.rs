//! Files come in checked, are kept once, and go for good; on both databases.

use std::io::Write as _;

use act::{Act, Error, Powers};
use files::{Label, Upload};
use testkit::Home;

const ADD: Act = Act::new("test.add", "存文件");

fn home() -> Home {
    Home::on("2026-11-20", |core| core.with(Powers::default()))
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn add(home: &Home, name: &str, content: &[u8]) -> i64 {
    let upload = Upload::check("file", name, content.to_vec()).unwrap();
    home.operator()
        .act_system(&ADD, |w| files::store(w, &upload, 5, Label::Internal, Some(1)))
        .unwrap()
}

fn refusal(name: &str, content: &[u8]) -> String {
    match Upload::check("file", name, content.to_vec()) {
        Err(Error::Invalid(faults)) => faults.at("file").unwrap().to_owned(),
        other => panic!("must be refused, not {other:?}"),
    }
}

fn contents(home: &Home) -> i64 {
    let sql = "SELECT count(*) FROM file_content";
    home.core.db.read(|read| Ok::<_, Error>(read.one(sql, &[])?)).unwrap()
}

#[test]
fn what_comes_in_goes_out_byte_by_byte() {
    let home = home();
    let content: Vec<u8> = [&b"%PDF-1.7\n"[..], &(0..=255).collect::<Vec<u8>>()].concat();
    let id = add(&home, "会议记录.pdf", &content);
    let read = home.core.db.read(|read| {
        let file = files::find(read, id)?.unwrap();
        let content = files::content(read, &file)?.unwrap();
        Ok::<_, Error>((file, content))
    });
    let (file, kept) = read.unwrap();
    assert_eq!(kept, content);
    assert_eq!((files::media_type(&file), file.label), ("application/pdf", Label::Internal));
    assert_eq!((file.bytes, file.unit, file.added_by), (content.len() as i64, 5, Some(1)));
    assert_eq!(file.digest, crypto::hex(&crypto::sm3(&content)));
}

#[test]
fn a_file_that_was_damaged_where_it_lies_is_not_given_out() {
    let home = home();
    let id = add(&home, "记录.txt", "原来的话".as_bytes());
    let spoil = |write: &db::Write| {
        write.run("UPDATE file_content SET content = $1", db::bind![b"other".to_vec()])
    };
    home.core.db.write(&[], spoil).unwrap();
    let given = home.core.db.read(|read| {
        let file = files::find(read, id)?.unwrap();
        files::content(read, &file)
    });
    let words = given.unwrap_err().to_string();
    assert!(words.contains("“记录.txt”") && words.contains("从备份里取回"), "{words}");
}

#[test]
fn the_same_content_is_kept_once_and_goes_with_the_last_file() {
    let home = home();
    let first = add(&home, "一.txt", "同样的话".as_bytes());
    let second = add(&home, "二.txt", "同样的话".as_bytes());
    let remove = |id| home.operator().act_system(&ADD, |w| files::remove(w, id)).unwrap();
    assert_eq!(contents(&home), 1);
    assert!(remove(first));
    assert!(!remove(first));
    assert_eq!(contents(&home), 1);
    assert!(remove(second));
    assert_eq!(contents(&home), 0);
    assert!(home.core.db.read(|read| files::find(read, second)).unwrap().is_none());
}

#[test]
fn a_word_file_with_a_mark_on_its_first_page_is_refused_with_whom_to_call() {
    let page = |head: &str| {
        let text = format!("<w:p><w:r><w:t>{head}</w:t></w:r></w:p><w:p><w:t>通知</w:t></w:p>");
        packed(&[("word/document.xml", &text)])
    };
    let words = refusal("通知.docx", &page("机</w:t><w:t>密★1年"));
    assert!(words.contains("机密") && words.contains("安全保密管理员"), "{words}");
    let fine = Upload::check("file", "通知.docx", page("临江市公安局文件")).unwrap();
    assert!(fine.media_type.contains("wordprocessingml"));
}

#[test]
fn sheets_slides_old_word_and_gbk_texts_are_looked_through() {
    let sheet = packed(&[
        ("xl/workbook.xml", ""),
        ("xl/sharedStrings.xml", "<si><t>秘密★一年</t></si><si><t>名单</t></si>"),
    ]);
    assert!(refusal("名单.xlsx", &sheet).contains("秘密"));
    let slides = packed(&[
        ("ppt/presentation.xml", ""),
        ("ppt/slides/slide1.xml", "<a:p><a:t>绝密</a:t></a:p>"),
    ]);
    assert!(refusal("课件.pptx", &slides).contains("绝密"));
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0][..], &utf16("WordDocument 机密★3年")].concat();
    assert!(refusal("通知.doc", &old).contains("机密"));
    let gbk = [0xbe, 0xf8, 0xc3, 0xdc, b'\n', 0xcd, 0xa8, 0xd6, 0xaa];
    assert!(refusal("通知.txt", &gbk).contains("绝密"));
}

fn docx_with(part: &str, words: &str) -> Vec<u8> {
    let text = format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    packed(&[("word/document.xml", "<w:p><w:t>通知</w:t></w:p>"), (part, &text)])
}

#[test]
fn marks_in_notes_masters_drawings_and_entities_are_seen() {
    let (docx, xlsx, pptx) = ("通知.docx", "名单.xlsx", "课件.pptx");
    let workbook = |part: &str| packed(&[("xl/workbook.xml", ""), (part, "<a:t>机密★1年</a:t>")]);
    let slides = |part: &str| packed(&[("ppt/presentation.xml", ""), (part, "<a:t>绝密★</a:t>")]);
    let embedded = {
        let inner = docx_with("word/footer1.xml", "机密★1年");
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in
            [("word/document.xml", &b"<w:p/>"[..]), ("word/embeddings/a.docx", &inner)]
        {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let marked = [
        (docx, docx_with("word/comments.xml", "绝密★长期")),
        (docx, docx_with("word/footnotes.xml", "机密★1年")),
        (docx, docx_with("word/endnotes.xml", "机密★1年")),
        (docx, docx_with("word/header2.xml", "机密")),
        (docx, docx_with("customXml/item1.xml", "机密★1年")),
        (docx, docx_with("word/document2.xml", "&#26426;&#x5BC6;&#9733;1年")),
        (docx, docx_with("word/x.xml", "</w:t><v:textpath string=\"机密&#9733;\"/><w:t>")),
        (docx, embedded),
        (xlsx, workbook("xl/drawings/drawing1.xml")),
        (xlsx, workbook("xl/comments1.xml")),
        (xlsx, workbook("xl/charts/chart1.xml")),
        (pptx, slides("ppt/slideMasters/slideMaster1.xml")),
        (pptx, slides("ppt/notesSlides/notesSlide1.xml")),
        (
            "公文.ofd",
            packed(&[
                ("OFD.xml", ""),
                ("Doc_1/Pages/Page_0/Content.xml", "<ofd:TextCode>机密★</ofd:TextCode>"),
            ]),
        ),
    ];
    for (at, (name, content)) in marked.iter().enumerate() {
        let words = refusal(name, content);
        assert!(words.contains("标志"), "{at} {name}: {words}");
    }
    let fine = docx_with("word/comments.xml", "机密文件由专人保管，这里只是讲课");
    assert!(Upload::check("file", docx, fine).is_ok(), "a bare word in a remark is no mark");
}

#[test]
fn what_is_written_beside_the_pixels_of_a_picture_is_read() {
    let mark = "机密★1年".as_bytes();
    let photo = photograph();
    let length = u16::try_from(mark.len() + 2).unwrap().to_be_bytes();
    let remark = [&photo[..2], &[0xff, 0xfe], &length, mark, &photo[2..]].concat();
    assert!(refusal("签到表.jpg", &remark).contains("机密"));

    let utf16: Vec<u8> = "机密★".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(utf16.len() + 8).unwrap().to_be_bytes();
    let title = [&photo[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &utf16, &photo[2..]].concat();
    assert!(refusal("签到表.jpg", &title).contains("机密"));

    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(2, 2).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let png = png.into_inner();
    assert!(Upload::check("file", "图.png", png.clone()).is_ok());
    let body = [b"Description\0", mark].concat();
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    // After the first chunk, 13 bytes with 12 around them; the check sum is not looked at.
    let text = [&png[..33], &length, b"tEXt", &body, &[0; 4], &png[33..]].concat();
    assert!(refusal("图.png", &text).contains("机密"));
}

#[test]
fn a_pdf_that_nobody_can_look_into_is_refused() {
    let locked = b"%PDF-1.7\n1 0 obj<</Filter/Standard>>endobj\ntrailer<</Encrypt 1 0 R>>";
    assert!(refusal("通知.pdf", locked).contains("加了密"));
}

#[test]
fn a_bomb_is_unpacked_no_further_than_a_file_may_be() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let many = zip::write::SimpleFileOptions::default();
    let zeros = vec![b' '; 1024 * 1024];
    for part in 0..10 {
        zip.start_file(format!("word/part{part}.xml"), many).unwrap();
        for _ in 0..8 {
            zip.write_all(&zeros).unwrap();
        }
    }
    zip.start_file("word/document.xml", many).unwrap();
    zip.write_all("<w:t>机密★1年</w:t>".as_bytes()).unwrap();
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < files::BYTES_AT_MOST);
    assert!(
        refusal("通知.docx", &bomb).contains("机密"),
        "pages come first, whatever else is in it"
    );
    let texts: usize = files::texts(&bomb).iter().map(String::len).sum();
    assert!(texts <= 49 * 1024 * 1024, "{texts}");
}

#[test]
fn programs_archives_macros_and_giants_stay_outside() {
    assert!(refusal("a.pdf", b"MZ\x90\0\x03\0").contains("这种文件不能收"));
    assert!(refusal("a.zip", &packed(&[("a.txt", "x")])).contains("压缩包"));
    let macros = packed(&[("word/document.xml", ""), ("word/vbaProject.bin", "x")]);
    assert!(refusal("a.docx", &macros).contains("带宏"));
    assert!(refusal("a.txt", b"").contains("空的"));
    let giant = vec![b'a'; files::BYTES_AT_MOST + 1];
    assert!(refusal("a.txt", &giant).contains("21MB"));
    assert!(Upload::check("file", "a.txt", vec![b'a'; files::BYTES_AT_MOST]).is_ok());
}

/// Four by two pixels; a phone noted that it lies on its side, and where it was taken.
fn photograph() -> Vec<u8> {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(4, 2);
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    // One entry: orientation (0x0112), a short, 6: turn it by 90 degrees.
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 38.04N 114.51E");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

#[test]
fn a_photograph_comes_in_upright_and_without_what_the_phone_noted() {
    let before = photograph();
    assert!(before.windows(3).any(|part| part == b"GPS"));
    let upload = Upload::check("file", "签到表.jpg", before).unwrap();
    for noted in [&b"GPS"[..], b"Exif"] {
        assert!(!upload.content.windows(noted.len()).any(|part| part == noted));
    }
    let picture = image::load_from_memory(&upload.content).unwrap();
    assert_eq!((picture.width(), picture.height()), (2, 4));
}

#[test]
fn a_picture_that_would_fill_the_memory_or_cannot_be_read_stays_outside() {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(16_001, 1).write_to(&mut png, image::ImageFormat::Png).unwrap();
    assert!(refusal("长条.png", &png.into_inner()).contains("太大"));
    assert!(refusal("坏的.png", b"\x89PNG\r\n\x1a\nnothing").contains("读不出来"));
}
