//! XML as a stream of events, with every failure put in one word.

use super::package::Gauge;
use crate::Fault;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;
use std::io::{BufReader, Read};
use std::rc::Rc;

const BUFFER: usize = 64 * 1024;

pub(super) struct Xml<R: Read> {
    reader: Reader<BufReader<R>>,
    buffer: Vec<u8>,
    gauge: Rc<Gauge>,
}

impl<R: Read> Xml<R> {
    pub(super) fn new(read: R, gauge: Rc<Gauge>) -> Self {
        let mut reader = Reader::from_reader(BufReader::with_capacity(BUFFER, read));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), gauge }
    }

    pub(super) fn next(&mut self) -> Result<Event<'_>, Fault> {
        self.buffer.clear();
        self.gauge.next_event();
        let gauge = &self.gauge;
        self.reader
            .read_event_into(&mut self.buffer)
            .map_err(|_| if gauge.exceeded() { Fault::Bomb } else { Fault::Broken("XML") })
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute<'a>(tag: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = tag.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok()
}

pub(super) fn is_true(value: Option<Cow<'_, str>>) -> bool {
    matches!(value.as_deref(), Some("1" | "true"))
}

/// Adds what an event says as text; tags say nothing.
pub(super) fn push_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(part) => text.extend(resolved(part)),
        _ => {}
    }
}

fn resolved(part: &BytesRef<'_>) -> Option<char> {
    match part.xml10_content().as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => part.resolve_char_ref().ok().flatten(),
    }
}
