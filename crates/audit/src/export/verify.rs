//! Verifies an export, line by line: nothing else is needed.

use std::io::BufRead;

use calendar::Instant;
use crypto::PublicKey;

use super::{
    after_line, end_text,
    line::{End, HeadLine, Line, SealLine, Signer, Top},
};
use crate::{Block, Broken, Chain, Code, Entry, Report, heads::HeadCheck};

type Found<T> = std::result::Result<T, Broken>;

/// The first broken link, or that there is none; an `Err` when the file cannot be read.
pub fn verify_export(file: impl BufRead, code: Option<&Code>) -> std::io::Result<Report> {
    let mut pass = Pass::new(code);
    let mut broken = None;
    for line in file.lines() {
        // What is no text was not written by us.
        let line = match line {
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => String::new(),
            line => line?,
        };
        if let Err(found) = pass.line(&line) {
            broken = Some(found);
            break;
        }
    }
    let broken = broken.or_else(|| pass.end().err());
    Ok(pass.report(broken))
}

struct Pass<'c> {
    code: Option<&'c Code>,
    chain: Option<Chain>,
    keys: Vec<(i64, PublicKey)>,
    /// Since the last seal.
    entries: Vec<Entry>,
    first_at: Option<Instant>,
    heads: HeadCheck,
    seals: i64,
    events: i64,
    lines: usize,
    running: [u8; 32],
    /// The line of the last seal.
    sealed_line: usize,
    last_at: Option<Instant>,
    is_ended: bool,
}

impl<'c> Pass<'c> {
    fn new(code: Option<&'c Code>) -> Self {
        Self {
            code,
            chain: None,
            keys: Vec::new(),
            entries: Vec::new(),
            first_at: None,
            heads: HeadCheck::under(Vec::new()),
            seals: 0,
            events: 0,
            lines: 0,
            running: [0; 32],
            sealed_line: 0,
            last_at: None,
            is_ended: false,
        }
    }

    fn line(&mut self, text: &str) -> Found<()> {
        let unreadable = Broken::ExportUnreadable { line: self.lines + 1 };
        let line: Line = serde_json::from_str(text).map_err(|_| unreadable.clone())?;
        if self.is_ended || self.chain.is_none() != matches!(line, Line::Export(_)) {
            return Err(unreadable);
        }
        if let Some((id, digest, at)) = line.entry() {
            let digest = bytes(digest).and_then(|it| it.try_into().ok()).ok_or(unreadable)?;
            self.first_at = self.first_at.or(Some(at));
            self.last_at = Some(at);
            self.entries.push(Entry { id, digest });
        } else {
            match line {
                Line::Export(top) => self.top(&top).ok_or(unreadable)?,
                Line::Seal(seal) => self.seal(&seal)?,
                Line::Head(head) => self.head(head)?,
                Line::End(end) => return self.signed(&end),
                Line::Event(_) | Line::Look(_) => {}
            }
        }
        self.running = after_line(&self.running, text);
        self.lines += 1;
        Ok(())
    }

    fn top(&mut self, top: &Top) -> Option<()> {
        let key = |it: &Signer| Some((it.id, PublicKey::from_bytes(&bytes(&it.public)?)?));
        self.keys = top.keys.iter().map(key).collect::<Option<_>>()?;
        self.heads = HeadCheck::under(self.keys.clone());
        let events = (top.after_seal == 0).then_some(0);
        let digest = bytes(&top.after_digest).filter(|it| it.len() == 32)?;
        let is_start = top.after_seal != 0 || digest == [0; 32];
        self.chain = Some(Chain::after(top.after_seal, digest, events));
        (top.version == 1 && is_start).then_some(())
    }

    fn seal(&mut self, seal: &SealLine) -> Found<()> {
        let line = self.lines + 1;
        let unreadable = Broken::ExportUnreadable { line };
        let Some(chain) = &mut self.chain else { return Err(unreadable) };
        chain.expect(seal.no)?;
        let entries = std::mem::take(&mut self.entries);
        let at = self.first_at.take();
        let Some(first) = entries.first().map(|entry| entry.id) else { return Err(unreadable) };
        let count = entries.len() as i64;
        let digest = bytes(&seal.digest).ok_or(unreadable)?;
        chain.add(&Block { no: seal.no, digest, entries }).map_err(|broken| match broken {
            Broken::SealWrong { seal, .. } => Broken::SealWrong { seal, event: first, at },
            other => other,
        })?;
        if seal.text != crypto::hex(&self.running) {
            return Err(Broken::TextChanged { from: self.sealed_line + 1, to: line });
        }
        (self.seals, self.events) = (self.seals + 1, self.events + count);
        self.sealed_line = line;
        match self.code {
            Some(code) if code.seal == chain.no && !code.is_of(&chain.digest) => {
                Err(Broken::CodeOfOtherChain { day: code.day, seal: code.seal })
            }
            _ => Ok(()),
        }
    }

    /// A head stands right after the seal that it signs.
    fn head(&mut self, line: HeadLine) -> Found<()> {
        let unreadable = Broken::ExportUnreadable { line: self.lines + 1 };
        let Some(chain) = &self.chain else { return Err(unreadable) };
        let head = line.head().ok_or(unreadable)?;
        if head.seal != chain.no || !self.entries.is_empty() {
            return Err(Broken::HeadOutOfLine { day: head.day, seal: head.seal });
        }
        self.heads.check(&head, chain)
    }

    fn signed(&mut self, end: &End) -> Found<()> {
        let text = end_text(self.lines, &self.running);
        let key = self.keys.iter().find(|(id, _)| *id == end.signer);
        let signature = bytes(&end.signature).unwrap_or_default();
        let is_ours = end.lines == self.lines
            && self.entries.is_empty()
            && key.is_some_and(|(_, key)| key.verify(text.as_bytes(), &signature));
        self.is_ended = true;
        if is_ours { Ok(()) } else { Err(Broken::ExportForged) }
    }

    fn end(&mut self) -> Found<()> {
        if !self.is_ended {
            return Err(Broken::ExportCut);
        }
        let Some(chain) = &self.chain else { return Err(Broken::ExportCut) };
        match self.code {
            Some(Code { day, seal, .. }) if *seal > chain.no => {
                Err(Broken::CodeBeyond { day: *day, seal: *seal, last: chain.no })
            }
            _ => Ok(()),
        }
    }

    fn report(self, broken: Option<Broken>) -> Report {
        let day = self.last_at.map(Instant::day);
        let chain = self.chain.filter(|chain| chain.no > 0);
        Report {
            restored: None,
            seals: self.seals,
            events: self.events,
            waiting: 0,
            heads: self.heads.checked,
            code: chain.zip(day).map(|(chain, day)| Code::of(day, chain.no, &chain.digest)),
            fingerprints: self.keys.iter().map(|(_, key)| key.fingerprint()).collect(),
            broken,
        }
    }
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    crypto::unhex(hex)
}
