//! A compound file with a few streams, each of at least 4,096 bytes so that none is "mini".

const SECTOR: usize = 512;
const SMALLEST: usize = 4096;
const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const TABLE: u32 = 0xFFFF_FFFD;

/// Sector 0 is the table of sectors, sector 1 the directory, then the streams.
pub(crate) fn file(streams: &[(&str, &[u8])]) -> Vec<u8> {
    assert!(streams.len() < 4, "the directory has one sector");
    let (mut table, mut directory, mut data) =
        (vec![TABLE, END], entry("Root Entry", 5, END, 0), Vec::new());
    for (name, content) in streams {
        let mut content = content.to_vec();
        content.resize(content.len().max(SMALLEST), 0);
        directory.extend(entry(name, 2, table.len() as u32, content.len()));
        let sectors = content.len().div_ceil(SECTOR);
        content.resize(sectors * SECTOR, 0);
        let first = table.len() as u32;
        table.extend((first + 1..first + sectors as u32).chain([END]));
        data.extend(content);
    }
    assert!(table.len() <= SECTOR / 4, "one sector holds the table");
    table.resize(SECTOR / 4, FREE);
    directory.resize(SECTOR, 0);
    let table = table.into_iter().flat_map(u32::to_le_bytes);
    header().into_iter().chain(table).chain(directory).chain(data).collect()
}

fn header() -> Vec<u8> {
    let mut header = vec![0xFF; SECTOR];
    header[..76].fill(0);
    header[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let mut put = |at: usize, value: u32| header[at..at + 4].copy_from_slice(&value.to_le_bytes());
    put(24, 0x0003_003E);
    put(28, 0x0009_FFFE);
    put(32, 6);
    put(44, 1);
    put(48, 1);
    put(56, SMALLEST as u32);
    put(60, END);
    put(68, END);
    put(76, 0);
    header
}

fn entry(name: &str, kind: u8, start: u32, size: usize) -> Vec<u8> {
    let mut entry = vec![0; 128];
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry[..units.len()].copy_from_slice(&units);
    entry[64] = units.len() as u8 + 2;
    entry[66] = kind;
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&(size as u32).to_le_bytes());
    entry
}
