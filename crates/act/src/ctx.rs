//! One request, job or verb: who, when, and the two doors (act, sight).

use std::{
    cell::RefCell,
    net::IpAddr,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use calendar::{Day, Instant};
use db::{Read, Value, Write, bind};

use crate::{
    Act, Acting, Actor, Core, Error, Guard, Look, Place, Power, Powers, Reach, Result, Sight, kept,
};

/// Acts done by this process.
static DONE: AtomicU64 = AtomicU64::new(0);

/// How many acts this process has done since it began.
pub fn done() -> u64 {
    DONE.load(Ordering::Relaxed)
}

/// The context that every handler, job and verb gets first.
pub struct Ctx {
    pub core: Arc<Core>,
    pub actor: Actor,
    /// One instant for the whole request.
    pub now: Instant,
    /// The day of `now` in Shanghai.
    pub today: Day,
    /// The address that the request came from; nobody's for jobs and the command line.
    pub client: Option<IpAddr>,
    device: Option<String>,
    /// One-time key of the form that was sent; it goes with the first act that is done.
    request_key: RefCell<Option<String>>,
    /// URL of the page whose form was sent: what was kept of it goes with the first act that is done.
    form: RefCell<Option<String>>,
    views: RefCell<Vec<(&'static str, String, i64)>>,
    /// Why, for acts that give no reason of their own.
    reason: Option<String>,
}

impl Ctx {
    pub fn new(core: &Arc<Core>, actor: Actor) -> Self {
        let now = core.clock.now();
        Self {
            core: core.clone(),
            actor,
            now,
            today: now.day(),
            client: None,
            device: None,
            request_key: RefCell::default(),
            form: RefCell::default(),
            views: RefCell::default(),
            reason: None,
        }
    }

    /// The same installation, as another actor: jobs started by a request, tests.
    pub fn as_actor(&self, actor: Actor) -> Self {
        Self {
            now: self.now,
            today: self.today,
            client: self.client,
            device: self.device.clone(),
            ..Self::new(&self.core, actor)
        }
    }

    pub fn from_client(mut self, client: IpAddr) -> Self {
        self.client = Some(client);
        self
    }

    /// Stands as the reason of every act of this context that gives none itself: how it came about.
    pub fn because(mut self, words: impl Into<String>) -> Self {
        self.reason = Some(words.into());
        self
    }

    /// The same request for another reason: the form still counts once.
    pub fn again_because(&self, words: impl Into<String>) -> Self {
        let again = self.as_actor(self.actor.clone()).with_request_key(self.request_key());
        again.with_form(self.form.borrow().clone()).because(words)
    }

    pub(crate) fn reason(&self) -> Option<String> {
        self.reason.clone()
    }

    pub fn with_request_key(self, key: Option<String>) -> Self {
        self.request_key.replace(key);
        self
    }

    /// Once an act is done, the half-filled form kept under this URL is gone with it.
    pub fn with_form(self, form: Option<String>) -> Self {
        self.form.replace(form);
        self
    }

    /// "Chrome，Windows": stands beside the address in what an act leaves behind.
    pub fn on_device(mut self, device: &str) -> Self {
        self.device = Some(device.to_owned()).filter(|it| !it.is_empty());
        self
    }

    /// From where: address and device, as events keep it.
    pub(crate) fn origin(&self) -> Option<String> {
        let client = self.client?.to_string();
        Some(self.device.as_ref().map_or(client.clone(), |device| format!("{client} {device}")))
    }

    pub(crate) fn request_key(&self) -> Option<String> {
        self.request_key.borrow().clone()
    }

    /// The person at work; acts about oneself need one.
    pub fn person(&self) -> Result<i64> {
        self.actor.person().ok_or(Error::SignIn)
    }

    /// Runs a page's questions on a read-only connection, in one snapshot.
    pub fn read<T>(&self, page: impl FnOnce(&Read) -> Result<T>) -> Result<T> {
        self.core.db.read(page)
    }

    /// Does `act` upon `unit`: permission, transaction, event and seal, all or nothing.
    ///
    /// The closure may run more than once (group commit, retries) and does nothing but ask and
    /// write. *404* when the unit is not there, *403* when the hat does not reach it.
    pub fn act<T>(&self, act: &Act, unit: i64, work: impl Fn(&Acting) -> Result<T>) -> Result<T> {
        self.act_locked(act, unit, &[], work)
    }

    /// The same, holding further named locks (on `PostgreSQL`): for rules wider than one unit.
    pub fn act_locked<T>(
        &self,
        act: &Act,
        unit: i64,
        locks: &[i64],
        work: impl Fn(&Acting) -> Result<T>,
    ) -> Result<T> {
        let all_locks = [&[unit], locks].concat();
        self.transact(&all_locks, |acting| {
            self.permit(acting, act, unit)?;
            let value = work(acting)?;
            acting.record(self, act, Some(unit))?;
            Ok(value)
        })
    }

    /// Does `act` about the signed-in person himself (reach `own`): his password, his notices, his data.
    pub fn act_own<T>(&self, act: &Act, work: impl Fn(&Acting, i64) -> Result<T>) -> Result<T> {
        let person = self.person()?;
        self.transact(&[person], |acting| {
            acting.about("person", person);
            let value = work(acting, person)?;
            acting.record(self, act, None)?;
            Ok(value)
        })
    }

    /// Does what the installation itself does: first start, jobs, the command line. Refused to people.
    pub fn act_system<T>(&self, act: &Act, work: impl Fn(&Acting) -> Result<T>) -> Result<T> {
        if !self.actor.is_unlimited() {
            return Err(Error::NotAllowed(*act));
        }
        self.transact(&[], |acting| {
            let value = work(acting)?;
            acting.record(self, act, None)?;
            Ok(value)
        })
    }

    /// Signing in happens before anybody is known; `person` is who the password belongs to.
    pub fn act_unknown<T>(&self, act: &Act, work: impl Fn(&Acting) -> Result<T>) -> Result<T> {
        self.transact(&[], |acting| {
            let value = work(acting)?;
            acting.record(self, act, None)?;
            Ok(value)
        })
    }

    fn transact<T>(&self, locks: &[i64], work: impl Fn(&Acting) -> Result<T>) -> Result<T> {
        self.refuse_when_read_only()?;
        let mut locks = locks.to_vec();
        locks.extend(self.request_key().map(|key| named_lock(&key)));
        locks.sort_unstable();
        locks.dedup();
        let value = self.core.db.write(&locks, |write| {
            self.refuse_repeats(write)?;
            let value = work(&Acting::new(write, self.now))?;
            self.forget_sent(write)?;
            Ok::<T, Error>(value)
        })?;
        DONE.fetch_add(1, Ordering::Relaxed);
        // A handler that does two acts is not repeating itself.
        self.request_key.replace(None);
        self.form.replace(None);
        Ok(value)
    }

    fn forget_sent(&self, write: &Write) -> Result<()> {
        match (self.actor.person(), &*self.form.borrow()) {
            (Some(person), Some(form)) => Ok(kept::remove(write, person, form)?),
            _ => Ok(()),
        }
    }

    pub(crate) fn refuse_when_read_only(&self) -> Result<()> {
        match &*self.core.read_only.read().unwrap_or_else(PoisonError::into_inner) {
            Some(words) => Err(Error::Busy(words.clone())),
            None => Ok(()),
        }
    }

    /// A form sent twice is answered as the first time, and done once. Asked here too where one form does two acts.
    pub fn refuse_repeats(&self, read: &Read) -> Result<()> {
        let Some(key) = self.request_key() else { return Ok(()) };
        let sql = "SELECT reply FROM event WHERE request_key = $1";
        match read.maybe::<Option<String>>(sql, bind![key])? {
            Some(reply) => Err(Error::Repeated(reply.unwrap_or_else(|| "/".into()))),
            None => Ok(()),
        }
    }

    fn permit(&self, read: &Read, act: &Act, unit: i64) -> Result<()> {
        if self.actor.is_unlimited() {
            return Ok(());
        }
        let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
        let hat = self.hat_now(read)?;
        let may = hat.is_some_and(|hat| hat.may(act, &place) && hat.passes(&place, &self.guards()));
        if may { Ok(()) } else { Err(Error::NotAllowed(*act)) }
    }

    /// Whether the hat worn may do `act` upon `place`: buttons ask this before they are drawn.
    pub fn allows(&self, act: &Act, place: &Place) -> bool {
        if self.actor.is_unlimited() {
            return true;
        }
        self.actor.hat().is_some_and(|hat| hat.may(act, place) && hat.passes(place, &self.guards()))
    }

    /// Whether the hat carries `act` over any range: menus ask this.
    pub fn carries(&self, act: &Act) -> bool {
        self.actor.is_unlimited()
            || self.actor.hat().is_some_and(|hat| hat.carries(act))
            || self.member_powers().iter().any(|power| power.act == act.key)
    }

    /// What may be seen under a read act.
    pub fn sight(&self, act: &Act) -> Sight {
        Sight::of(&self.actor, act, &self.member_powers(), &self.guards())
    }

    /// Whether somebody's post or place in this unit may be named to the viewer: it is of no guarded kind, or he may see it.
    pub fn may_know(&self, place: &Place) -> bool {
        let guards = self.guards();
        match &self.actor {
            Actor::Operator | Actor::System(_) => true,
            _ => match self.actor.hat() {
                Some(hat) => hat.passes(place, &guards),
                None => guards.iter().all(|guard| guard.kind != place.kind),
            },
        }
    }

    fn guards(&self) -> Arc<[Guard]> {
        self.core.maybe_part::<Powers>().map(Powers::guards).unwrap_or_default()
    }

    /// What every signed-in person may do about himself: the powers of the post kind `member`.
    fn member_powers(&self) -> Arc<[Power]> {
        match (&self.actor, self.core.maybe_part::<Powers>()) {
            (Actor::Person { .. }, Some(powers)) => {
                let own: Vec<Power> = powers.of("member").iter().cloned().collect();
                own.into_iter().filter(|power| power.reach == Reach::Own).collect()
            }
            _ => Arc::default(),
        }
    }

    /// Notes that persons' data are being shown; written to the view log after the page is made.
    pub fn viewed(&self, act: &Act, about: impl Into<String>, shown: usize) {
        let view = (act.key, about.into(), shown as i64);
        let mut views = self.views.borrow_mut();
        // A page that is made twice is looked at once.
        if !views.contains(&view) {
            views.push(view);
        }
    }

    /// Writes what [`Ctx::viewed`] noted; the web layer calls it once per page. Data of persons are
    /// not shown while that cannot be written down.
    pub fn log_views(&self) -> Result<()> {
        let views = self.views.take();
        let Some(person) = self.actor.person().filter(|_| !views.is_empty()) else { return Ok(()) };
        self.refuse_when_read_only()?;
        let post = self.actor.hat().map(|hat| hat.post);
        self.core.db.write(&[], |write| {
            let mut cells = Vec::new();
            for (act, about, shown) in &views {
                let look = Look {
                    id: write.id(),
                    at: self.now,
                    person,
                    post,
                    act: (*act).to_owned(),
                    about: about.clone(),
                    shown: *shown,
                    origin: self.origin(),
                };
                cells.extend(self.sealed_look(write, &look));
            }
            let sql = "INSERT INTO view_log (id, at, person, post, act, about, shown, origin, digest) VALUES ";
            write.insert_rows(sql, 9, &cells)?;
            Ok(())
        })
    }

    /// The cells of its row; its digest goes under the next seal.
    fn sealed_look(&self, write: &Write, look: &Look) -> Vec<Value> {
        let digest = self.core.keys.event_digest(look.detail().as_bytes());
        write.seal_later(look.id, digest);
        let Look { id, at, person, post, act, about, shown, origin } = look;
        bind![id, at, person, post, act, about, shown, origin, digest].to_vec()
    }

    /// Loaded data by type: regulations, systems, powers.
    pub fn part<T: std::any::Any>(&self) -> &T {
        self.core.part()
    }
}

/// A lock by name beside those by id: a form sent twice at once waits for itself.
pub fn named_lock(name: &str) -> i64 {
    let digest = crypto::sm3(name.as_bytes());
    i64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}
