//! Where the five shapes of an official document are found on this machine.

use super::data::Words;
use crate::{Error, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use typst::foundations::{Array, Bytes, Dict, IntoValue, Value};
use typst::text::{Font, FontWeight};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Fang,
    Title,
    Hei,
    Kai,
    Song,
}

impl Shape {
    const ALL: [Self; 5] = [Self::Fang, Self::Title, Self::Hei, Self::Kai, Self::Song];

    fn name(self) -> &'static str {
        ["仿宋", "小标宋", "黑体", "楷体", "宋体"][self as usize]
    }

    fn used_for(self) -> &'static str {
        ["正文", "标题、发文机关标志", "一级标题、表头", "二级标题", "页码"][self as usize]
    }

    /// The key of the sheet.
    fn key(self) -> &'static str {
        ["fang", "title", "hei", "kai", "song"][self as usize]
    }

    /// Parts of family names, lower case, by which an operator's font is known.
    fn signs(self) -> &'static [&'static str] {
        match self {
            Self::Fang => &["仿宋", "fangsong", "fandolfang", "fzfs", "fang song", "stfangso"],
            Self::Title => &["小标宋", "大标宋", "xiaobiaosong", "fzxbs", "dabiaosong"],
            Self::Hei => &["黑体", "simhei", "fandolhei", "heiti", "fzht", "sans cjk", "sans sc"],
            Self::Kai => &["楷", "kaiti", "simkai", "fandolkai", "fzkt", "ukai"],
            Self::Song => {
                &["simsun", "宋体", "书宋", "fandolsong", "fzss", "serif cjk", "serif sc"]
            }
        }
    }

    /// Files of Debian's packages, the best first, below the folders of `FOLDERS`.
    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Fang => &["FandolFang-Regular.otf"],
            Self::Title => &["FandolSong-Bold.otf", "NotoSerifCJK-Bold.ttc"],
            Self::Hei => &["FandolHei-Regular.otf", "NotoSansCJK-Regular.ttc"],
            Self::Kai => &["FandolKai-Regular.otf", "ukai.ttc"],
            Self::Song => &["FandolSong-Regular.otf", "NotoSerifCJK-Regular.ttc"],
        }
    }
}

const FOLDERS: [&str; 6] = [
    "/usr/local/share/fonts/fandol",
    "/usr/share/fonts/opentype/fandol",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/arphic",
    "/usr/share/fonts/truetype/hanazono",
];

/// Read only when a name needs them: they are large.
const RARE: [&str; 3] = ["NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "HanaMinB.ttf"];

/// One line of `doctor` about a shape, or about the fonts for rare characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontReport {
    pub shape: &'static str,
    pub used_for: &'static str,
    /// Where it was found; `None` means missing.
    pub path: Option<PathBuf>,
    /// What to install or where to put a file, if missing.
    pub advice: Option<String>,
}

/// What the machine has for printing; reads only the operator's own files.
pub fn fonts_found(folder: Option<&Path>) -> Vec<FontReport> {
    Fonts::find(folder).report()
}

/// The fonts of this machine, found once and read when first needed; copies share them.
#[derive(Clone)]
pub struct Fonts(Arc<Found>);

struct Found {
    folder: Option<PathBuf>,
    shapes: [Option<Place>; 5],
    own: Vec<PathBuf>,
    read: OnceLock<Vec<Option<Font>>>,
    rare: OnceLock<Vec<Font>>,
}

/// One face of a file.
struct Place {
    path: PathBuf,
    index: usize,
}

impl Fonts {
    /// Looks into the operator's folder first, then where Debian's packages put theirs.
    pub fn find(folder: Option<&Path>) -> Self {
        let own = folder.map(font_files).unwrap_or_default();
        let named = named(&own);
        let place = |shape: Shape| own_place(shape, &named).or_else(|| debian_place(shape));
        let shapes = Shape::ALL.map(place);
        let folder = folder.map(Path::to_path_buf);
        let (read, rare) = (OnceLock::new(), OnceLock::new());
        Self(Arc::new(Found { folder, shapes, own, read, rare }))
    }

