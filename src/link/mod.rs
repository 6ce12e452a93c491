//! Names across files: what a call takes from another file is judged as that call, at its definition.
//!
//! Summaries say which names of other files a file takes; the files that these
//! names lead to are asked what they are, in rounds, since one name may lead to
//! the next. Each file is asked each question once, so circles end by
//! themselves. Where the way ends, or leads to too much, nothing is guessed.

mod apply;
mod ask;
mod environment;

use std::collections::HashMap;
use std::path::PathBuf;

pub use self::environment::{is_environment, sets};

use crate::extract::{self, Answer, Extraction, Files, Question, Reached, Want};
use crate::reference::{HostRoute, Platform, Route, Use, Value};
use crate::source::{SourceFile, Span};
use crate::vocabulary::Vocabulary;

/// A file that takes part.
#[derive(Debug)]
pub struct Member {
    /// Its path from the project's root, with `/`.
    pub path: String,
    /// Its path as it is reported.
    pub shown: String,
    /// Where it is read from: of names that are not UTF-8 nothing else tells files apart.
    pub on_disk: PathBuf,
    /// It is a test: what it does says nothing about files that are none.
    pub is_test: bool,
    /// The file.
    pub file: SourceFile,
    /// What stands in it; nothing yet where it is only asked what its names are.
    pub extraction: Extraction,
    /// What stands in it is known.
    pub is_summarised: bool,
    /// What it takes and passes on counts.
    pub takes_part: bool,
}

impl Member {
    /// Something is done with what it holds, and in no other file.
    pub fn is_used_by_itself(&self) -> bool {
        let uses = || self.extraction.references.iter().flat_map(|reference| &reference.uses);
        uses().next().is_some() && uses().all(|used| used.path.as_deref().is_none_or(|path| path == self.shown))
    }
}

/// What linking may ask of the project.
pub trait Surroundings: Files {
    /// A file of the project that does not take part yet, to be asked.
    fn load(&self, path: &str) -> Option<Member>;
    /// Says what stands in a file that was only asked so far.
    fn summarise(&self, member: &mut Member);
    /// Lets the settings of the folders around a file speak about a use in it.
    fn settle(&self, path: &str, used: &mut Use);
    /// Works on a file, within sight of whoever watches that the run goes on. A panic stays in it and is told.
    fn during(&self, shown: &str, work: &mut dyn FnMut());
    /// Works on what no file alone is to blame for. A panic stays in it and is told.
    fn between(&self, work: &mut dyn FnMut());
}

/// Rounds of questions: each takes the names one file further.
const MOST_ROUNDS: usize = 12;
/// Most answers of one run.
const MOST_ANSWERS: usize = 200_000;
/// Most questions of one round: files that pass on whatever others have multiply each.
const MOST_OPEN: usize = 50_000;
/// Most places that one name may lead through.
const MOST_PLACES: usize = 64;

/// Links files: the references of all `members`, which may become more, get the uses that `takers` make of them.
pub fn link(members: &mut Vec<Member>, takers: &[usize], around: &dyn Surroundings, vocabulary: &dyn Vocabulary) {
    let mut linker = Linker::new(std::mem::take(members), around, vocabulary);
    around.between(&mut || {
        let open = takers.iter().flat_map(|at| linker.demands(*at)).collect();
        linker.ask_all(open);
        linker.apply(takers);
    });
    *members = linker.members;
}

/// The values that names are, each by its file and place; `members` may become more. After a panic there are none.
pub fn values(
    members: &mut Vec<Member>,
    names: &[(usize, Route)],
    around: &dyn Surroundings,
    vocabulary: &dyn Vocabulary,
) -> Vec<Vec<(usize, Span)>> {
    let mut linker = Linker::new(std::mem::take(members), around, vocabulary);
    let demand = |(from, route): &(usize, Route)| Demand { from: *from, route: route.clone(), want: Want::Value };
    let mut places = Vec::new();
    around.between(&mut || {
        linker.ask_all(names.iter().map(demand).collect());
        let of = |name| linker.chase(&demand(name)).values.into_iter().map(|(at, value, _)| (at, value.span)).collect();
        places = names.iter().map(of).collect();
    });
    *members = linker.members;
    places
}

