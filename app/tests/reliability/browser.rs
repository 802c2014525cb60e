//! Somebody at the screen of one of several nodes: plain HTTP, one connection for each request.

use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;
use web::percent;

/// The password of every account of the demo.
const PASSWORD: &str = "guantong-demo-2026";

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The first header of that name in small letters, or "".
    pub(crate) fn header(&self, name: &str) -> &str {
        let pairs = self.head.lines().filter_map(|line| line.split_once(": "));
        let found = pairs.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A signed-in session; it is the same on every node.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    pub(crate) port: u16,
    cookie: String,
}

impl Browser {
    /// Nobody signed in.
    pub(crate) fn visitor(port: u16) -> Self {
        Self { port, cookie: String::new() }
    }

    pub(crate) fn sign_in(port: u16, login: &str) -> Self {
        let answer =
            Self::visitor(port).post("/sign-in", &[("login", login), ("password", PASSWORD)]);
        let answer = answer.expect("the server answers");
        let set = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        assert!(set.starts_with("guantong="), "{login} could not sign in: {}", answer.body);
        Self { port, cookie: set }
    }

    pub(crate) fn at(&self, port: u16) -> Self {
        Self { port, cookie: self.cookie.clone() }
    }

    /// `None`: no answer, or one that was cut off.
    pub(crate) fn get(&self, url: &str) -> Option<Answer> {
        self.send("GET", url, "", b"")
    }

    pub(crate) fn post(&self, url: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let pairs: Vec<String> =
            fields.iter().map(|(k, v)| format!("{}={}", percent(k), percent(v))).collect();
        self.send("POST", url, "application/x-www-form-urlencoded", pairs.join("&").as_bytes())
    }

    /// Sends a form with one file.
    pub(crate) fn upload(
        &self,
        url: &str,
        fields: &[(&str, &str)],
        file: (&str, &str),
    ) -> Option<Answer> {
        self.upload_bytes(url, fields, (file.0, file.1.as_bytes()))
    }

    /// The same with a file that is no text.
    pub(crate) fn upload_bytes(
        &self,
        url: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Option<Answer> {
        let mut body = String::new();
        for (name, value) in fields {
            let _ = write!(
                body,
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        let (name, content) = file;
        let _ = write!(
            body,
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        let body = [body.as_bytes(), content, b"\r\n--x--\r\n"].concat();
        self.send("POST", url, "multipart/form-data; boundary=x", &body)
    }

    fn send(&self, method: &str, url: &str, kind: &str, body: &[u8]) -> Option<Answer> {
        let host = format!("127.0.0.1:{}", self.port);
        let mut stream = TcpStream::connect(&host).ok()?;
        stream.set_read_timeout(Some(Duration::from_mins(2))).ok()?;
        let mut request = format!(
            "{method} {url} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\
             Cookie: {}\r\nConnection: close\r\n",
            self.cookie
        );
        if method == "POST" {
            let length = body.len();
            let _ = write!(request, "Content-Type: {kind}\r\nContent-Length: {length}\r\n");
        }
        stream.write_all(&[request.as_bytes(), b"\r\n", body].concat()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
    }
}