    pub fn report(&self) -> Vec<FontReport> {
        let shape = |shape: Shape| {
            let path = self.0.shapes[shape as usize].as_ref().map(|place| place.path.clone());
            let advice = path.is_none().then(|| self.advice());
            FontReport { shape: shape.name(), used_for: shape.used_for(), path, advice }
        };
        let rare = installed(RARE[0]);
        let advice = rare.is_none().then(|| self.rare_advice());
        let rare =
            FontReport {
                shape: "生僻字", used_for: "人名、地名里的少见字", path: rare, advice
            };
        Shape::ALL.into_iter().map(shape).chain([rare]).collect()
    }

    /// The faces for these words, or which shape or character is missing.
    pub(super) fn faces_for(&self, words: &Words) -> Result<Faces> {
        let shapes = self.shapes()?;
        let lacking =
            |shape: Shape, c: char| !c.is_whitespace() && !has(&shapes[shape as usize], c);
        let rare: BTreeSet<char> =
            words.iter().filter(|(shape, c)| lacking(*shape, *c)).map(|(_, c)| c).collect();
        let fallback = if rare.is_empty() { Vec::new() } else { self.rare().to_vec() };
        let nowhere = |c: &&char| !fallback.iter().any(|font| has(font, **c));
        let nowhere: Vec<String> = rare.iter().filter(nowhere).map(char::to_string).collect();
        if nowhere.is_empty() {
            return Ok(Faces { shapes, fallback });
        }
        Err(Error::Glyphs { chars: nowhere.join("、"), advice: self.rare_advice() })
    }

    fn shapes(&self) -> Result<[Font; 5]> {
        let fonts = self.0.read.get_or_init(|| {
            let read = |place: &Option<Place>| place.as_ref().and_then(|p| read(&p.path, p.index));
            self.0.shapes.iter().map(read).collect()
        });
        let there: Vec<Font> = fonts.iter().flatten().cloned().collect();
        there.try_into().map_err(|_| self.missing(fonts))
    }

    fn missing(&self, fonts: &[Option<Font>]) -> Error {
        let missing = Shape::ALL.iter().zip(fonts).filter(|(_, font)| font.is_none());
        let names: Vec<&str> = missing.map(|(shape, _)| shape.name()).collect();
        Error::Fonts { missing: names.join("、"), advice: self.advice() }
    }

    /// Fonts that fill in where the five shapes lack a character: the operator's own, then Debian's.
    fn rare(&self) -> &[Font] {
        self.0.rare.get_or_init(|| {
            let own = self.0.own.iter().filter_map(|path| read(path, 0));
            let debian = RARE.iter().filter_map(|file| installed(file));
            own.chain(debian.filter_map(|path| read_simplified(&path))).collect()
        })
    }

    fn advice(&self) -> String {
        let folder = self.folder_words();
        format!(
            "把仿宋、小标宋、黑体、楷体、宋体的字体文件放进{folder}，或者安装Debian的texlive-lang-chinese"
        )
    }

    fn rare_advice(&self) -> String {
        let folder = self.folder_words();
        format!(
            "安装Debian的fonts-noto-cjk（更少见的字用fonts-hanazono），或者把有这些字的字体放进{folder}"
        )
    }

    fn folder_words(&self) -> String {
        match &self.0.folder {
            Some(folder) => folder.display().to_string(),
            None => "数据目录下的fonts".to_owned(),
        }
    }
}

/// The fonts of one paper.
pub(super) struct Faces {
    shapes: [Font; 5],
    fallback: Vec<Font>,
}

impl Faces {
    /// For each shape its family, weight, and the families that fill in.
    pub(super) fn families(&self) -> Dict {
        let fallback = || self.fallback.iter().map(|font| &font.info().family);
        let entry = |(shape, font): (Shape, &Font)| {
            let info = font.info();
            let names: BTreeSet<&String> = fallback().collect();
            let names = [&info.family].into_iter().chain(names);
            let names: Array = names.map(|name| name.to_lowercase().into_value()).collect();
            let weight = i64::from(weight(info.variant.weight));
            let value: Dict = [("names", names.into_value()), ("weight", weight.into_value())]
                .into_iter()
                .map(|(key, value): (&str, Value)| (key.into(), value))
                .collect();
            (shape.key().into(), value.into_value())
        };
        Shape::ALL.into_iter().zip(&self.shapes).map(entry).collect()
    }

