//! Listening: connections with limits on their number, their patience and their life.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{sleep, timeout},
};

use tokio_rustls::server::TlsStream;

use crate::{App, Peer, Rates, Tls, app::router_within};

/// How long a client may take, and we.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub connections: usize,
    /// For the head of a request; also how long an idle connection is kept.
    pub head: Duration,
    /// For the whole of a sent form with its files.
    pub body: Duration,
    /// For us: afterwards the client is told to look later. An act that has begun still ends.
    pub answer: Duration,
    /// A connection is renewed after this time, so that one which reads nothing does not stay.
    pub life: Duration,
    /// How often one may ask.
    pub rates: Rates,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            head: Duration::from_secs(20),
            body: Duration::from_mins(2),
            answer: Duration::from_mins(2),
            life: Duration::from_mins(10),
            rates: Rates::default(),
        }
    }
}

/// Heads longer than this are refused (431).
const HEAD_BYTES_AT_MOST: usize = 64 * 1024;

/// Serves until `stop` resolves; requests under way are answered first.
pub async fn serve(
    app: &Arc<App>,
    listen: SocketAddr,
    limits: Limits,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = TcpListener::bind(listen).await?;
    serve_within(app, listener, limits, stop).await;
    Ok(())
}

/// The same on a socket that listens already, with limits of one's own.
pub async fn serve_within(
    app: &Arc<App>,
    listener: TcpListener,
    limits: Limits,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let router = router_within(app, limits);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let (closing, closed) = watch::channel(());
    let mut open = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    let mut certificate = std::pin::pin!(follow_certificate(app));
    loop {
        tokio::select! {
            () = &mut stop => break,
            () = &mut certificate => {}
            Some(_) = open.join_next() => {}
            ((stream, peer), slot) = accept(&listener, &slots) => {
                let peer = Peer(peer.ip());
                let line = (stream, peer);
                open.spawn(talk(line, app.clone(), router.clone(), closed.clone(), limits, slot));
            }
        }
    }
    drop((listener, closing));
    while open.join_next().await.is_some() {}
}

/// Never ends; without a certificate there is nothing to follow.
async fn follow_certificate(app: &App) {
    match app.front().tls.get() {
        Some(tls) => tls.follow_files().await,
        None => std::future::pending().await,
    }
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> ((TcpStream, SocketAddr), OwnedSemaphorePermit) {
    let slot = slots.clone().acquire_owned().await.expect("the slots are never closed");
    loop {
        match listener.accept().await {
            Ok(line) => return (line, slot),
            Err(error) => {
                // Out of file handles, or the client was gone at once.
                tracing::warn!(%error, "a connection was not accepted");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// One connection, with TLS where the installation has a certificate of its own.
async fn talk(
    (stream, peer): (TcpStream, Peer),
    app: Arc<App>,
    router: Router,
    closed: watch::Receiver<()>,
    limits: Limits,
    _slot: OwnedSemaphorePermit,
) {
    let _ = stream.set_nodelay(true);
    let Some(tls) = app.front().tls.get() else {
        return converse(stream, peer, router, closed, limits).await;
    };
    let greeted = timeout(limits.head, greet(stream, tls)).await;
    if let Ok(Some(stream)) = greeted {
        converse(stream, peer, router, closed, limits).await;
    }
}

/// What every TLS record of a greeting begins with.
const HANDSHAKE: u8 = 0x16;
const ONLY_HTTPS: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html; charset=utf-8\r\n\
    Cache-Control: no-store\r\nConnection: close\r\n\r\n\
    <meta charset=\"utf-8\"><h1>HTTPS</h1><p>\xe8\xaf\xb7\xe6\x8a\x8a\xe7\xbd\x91\xe5\x9d\x80\xe5\xbc\x80\xe5\xa4\xb4\
    \xe6\x94\xb9\xe6\x88\x90https://\xe5\x86\x8d\xe6\x89\x93\xe5\xbc\x80\xe3\x80\x82</p>";

async fn greet(mut stream: TcpStream, tls: &Tls) -> Option<TlsStream<TcpStream>> {
    let mut first = [0];
    stream.peek(&mut first).await.ok()?;
    if first[0] != HANDSHAKE {
        let _ = stream.write_all(ONLY_HTTPS).await;
        let _ = stream.shutdown().await;
        return None;
    }
    tls.acceptor().accept(stream).await.ok()
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    peer: Peer,
    router: Router,
    mut closed: watch::Receiver<()>,
    limits: Limits,
) {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head);
    builder.max_buf_size(HEAD_BYTES_AT_MOST);
    let router = TowerToHyperService::new(router);
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.call(request)
    });
    let talk = builder.serve_connection(TokioIo::new(stream), answer);
    let mut talk = std::pin::pin!(talk);
    tokio::select! {
        // What goes wrong on a client's line is the client's to see.
        _ = talk.as_mut() => return,
        _ = closed.changed() => {}
        () = sleep(limits.life) => {}
    }
    talk.as_mut().graceful_shutdown();
    let _ = timeout(limits.body + limits.answer, talk).await;
}
