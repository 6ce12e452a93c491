//! What links change: values get the uses that other files make of them, calls the platforms of their clients.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Demand, Linker, Member, Reach};
use crate::extract::{Given, Passed, Reached, Slot, Want};
use crate::reference::{Context, Elsewhere, Evidence, HostRoute, Platform, Reference, Route, Use, Value};
use crate::source::Span;
use crate::vocabulary::{Host, ProviderId};

/// Most values that one name may stand for: with more of them it is a table, not a setting.
const MOST_VALUES: usize = 16;
/// The same of a list that is offered as a whole: of the items of a longer one only those that nothing else is said of.
const MOST_OFFERED: usize = 40;
/// Most uses by other files that are kept of one value, beside those that differ from all others.
const MOST_USES: usize = 24;

/// A use of a value by another file, or by a call that it is passed to.
pub(super) struct Linked {
    /// The file that defines the value.
    pub(super) at: usize,
    pub(super) value: Value,
    pub(super) used: Use,
}

/// All that links found so far.
#[derive(Default)]
pub(super) struct AllLinked {
    uses: Vec<Linked>,
    /// How many there were when they were looked through last.
    kept: usize,
}

impl AllLinked {
    /// Many functions that each send a value at many places make more uses than anybody keeps: of each value some stay.
    pub(super) fn push(&mut self, one: Linked) {
        const MANY: usize = 1 << 16;
        self.uses.push(one);
        if self.uses.len() < MANY.max(2 * self.kept) {
            return;
        }
        let mut by_value: BTreeMap<(usize, Span), Vec<Linked>> = BTreeMap::new();
        for one in self.uses.drain(..) {
            by_value.entry((one.at, one.value.span)).or_default().push(one);
        }
        by_value.values_mut().for_each(|uses| keep_some(uses, |one| &one.used));
        self.uses = by_value.into_values().flatten().collect();
        self.kept = self.uses.len();
    }
}

/// A choice for which nothing tells where it goes.
fn is_open_choice(used: &Use) -> bool {
    used.context == Context::Choice && used.platform == Platform::Unstated
}