    pub(super) fn into_fonts(self) -> Vec<Font> {
        self.shapes.into_iter().chain(self.fallback).collect()
    }
}

fn weight(weight: FontWeight) -> u16 {
    weight.to_number()
}

fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(u32::from(c))
}

fn read(path: &Path, index: usize) -> Option<Font> {
    let data = fs::read(path).ok()?;
    Font::new(Bytes::new(data), index as u32)
}

/// The face for simplified Chinese: a collection starts with the Japanese one.
fn read_simplified(path: &Path) -> Option<Font> {
    let fonts = all(path);
    let simplified = fonts.iter().find(|font| font.info().family.ends_with(" SC"));
    simplified.or(fonts.first()).cloned()
}

fn all(path: &Path) -> Vec<Font> {
    fs::read(path).map(|data| Font::iter(Bytes::new(data)).collect()).unwrap_or_default()
}

fn font_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_font = |path: &PathBuf| {
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        matches!(ending.as_deref(), Some("otf" | "ttf" | "ttc"))
    };
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(is_font).collect();
    files.sort();
    files
}

type Named = (PathBuf, usize, String);

fn named(files: &[PathBuf]) -> Vec<Named> {
    let faces = |path: &PathBuf| {
        let families = all(path).into_iter().map(|font| font.info().family.to_lowercase());
        let file = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let name = move |family| format!("{family} {file}");
        let named = families.map(name).enumerate();
        named.map(|(index, name)| (path.clone(), index, name)).collect::<Vec<Named>>()
    };
    files.iter().flat_map(faces).collect()
}

fn own_place(shape: Shape, named: &[Named]) -> Option<Place> {
    let fits = |name: &str, shape: Shape| shape.signs().iter().any(|sign| name.contains(sign));
    // 仿宋体 and 小标宋体 also contain the sign of 宋体: the earlier shape wins.
    let first = |name: &str| Shape::ALL.into_iter().find(|shape| fits(name, *shape));
    let (path, index, _) = named.iter().find(|(_, _, name)| first(name) == Some(shape))?;
    Some(Place { path: path.clone(), index: *index })
}

fn debian_place(shape: Shape) -> Option<Place> {
    let path = shape.files().iter().find_map(|file| installed(file))?;
    // Collections begin with Japanese, Korean, then simplified Chinese.
    let index = if path.ends_with("ukai.ttc") { 0 } else { simplified_index(&path) };
    Some(Place { path, index })
}

fn simplified_index(path: &Path) -> usize {
    let collection = path.extension().is_some_and(|ending| ending == "ttc");
    if collection { 2 } else { 0 }
}

fn installed(file: &str) -> Option<PathBuf> {
    FOLDERS.iter().map(|folder| Path::new(folder).join(file)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::{Fonts, Found};
    use crate::{Error, Paper, pdf};
    use std::path::PathBuf;
    use std::sync::{Arc, OnceLock};

    #[test]
    fn a_bare_machine_is_told_what_to_fill_and_where() {
        let folder = Some(PathBuf::from("/var/lib/guantong/fonts"));
        let (shapes, own) = ([const { None }; 5], Vec::new());
        let (read, rare) = (OnceLock::new(), OnceLock::new());
        let bare = Fonts(Arc::new(Found { folder, shapes, own, read, rare }));

        let Err(error @ Error::Fonts { .. }) = pdf(&Paper::new("标题"), &bare) else {
            panic!("a PDF without fonts");
        };
        assert_eq!(
            error.to_string(),
            "生成PDF还缺字体：仿宋、小标宋、黑体、楷体、宋体。把仿宋、小标宋、黑体、楷体、宋体的字体文件\
             放进/var/lib/guantong/fonts，或者安装Debian的texlive-lang-chinese"
        );
        let report = bare.report();
        assert!(report[..5].iter().all(|line| line.path.is_none() && line.advice.is_some()));
    }
}
