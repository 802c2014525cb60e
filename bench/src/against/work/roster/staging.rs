//! The same roster through PostgreSQL: COPY into a staging table, then one validating INSERT into
//! tables like the product's. What it spares: encryption, pinyin, audit, and comparing with who is there.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use crate::against::peer::server::Server;

const TABLES: &str = "
    DROP TABLE IF EXISTS staged, person, member_status, affiliation, import_row;
    CREATE TABLE staged (row_no BIGINT GENERATED ALWAYS AS IDENTITY, name TEXT, id_number TEXT, sex TEXT,
        ethnic TEXT, education TEXT, joined TEXT, fulled TEXT, phone TEXT);
    CREATE TABLE person (id BIGINT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL,
        initials TEXT NOT NULL, sex TEXT, birth TEXT, ethnic TEXT, education TEXT, id_number BYTEA,
        id_number_key BYTEA, phone BYTEA, phone_key BYTEA, phone_tail_key BYTEA, joined_on TEXT,
        full_on TEXT, member_status TEXT NOT NULL, batch BIGINT);
    CREATE UNIQUE INDEX ON person (id_number_key);
    CREATE INDEX ON person (phone_key);
    CREATE INDEX ON person (name_key);
    CREATE INDEX ON person (initials);
    CREATE INDEX ON person (batch);
    CREATE TABLE member_status (person BIGINT, status TEXT, from_on TEXT, to_on TEXT, basis TEXT,
        PRIMARY KEY (person, from_on));
    CREATE TABLE affiliation (id BIGINT PRIMARY KEY, person BIGINT, unit BIGINT, from_on TEXT,
        to_on TEXT, basis TEXT, batch BIGINT);
    CREATE UNIQUE INDEX ON affiliation (person) WHERE to_on IS NULL;
    CREATE INDEX ON affiliation (unit, from_on);
    CREATE INDEX ON affiliation (person);
    CREATE TABLE import_row (batch BIGINT, person BIGINT, sheet_row BIGINT, was TEXT,
        PRIMARY KEY (batch, person))";

const COPY: &str = "COPY staged (name, id_number, sex, ethnic, education, joined, fulled, phone)
    FROM STDIN WITH (FORMAT csv, HEADER true)";

/// Shape, check digit, a real birthday, sex against the number, of age when joined, code tables,
/// phone, each number once.
const INSERT: &str = "
    WITH shaped AS (
        SELECT * FROM staged WHERE name <> '' AND id_number ~ '^[0-9]{17}[0-9X]$'
            AND joined ~ '^[0-9]{4}\\.(0[1-9]|1[0-2])$' AND fulled ~ '^[0-9]{4}\\.(0[1-9]|1[0-2])$'
            AND phone ~ '^1[0-9]{10}$' AND sex IN ('男', '女')
            AND ethnic IN ('汉', '回', '满', '壮', '藏', '蒙古', '维吾尔')
            AND education IN ('高中', '大专', '本科', '硕士研究生', '博士研究生')),
    sound AS (
        SELECT *, substr(id_number, 7, 4) || '-' || substr(id_number, 11, 2) || '-' || substr(id_number, 13, 2)
            AS birth FROM shaped
        WHERE substr('10X98765432', 1 + (
            substr(id_number,1,1)::int*7 + substr(id_number,2,1)::int*9 + substr(id_number,3,1)::int*10
          + substr(id_number,4,1)::int*5 + substr(id_number,5,1)::int*8 + substr(id_number,6,1)::int*4
          + substr(id_number,7,1)::int*2 + substr(id_number,8,1)::int*1 + substr(id_number,9,1)::int*6
          + substr(id_number,10,1)::int*3 + substr(id_number,11,1)::int*7 + substr(id_number,12,1)::int*9
          + substr(id_number,13,1)::int*10 + substr(id_number,14,1)::int*5 + substr(id_number,15,1)::int*8
          + substr(id_number,16,1)::int*4 + substr(id_number,17,1)::int*2) % 11, 1) = substr(id_number, 18, 1)
          AND (substr(id_number, 17, 1)::int % 2 = 1) = (sex = '男')
          AND substr(joined, 1, 4)::int - substr(id_number, 7, 4)::int >= 18 AND joined < fulled),
    once AS (SELECT DISTINCT ON (id_number) * FROM sound ORDER BY id_number, row_no),
    person_in AS (
        INSERT INTO person SELECT row_no, name, name, name, sex, birth::date::text, ethnic, education,
            convert_to(id_number, 'UTF8'), sha256(convert_to(id_number, 'UTF8')), convert_to(phone, 'UTF8'),
            sha256(convert_to(phone, 'UTF8')), sha256(convert_to(right(phone, 4), 'UTF8')),
            replace(joined, '.', '-'), replace(fulled, '.', '-'), 'full', 1 FROM once),
    status_in AS (
        INSERT INTO member_status SELECT row_no, 'probationary', joined, fulled, '1' FROM once
        UNION ALL SELECT row_no, 'full', fulled, NULL, '1' FROM once),
    affiliation_in AS (
        INSERT INTO affiliation SELECT row_no, row_no, 1, '2026-11-20', NULL, '1', 1 FROM once)
    INSERT INTO import_row SELECT 1, row_no, row_no, 'added' FROM once";

/// How long it took, and how many rows were taken.
#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
pub(super) fn import(server: &Server, text: &str) -> anyhow::Result<(Duration, usize)> {
    let mut client = server.connect()?;
    client.batch_execute(TABLES)?;
    let begun = Instant::now();
    let mut copy = client.copy_in(COPY)?;
    copy.write_all(text.as_bytes())?;
    copy.finish()?;
    let taken = client.execute(INSERT, &[])?;
    Ok((begun.elapsed(), taken as usize))
}
