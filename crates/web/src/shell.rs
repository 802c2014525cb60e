//! The shell around every page: head band, menu, place, foot, phone tabs.

use act::Ctx;
use askama::Template;

use crate::{App, Identity, Markup, Page, Req, Section, assets, kept::PutBack};

#[derive(Template)]
#[template(path = "shell.html")]
struct Shell<'s> {
    title: &'s str,
    version: &'s str,
    body: Markup,
    banner: Option<&'s str>,
    viewer: Option<Viewer>,
    menu: Vec<Entry>,
    tabs: Tabs,
    crumbs: &'s [(String, String)],
    said: Option<&'s str>,
    put_back: Option<PutBack>,
    is_wall: bool,
    /// The page has a button that only the script of passkeys serves.
    has_passkey: bool,
    /// The page has a year plan whose things can be moved.
    has_plan: bool,
    /// The page puts drafts on the phone, or opens them there.
    has_offline: bool,
    /// The page has fields of minutes: what is pasted, who spoke.
    has_minutes: bool,
    body_class: String,
}

struct Viewer {
    name: String,
    unit: String,
    hat: String,
    can_change: bool,
    unread: i64,
}

#[derive(Clone)]
struct Entry {
    section: Section,
    title: &'static str,
    url: &'static str,
    is_current: bool,
}

pub(crate) fn render(
    app: &App,
    ctx: &Ctx,
    identity: Option<&Identity>,
    page: &Page,
    req: &Req,
) -> String {
    let identity = identity.filter(|_| !page.is_bare);
    let menu = identity.map(|_| menu(app, ctx, page.section)).unwrap_or_default();
    let tabs = Tabs::of(&menu);
    let shell = Shell {
        title: &page.title,
        version: &assets::VERSION,
        body: Markup(page.body.clone()),
        banner: app.banner.as_deref(),
        viewer: identity.map(viewer),
        body_class: body_class(page, !tabs.is_empty()),
        menu: if page.is_wall { Vec::new() } else { menu },
        tabs: if page.is_wall { Tabs::default() } else { tabs },
        crumbs: &page.crumbs,
        said: req.said.as_deref(),
        put_back: PutBack::on(page, req),
        is_wall: page.is_wall,
        has_passkey: page.body.contains("data-passkey="),
        has_plan: page.body.contains("data-plan="),
        has_offline: page.body.contains(" data-offline"),
        has_minutes: page.body.contains("data-paste") || page.body.contains("data-speakers"),
    };
    shell.render().unwrap_or_else(|error| {
        tracing::error!(%error, "the shell did not render");
        "<h1>系统这边出了问题</h1>".into()
    })
}

fn viewer(identity: &Identity) -> Viewer {
    let hat = identity.actor.hat();
    let name = match &identity.actor {
        act::Actor::Person { name, .. } => name.clone(),
        _ => String::new(),
    };
    Viewer {
        name,
        unit: hat.map(|hat| hat.unit.name.clone()).unwrap_or_default(),
        hat: hat.map_or("党员".into(), |hat| hat.title.clone()),
        can_change: identity.hats > 1,
        unread: identity.unread,
    }
}

/// One entry per section: the first that this hat may open.
fn menu(app: &App, ctx: &Ctx, current: Option<Section>) -> Vec<Entry> {
    let open = |entry: &&crate::MenuEntry| entry.act.is_none_or(|act| ctx.carries(&act));
    let mut entries: Vec<_> = app.rooms.iter().flat_map(|room| &room.menu).filter(open).collect();
    entries.sort_by_key(|entry| entry.section);
    entries.dedup_by_key(|entry| entry.section);
    let entry = |it: &crate::MenuEntry| Entry {
        section: it.section,
        title: it.section.title(),
        url: it.url,
        is_current: current == Some(it.section),
    };
    entries.into_iter().map(entry).collect()
}

/// The menu of a phone: five places, 我的 the last; what has none lies under 更多, the one before.
#[derive(Default)]
struct Tabs {
    shown: Vec<Entry>,
    more: Vec<Entry>,
    me: Option<Entry>,
}

impl Tabs {
    const PLACES: usize = 5;

    /// What people do on a phone; where there is no room for all, it goes before the rest.
    const FIRST: [Section; 3] = [Section::Home, Section::Members, Section::Life];

    fn of(menu: &[Entry]) -> Self {
        let is_me = |it: &&Entry| it.section == Section::Me;
        let others: Vec<Entry> = menu.iter().filter(|it| !is_me(it)).cloned().collect();
        let me = menu.iter().find(is_me).cloned();
        let room = Self::PLACES - usize::from(me.is_some());
        if others.len() <= room {
            return Self { shown: others, more: Vec::new(), me };
        }
        let is_first = |it: &Entry| Self::FIRST.contains(&it.section);
        let spare = (room - 1).saturating_sub(others.iter().filter(|it| is_first(it)).count());
        let (first, rest): (Vec<Entry>, Vec<Entry>) = others.into_iter().partition(is_first);
        let (filling, more) = rest.split_at(spare.min(rest.len()));
        let mut shown = [&first, filling].concat();
        shown.sort_by_key(|it| it.section);
        Self { shown, more: more.to_vec(), me }
    }

    fn is_empty(&self) -> bool {
        self.shown.is_empty() && self.me.is_none()
    }

    fn is_below_more(&self) -> bool {
        self.more.iter().any(|it| it.is_current)
    }
}

fn body_class(page: &Page, has_tabs: bool) -> String {
    let classes =
        [(has_tabs && !page.is_wall, "has-tabs"), (page.is_task, "task"), (page.is_wall, "wall")];
    let wanted: Vec<&str> = classes.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
    wanted.join(" ")
}