impl Linker<'_> {
    /// Lays what the links found over the summaries.
    pub(super) fn apply(&mut self, takers: &[usize]) {
        let takers: Vec<usize> = takers.iter().copied().filter(|at| self.members[*at].takes_part).collect();
        let platforms: Vec<(usize, HashMap<Elsewhere, Platform>)> =
            takers.iter().map(|at| (*at, self.platforms(*at))).collect();
        for known in platforms {
            self.set_platforms(known);
        }
        let mut linked = AllLinked::default();
        self.environment(&takers, &mut linked);
        for at in takers {
            self.around.during(&self.members[at].shown, &mut || {
                self.taken(at, &mut linked);
                self.passed(at, &mut linked);
            });
        }
        let mut by_member: BTreeMap<usize, Vec<Linked>> = BTreeMap::new();
        for one in linked.uses {
            by_member.entry(one.at).or_default().push(one);
        }
        for (at, linked) in by_member {
            let member = &mut self.members[at];
            if !member.is_summarised {
                self.around.summarise(member);
            }
            lay(member, linked);
        }
    }

    /// The platforms of the clients that a file imports or makes of what it imports, by the ways to that.
    fn platforms(&self, at: usize) -> HashMap<Elsewhere, Platform> {
        let extraction = &self.members[at].extraction;
        let uses = extraction.references.iter().flat_map(|reference| &reference.uses);
        let uses = uses.chain(&extraction.bare_calls).chain(extraction.links.taken.iter().map(|taken| &taken.used));
        let uses = uses.chain(extraction.links.environment.iter().map(|(_, used)| used));
        let mut known = HashMap::new();
        for told_by in uses.filter_map(|used| used.told_by.as_deref()) {
            if !known.contains_key(told_by)
                && let Some(platform) = self.platform(at, told_by)
            {
                known.insert(told_by.clone(), platform);
            }
        }
        known
    }

    /// The platform that another file tells; nothing where it tells several.
    fn platform(&self, from: usize, told_by: &Elsewhere) -> Option<Platform> {
        let route = match told_by {
            Elsewhere::Client(route) => route,
            Elsewhere::Host(host) => return self.host(from, host),
        };
        let demand = Demand { from, route: route.clone(), want: Want::Client };
        let mut platforms = self.chase(&demand).clients.into_iter().map(|(at, platform, host)| {
            let platform = host.and_then(|host| self.host(at, host)).unwrap_or(platform);
            let mut used = Use { platform, ..Use::new(Context::Argument, Span::default(), "") };
            self.around.settle(&self.members[at].path, &mut used);
            self.around.settle(&self.members[from].path, &mut used);
            used.platform
        });
        let first = platforms.next()?;
        platforms.all(|other| other == first).then_some(first)
    }

    /// The platform behind a base URL of another file; nothing where it may be several, or is not known.
    fn host(&self, from: usize, (route, default): &HostRoute) -> Option<Platform> {
        let demand = Demand { from, route: route.clone(), want: Want::Value };
        let reach = self.chase(&demand);
        let mut platforms = reach.values.into_iter().map(|(_, value, _)| match self.vocabulary.host(&value.text) {
            Host::Known(provider) => Platform::Known(provider, Evidence::Host),
            Host::Unknown => Platform::UnknownHost(Evidence::Host),
            Host::None => Platform::Known(*default, Evidence::Client),
        });
        let Some(first) = platforms.next() else {
            // An option that may be absent: by default the client talks to its own platform.
            return reach.nothing.then_some(Platform::Unstated);
        };
        platforms.all(|other| other == first).then_some(first)
    }

    fn set_platforms(&mut self, (at, known): (usize, HashMap<Elsewhere, Platform>)) {
        if known.is_empty() {
            return;
        }
        let extraction = &mut self.members[at].extraction;
        let uses = extraction.references.iter_mut().flat_map(|reference| &mut reference.uses);
        let uses = uses.chain(&mut extraction.bare_calls);
        let uses = uses.chain(extraction.links.taken.iter_mut().map(|taken| &mut taken.used));
        let uses = uses.chain(extraction.links.environment.iter_mut().map(|(_, used)| used));
        for used in uses {
            if let Some(platform) = used.told_by.as_deref().and_then(|told_by| known.get(told_by)) {
                used.platform = *platform;
            }
        }
    }

    /// Values of other files that calls of a file take.
    fn taken(&self, at: usize, linked: &mut AllLinked) {
        let all = &self.members[at].extraction.links.taken;
        let mut by_route: BTreeMap<&Route, Chosen> = BTreeMap::new();
        for taken in all {
            self.note_choice(by_route.entry(&taken.route).or_default(), &taken.used);
        }
        for taken in all {
            let chosen = by_route.get(&taken.route);
            let (values, by_key) = self.values(at, &taken.route);
            let host = Some(&taken.used).filter(|used| is_open_choice(used)).and_then(|_| self.only_host_of(&values));
            for (defined, value, choice) in values {
                let context = if choice && taken.used.context.is_live() { Context::Choice } else { taken.used.context };
                let path = (defined != at).then(|| self.members[at].shown.clone());
                let platform = match taken.used.platform {
                    Platform::Known(provider, _)
                        if chosen.is_some_and(|c| self.is_for_others(c, provider, &value.text)) =>
                    {
                        Platform::Unstated
                    }
                    platform => host.map_or(platform, |host| Platform::Known(host, Evidence::Settings)),
                };
                let spread = taken.used.spread || by_key;
                let used = Use { context, path, platform, spread, ..taken.used.clone() };
                linked.push(Linked { at: defined, value, used });
            }
        }
    }

    /// The host of a list that is offered, where two of its items are models that only it has, and it has all of which
    /// something is known.
    fn only_host_of(&self, values: &[(usize, Value, bool)]) -> Option<ProviderId> {
        const TELLING: usize = 2;
        let texts = || values.iter().map(|(_, value, _)| value.text.as_str());
        let mut hosts = texts().filter_map(|text| self.vocabulary.only_host(text));
        let host = hosts.next()?;
        let is_elsewhere = |text: &str| self.vocabulary.is_model(text) && !self.vocabulary.lists_model(host, text);
        let others: Vec<ProviderId> = hosts.collect();
        let is_one = others.len() + 1 >= TELLING && others.iter().all(|other| *other == host);
        (is_one && !texts().any(is_elsewhere)).then_some(host)
    }

    /// Notes where a call of one file sends a value.
    fn note_choice(&self, chosen: &mut Chosen, used: &Use) {
        match used.platform {
            Platform::Known(provider, _) if !self.vocabulary.user_named(provider) => {
                chosen.known.insert(provider);
            }
            Platform::UnknownHost(_) => chosen.has_unknown = true,
            _ => {}
        }
    }

    /// Which of several platforms gets a value is chosen by something else: one that does not have it is not meant.
    fn is_for_others(&self, chosen: &Chosen, provider: ProviderId, value: &str) -> bool {
        let is_one_of_several = chosen.known.len() > 1 || (chosen.has_unknown && chosen.known.contains(&provider));
        is_one_of_several && !self.vocabulary.lists_model(provider, value)
    }

    /// The values that a name of another file may be, none where they are too many, or where a test asks; and whether it
    /// is one of them by a key that is not known.
    fn values(&self, from: usize, route: &Route) -> (Vec<(usize, Value, bool)>, bool) {
        let demand = Demand { from, route: route.clone(), want: Want::Value };
        let Reach { values, by_key, .. } = self.chase(&demand);
        let is_whole =
            matches!(route.names.last().map(String::as_str), Some(Route::ANY | Route::KEYS | Route::ALL_KEYS));
        if values.len() > if is_whole { MOST_OFFERED } else { MOST_VALUES } {
            return (Vec::new(), by_key);
        }
        let is_long = values.len() > MOST_VALUES;
        let is_open = |(at, value, _): &(usize, &Value, bool)| !is_long || !self.is_told_of(*at, value);
        let speaks = |at: &usize| self.members[*at].is_test || !self.members[from].is_test;
        let values = values.into_iter().filter(|(at, ..)| speaks(at)).filter(is_open);
        (values.map(|(at, value, choice)| (at, value.clone(), choice)).collect(), by_key)
    }

    /// The file of a value says by itself what is done with it.
    fn is_told_of(&self, at: usize, value: &Value) -> bool {
        let references = &self.members[at].extraction.references;
        let known = references.iter().find(|reference| reference.value.span == value.span);
        known.is_some_and(|reference| reference.uses.iter().any(|used| !used.context.is_silent()))
    }

    /// A function that sends to several platforms chooses by something else: where only one of them has a model, that one
    /// is meant.
    fn meant(&self, providers: &BTreeSet<Option<ProviderId>>, value: &str) -> Option<ProviderId> {
        let has = |provider: &&ProviderId| {
            !self.vocabulary.user_named(**provider) && self.vocabulary.lists_model(**provider, value)
        };
        let mut having = providers.iter().flatten().filter(has);
        having.next().copied().filter(|_| having.next().is_none())
    }

    /// Values that a file passes to functions of other files.
    fn passed(&self, at: usize, linked: &mut AllLinked) {
        for passed in &self.members[at].extraction.links.passed {
            let demand = Demand { from: at, route: passed.callee.clone(), want: Want::Callee };
            let mut reached = self.chase(&demand).reached;
            reached.retain(|(_, reached)| {
                fits(&passed.slot, reached) && (passed.alone || !reached.used.context.is_silent())
            });
            let (names, mut reached): (Vec<_>, Vec<_>) =
                reached.into_iter().partition(|(_, reached)| is_name(reached.used.context));
            keep_some(&mut reached, |(_, reached)| &reached.used);
            // Where a call is reached, the name on the way says nothing more.
            if let Some((_, taken)) = names.first().filter(|_| reached.is_empty()) {
                taken_by_place(at, passed, &taken.used).into_iter().for_each(|one| linked.push(one));
            }
            let providers: BTreeSet<Option<ProviderId>> =
                reached.iter().filter(|(_, r)| !r.used.context.is_silent()).map(|(_, r)| known(&r.used)).collect();
            for (wrapper, reached) in reached {
                let (values, by_key) = match &passed.given {
                    Given::Here(value) => (vec![(at, value.clone(), false)], false),
                    Given::There(route) => self.values(at, route),
                };
                let client = reached.used.told_by.as_deref().and_then(|told_by| self.platform(wrapper, told_by));
                for (defined, value, choice) in values {
                    let mut used = reached.used.clone();
                    used.spread |= by_key;
                    let given = passed.client.filter(|_| !reached.is_callee);
                    used.platform = given.or(client).unwrap_or(used.platform);
                    if providers.len() > 1 {
                        if self.meant(&providers, &value.text).is_none_or(|meant| known(&reached.used) != Some(meant)) {
                            continue;
                        }
                        used.platform = Platform::Unstated;
                    }
                    if choice && used.context.is_live() {
                        used.context = Context::Choice;
                    }
                    if reached.is_callee {
                        used.span = passed.place;
                        used.path = (defined != at).then(|| self.members[at].shown.clone());
                    } else if defined != wrapper {
                        used.path = Some(self.members[wrapper].shown.clone());
                    }
                    linked.push(Linked { at: defined, value, used });
                }
            }
        }
    }
}