/// One name that a file takes from elsewhere, and what is to be known of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Demand {
    /// The file that takes it.
    from: usize,
    route: Route,
    want: Want,
}

struct Linker<'g> {
    around: &'g dyn Surroundings,
    vocabulary: &'g dyn Vocabulary,
    members: Vec<Member>,
    by_path: HashMap<String, usize>,
    /// The file that a module means in the files of a folder and language.
    files: HashMap<(String, String), Option<String>>,
    answers: HashMap<(usize, Question), Answer>,
}

/// Everything that a name leads to.
#[derive(Default)]
struct Reach<'l> {
    values: Vec<(usize, &'l Value, bool)>,
    clients: Vec<(usize, Platform, Option<&'l HostRoute>)>,
    reached: Vec<(usize, &'l Reached)>,
    environment: Vec<(usize, &'l str)>,
    /// It is nothing unless somebody says otherwise.
    nothing: bool,
    /// It is one of several, by a key that is not known.
    by_key: bool,
    seen: Vec<(usize, Question)>,
}

impl<'g> Linker<'g> {
    fn new(members: Vec<Member>, around: &'g dyn Surroundings, vocabulary: &'g dyn Vocabulary) -> Linker<'g> {
        let by_path = members.iter().enumerate().map(|(at, member)| (member.path.clone(), at)).collect();
        Linker { around, vocabulary, members, by_path, files: HashMap::new(), answers: HashMap::new() }
    }

    /// The place that a demand leads to first: a file that takes part, and the question to it.
    fn place(&self, demand: &Demand) -> Option<(usize, Question)> {
        let from = &self.members[demand.from];
        let path = self.files.get(&file_key(&from.path, &demand.route.module))?.as_ref()?;
        let at = *self.by_path.get(path)?;
        Some((at, Question { names: demand.route.names.clone(), want: demand.want }))
    }

    /// The same demand, where the first of the names is a module in the module.
    fn inside(&self, demand: &Demand) -> Option<Demand> {
        let (first, rest) = demand.route.names.split_first()?;
        let reader = extract::extractor_of(&self.members[demand.from].path)?;
        let module = reader.extractor.submodule(&demand.route.module, first)?;
        Some(Demand { route: Route { module, names: rest.to_vec() }, ..demand.clone() })
    }

    /// What follows from a demand once it was asked.
    fn onwards(&self, demand: &Demand) -> Vec<Demand> {
        match self.place(demand).and_then(|place| Some((place.0, self.answers.get(&place)?))) {
            Some((at, answer)) if answer.bound || !answer.further.is_empty() => {
                let further = answer.further.iter().filter(|route| !route.is_endless());
                further.map(|route| Demand { from: at, route: route.clone(), want: demand.want }).collect()
            }
            _ => self.inside(demand).into_iter().collect(),
        }
    }

    /// Follows a demand to its ends.
    fn chase(&self, demand: &Demand) -> Reach<'_> {
        let mut reach = Reach::default();
        let mut open = vec![demand.clone()];
        while let Some(demand) = open.pop() {
            if let Some(place) = self.place(&demand) {
                if reach.seen.contains(&place) || reach.seen.len() >= MOST_PLACES {
                    continue;
                }
                if let Some(answer) = self.answers.get(&place) {
                    let at = place.0;
                    reach.values.extend(answer.values.iter().map(|(value, choice)| (at, value, *choice)));
                    reach.clients.extend(answer.client.map(|platform| (at, platform, answer.host.as_ref())));
                    reach.reached.extend(answer.reached.iter().map(|reached| (at, reached)));
                    reach.nothing |= answer.nothing;
                    reach.by_key |= answer.by_key;
                    reach.environment.extend(answer.environment.iter().map(|name| (at, name.as_str())));
                }
                reach.seen.push(place);
            }
            let mut onwards = self.onwards(&demand);
            onwards.reverse();
            open.extend(onwards);
        }
        reach
    }
}

/// What a module means depends on the folder and the language of the file that imports it.
fn file_key(from: &str, module: &str) -> (String, String) {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_python = [".py", ".pyi", ".ipynb"].iter().any(|extension| from.ends_with(extension));
    (format!("{}{folder}", if is_python { "py:" } else { "" }), module.to_owned())
}
