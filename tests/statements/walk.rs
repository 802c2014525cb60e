//! Somebody who follows links, a few of each kind.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use guantong::demo::Opened;
use situation::Figures;
use testkit::Browser;
use web::App;

/// Pages of one route that one role looks at.
const OF_A_KIND: usize = 4;

pub(crate) struct Walk {
    pub(crate) browser: Browser,
    app: Arc<App>,
}

/// One page that was looked at.
pub(crate) struct Visit {
    pub(crate) route: &'static str,
    pub(crate) statements: u32,
}

/// Every GET route of the house, in the order of its rooms.
pub(crate) fn gets() -> Vec<&'static str> {
    let rooms = guantong::rooms();
    let routes = rooms.iter().flat_map(|room| &room.routes);
    routes.filter(|route| route.method() == "GET").map(|route| route.path).collect()
}

impl Walk {
    /// Signed in as in earnest: the session is looked up as for everybody.
    pub(crate) fn of(app: &Arc<App>, role: &Opened) -> Self {
        let fields = [("login", role.login.as_str()), ("password", role.password)];
        let answer = Browser::stranger(app).post("/sign-in", &fields);
        let cookie = answer.cookies.iter().find(|it| it.starts_with("guantong=")).unwrap();
        let cookie = cookie.split(';').next().unwrap();
        Self { browser: Browser::with_cookie(app, cookie), app: app.clone() }
    }

    /// Breadth first, so that the pages next to home come first.
    pub(crate) fn everywhere(&self) -> Vec<Visit> {
        let routes = gets();
        let (mut known, mut seen) = (BTreeSet::new(), BTreeMap::<&str, usize>::new());
        let mut ahead = VecDeque::from(["/".to_owned()]);
        let mut visits = Vec::new();
        while let Some(url) = ahead.pop_front() {
            let Some(route) = route_of(&routes, &url) else { continue };
            let times = seen.entry(route).or_default();
            if *times == OF_A_KIND || !known.insert(url.clone()) {
                continue;
            }
            *times += 1;
            // As a server's follower does, woken by every commit.
            let core = &self.app.core;
            core.part::<Figures>().keep_up(core).unwrap();
            let answer = self.browser.get(&url);
            assert!(answer.status < 500, "{url}: {}", answer.status);
            visits.push(Visit { route, statements: answer.statements });
            ahead.extend(Some(answer.location).filter(|it| !it.is_empty()));
            ahead.extend(links(&answer.body));
        }
        visits
    }
}

/// The most particular route that a URL fits: `/members/new` before `/members/{id}`.
fn route_of(routes: &[&'static str], url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next()?;
    let fits = |route: &&&'static str| {
        let (wanted, there): (Vec<&str>, Vec<&str>) =
            (route.split('/').collect(), path.split('/').collect());
        let same = |(wanted, there): (&&str, &&str)| {
            wanted == there || wanted.starts_with('{') && !wanted.contains('.') && !there.is_empty()
        };
        wanted.len() == there.len() && wanted.iter().zip(&there).all(same)
    };
    routes.iter().filter(fits).min_by_key(|route| route.matches('{').count()).copied()
}

/// Every `href` and form `action` of a page, in its order.
fn links(body: &str) -> Vec<String> {
    let after = |mark| body.split(mark).skip(1).filter_map(|rest: &str| rest.split('"').next());
    let own = |url: &&str| url.starts_with('/');
    let links = after(" href=\"").chain(after("method=\"get\" action=\""));
    links.filter(own).map(|url| url.replace("&amp;", "&").replace("&#38;", "&")).collect()
}
