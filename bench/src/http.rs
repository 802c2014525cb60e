//! A client that keeps its connection: what a measurement sends and waits for, and nothing else.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use web::percent;

/// One connection to a server, signed in or not.
pub(crate) struct Client {
    server: String,
    /// `name=value` as the server set it; empty before signing in.
    cookie: String,
    stream: Option<BufReader<TcpStream>>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    cookie: Option<String>,
    /// What the database did, when the server tells: `Server-Timing`.
    pub(crate) timing: Option<String>,
    pub(crate) body: Vec<u8>,
    /// Until the first byte of the answer was there.
    pub(crate) first_byte: Duration,
    /// Until all of it was.
    pub(crate) whole: Duration,
    /// Of the answer, head included.
    pub(crate) bytes: usize,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    pub(crate) fn new(server: &str) -> Self {
        Self { server: server.to_owned(), cookie: String::new(), stream: None }
    }

    /// Another connection in the same name.
    pub(crate) fn again(&self) -> Self {
        Self { cookie: self.cookie.clone(), ..Self::new(&self.server) }
    }

    pub(crate) fn sign_in(&mut self, login: &str, password: &str) -> anyhow::Result<()> {
        let answer = self.post("/sign-in", &[("login", login), ("password", password)])?;
        self.cookie = answer.cookie.with_context(|| format!("{login} could not sign in"))?;
        Ok(())
    }

    pub(crate) fn get(&mut self, page: &str) -> anyhow::Result<Answer> {
        let head = format!(
            "GET {page} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n",
            self.server, self.cookie
        );
        self.exchange(head.as_bytes())
    }

    /// The same, and anything but 200 is an error.
    pub(crate) fn page(&mut self, page: &str) -> anyhow::Result<Answer> {
        let answer = self.get(page)?;
        if answer.status != 200 {
            bail!("{page}: {} {}", answer.status, answer.location.unwrap_or_default());
        }
        Ok(answer)
    }

    pub(crate) fn post(&mut self, page: &str, form: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        let body = pairs.join("&");
        let request = format!(
            "POST {page} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {2}\r\n\r\n{body}",
            self.server,
            self.cookie,
            body.len()
        );
        self.exchange(request.as_bytes())
    }

    /// Sends a form of one field and one file.
    pub(crate) fn upload(
        &mut self,
        page: &str,
        (field, value): &(&str, String),
        (name, content): (&str, &str),
    ) -> anyhow::Result<Answer> {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n--x\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n\
             --x--\r\n"
        );
        let request = format!(
            "POST {page} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\n\
             Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {2}\r\n\r\n{body}",
            self.server,
            self.cookie,
            body.len()
        );
        self.exchange(request.as_bytes())
    }

    /// Once more on a fresh connection when the server has closed an idle one.
    fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        if self.stream.is_some()
            && let Ok(answer) = self.try_exchange(request)
        {
            return Ok(answer);
        }
        self.stream = None;
        self.try_exchange(request)
    }

    #[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
    fn try_exchange(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            empty => empty.insert(connect(&self.server)?),
        };
        let begun = Instant::now();
        stream.get_mut().write_all(request)?;
        if stream.fill_buf()?.is_empty() {
            bail!("the server closed the connection");
        }
        let first_byte = begun.elapsed();
        let mut answer = read(stream)?;
        (answer.first_byte, answer.whole) = (first_byte, begun.elapsed());
        Ok(answer)
    }
}

fn connect(server: &str) -> anyhow::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(server).with_context(|| format!("no server on {server}"))?;
    stream.set_nodelay(true)?;
    Ok(BufReader::with_capacity(64 * 1024, stream))
}

fn read(stream: &mut BufReader<TcpStream>) -> anyhow::Result<Answer> {
    let (mut status, mut length, mut bytes) = (0, None, 0);
    let (mut location, mut cookie, mut timing, mut is_chunked) = (None, None, None, false);
    let mut line = String::new();
    loop {
        line.clear();
        bytes += stream.read_line(&mut line)?;
        let text = line.trim_end();
        if text.is_empty() {
            break;
        }
        if let Some((name, value)) = text.split_once(": ") {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse::<usize>().ok(),
                "transfer-encoding" => is_chunked = value == "chunked",
                "server-timing" => timing = Some(value.to_owned()),
                "location" => location = Some(value.to_owned()),
                "set-cookie" if value.starts_with("guantong=") => {
                    cookie = value.split(';').next().map(str::to_owned);
                }
                _ => {}
            }
        } else {
            status = text.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
        }
    }
    let body = if is_chunked { chunks(stream)? } else { exactly(stream, length.unwrap_or(0))? };
    bytes += body.len();
    let (first_byte, whole) = Default::default();
    Ok(Answer { status, location, cookie, timing, body, first_byte, whole, bytes })
}

fn exactly(stream: &mut BufReader<TcpStream>, length: usize) -> anyhow::Result<Vec<u8>> {
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(body)
}

fn chunks(stream: &mut BufReader<TcpStream>) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim_end(), 16)?;
        body.extend(exactly(stream, length)?);
        exactly(stream, 2)?;
        if length == 0 {
            return Ok(body);
        }
    }
}