/// What reaches a call is what a slot is.
fn fits(slot: &Slot, reached: &Reached) -> bool {
    let (slot, key) = match slot {
        Slot::Within(slot, key) => (&**slot, Some(key)),
        slot => (slot, None),
    };
    let is_it = match slot {
        Slot::Position(place) => reached.position == Some(*place),
        // A keyword says itself what it is.
        _ if is_name(reached.used.context) => false,
        Slot::Keyword(name) => reached.name == *name,
        Slot::Property(name) => reached.name == *name && reached.position.is_none(),
        Slot::Within(..) => false,
    };
    is_it && reached.key.as_ref() == key
}

/// A value that is taken as a model by its place: it is what the file makes of it that gives it.
fn taken_by_place(at: usize, passed: &Passed, taken: &Use) -> Option<Linked> {
    let (Given::Here(value), Some(by_place)) = (&passed.given, &passed.by_place) else { return None };
    let platform = match by_place.platform {
        Platform::Unstated => passed.client.unwrap_or(taken.platform),
        platform => platform,
    };
    let used = Use { platform, span: by_place.span, path: None, context: by_place.context, ..taken.clone() };
    Some(Linked { at, value: value.clone(), used })
}

/// The platform that a use is known to talk to.
fn known(used: &Use) -> Option<ProviderId> {
    match used.platform {
        Platform::Known(provider, _) => Some(provider),
        _ => None,
    }
}

/// The platforms among which a file chooses for one value.
#[derive(Default)]
struct Chosen {
    known: BTreeSet<ProviderId>,
    /// A server that nobody here knows is among them.
    has_unknown: bool,
}

/// Lays linked uses over the references of one file.
fn lay(member: &mut Member, linked: Vec<Linked>) {
    let mut by_value: BTreeMap<Span, (Value, Vec<Use>)> = BTreeMap::new();
    for Linked { value, mut used, .. } in linked {
        used.lead_away(&value.text);
        by_value.entry(value.span).or_insert_with(|| (value, Vec::new())).1.push(used);
    }
    let references = &mut member.extraction.references;
    for (span, (value, mut uses)) in by_value {
        uses.sort_by(|a, b| (&a.path, a.span, a.context).cmp(&(&b.path, b.span, b.context)));
        uses.dedup_by(|a, b| (&a.path, a.span, a.context, a.platform) == (&b.path, b.span, b.context, b.platform));
        keep_some(&mut uses, |used| used);
        // Where a call of a file explains a value, the name under which it is given to the call says nothing more.
        let called: BTreeSet<Option<String>> =
            uses.iter().filter(|used| is_call(used.context)).map(|used| used.path.clone()).collect();
        uses.retain(|used| !is_name(used.context) || !called.contains(&used.path));
        let at = match references.binary_search_by_key(&span, |reference| reference.value.span) {
            Ok(at) => at,
            Err(at) => {
                references.insert(at, Reference { value, uses: Vec::new(), repeats: Vec::new() });
                at
            }
        };
        let own = &mut references[at].uses;
        // A name in another file says something only of a value that is one of many by itself, or may be chosen.
        if own.iter().any(|used| !matches!(used.context, Context::Key | Context::Choice)) {
            uses.retain(|used| !is_name(used.context) || used.path.is_none());
            if uses.is_empty() {
                continue;
            }
        }
        // As in one file: where calls explain a value, the name that it is bound to says nothing more.
        own.retain(|used| is_call(used.context));
        let known: Vec<(Option<String>, Span)> = own.iter().map(|used| (used.path.clone(), used.span)).collect();
        own.extend(uses.into_iter().filter(|used| !known.contains(&(used.path.clone(), used.span))));
    }
}

fn is_call(context: Context) -> bool {
    matches!(context, Context::Argument | Context::Http)
}

fn is_name(context: Context) -> bool {
    matches!(context, Context::Slot | Context::Setting)
}

/// Keeps the first uses, and of the others those that differ from all before.
fn keep_some<T>(all: &mut Vec<T>, used: impl Fn(&T) -> &Use) {
    let mut kept: Vec<T> = Vec::new();
    for one in all.drain(..) {
        let alike = |used: &Use| (used.context, used.endpoints, used.platform, used.form);
        let is_alike = |other: &T| alike(used(other)) == alike(used(&one));
        if kept.len() < MOST_USES || !kept.iter().any(is_alike) {
            kept.push(one);
        }
    }
    *all = kept;
}
