//! Asking files what their names are, round by round.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::{Demand, Linker, MOST_ANSWERS, MOST_OPEN, MOST_ROUNDS, Member, file_key};
use crate::extract::{self, Answer, Given, Question, Want};
use crate::reference::{Elsewhere, HostRoute, Route, Use};

impl Linker<'_> {
    /// Asks until nothing leads further.
    ///
    /// A function is asked what it does with a value only once the value is known: most names that are passed to functions
    /// of other files lead to no literal at all.
    pub(super) fn ask_all(&mut self, mut open: Vec<Demand>) {
        let mut asked: HashSet<Demand> = HashSet::new();
        for _ in 0..MOST_ROUNDS {
            open.sort_unstable();
            open.dedup();
            let mut is_new = |demand: &Demand| !self.is_known(demand) && asked.insert(demand.clone());
            open.retain(&mut is_new);
            if open.is_empty() {
                open = self.valued();
                open.retain(is_new);
            }
            if open.is_empty() || self.answers.len() > MOST_ANSWERS {
                return;
            }
            open.truncate(MOST_OPEN);
            self.find_files(&open);
            self.ask(&open);
            let further =
                |demand| self.hosts(demand).chain(self.clients(demand)).chain(self.onwards(demand)).collect::<Vec<_>>();
            open = open.iter().flat_map(further).collect();
        }
    }

    /// What a file takes from others.
    pub(super) fn demands(&self, at: usize) -> Vec<Demand> {
        let extraction = &self.members[at].extraction;
        if !self.members[at].takes_part {
            return Vec::new();
        }
        let mut demands = Vec::new();
        let mut want = |route: &Route, want| {
            demands.push(Demand { from: at, route: route.clone(), want });
        };
        let uses = extraction.references.iter().flat_map(|reference| &reference.uses);
        let uses = uses.chain(&extraction.bare_calls).chain(extraction.links.taken.iter().map(|taken| &taken.used));
        let uses = uses.chain(extraction.links.environment.iter().map(|(_, used)| used));
        for told_by in uses.filter_map(|used: &Use| used.told_by.as_deref()) {
            let (route, wanted) = wanted(told_by);
            want(route, wanted);
        }
        for taken in &extraction.links.taken {
            want(&taken.route, Want::Value);
        }
        for passed in &extraction.links.passed {
            match &passed.given {
                Given::Here(_) => want(&passed.callee, Want::Callee),
                Given::There(route) => want(route, Want::Value),
            }
        }
        demands
    }

    /// The rules say what a name of a module is, though its own sources may lie in the project.
    fn is_known(&self, demand: &Demand) -> bool {
        let Route { module, names } = &demand.route;
        let reader = extract::extractor_of(&self.members[demand.from].path);
        let Some(language) = reader.and_then(|reader| reader.language) else { return false };
        let named: Vec<&str> = names.iter().map(String::as_str).take_while(|name| *name != Route::CALLED).collect();
        let is_site = |path: &[&str]| {
            let mut sites = path.last().map(|last| self.vocabulary.sites(language, last)).into_iter().flatten();
            sites.any(|site| site.modules.has(module) && site.callee.split('.').eq(path.iter().copied()))
        };
        let is_client = |name: &&str| {
            let mut clients = self.vocabulary.clients(language, name).into_iter();
            clients.any(|client| client.modules.has(module))
        };
        (1..=named.len()).any(|length| is_site(&named[..length])) || named.first().is_some_and(is_client)
    }

    /// The base URLs of other files that a client is made with.
    fn hosts(&self, demand: &Demand) -> impl Iterator<Item = Demand> {
        let answered = self.place(demand).and_then(|place| Some((place.0, self.answers.get(&place)?.host.as_ref()?)));
        let value =
            |(at, (route, _)): (usize, &HostRoute)| Demand { from: at, route: route.clone(), want: Want::Value };
        answered.map(value).into_iter()
    }

    /// What tells the platforms of the calls that a function of another file makes.
    fn clients(&self, demand: &Demand) -> impl Iterator<Item = Demand> {
        let answered = self.place(demand).and_then(|place| Some((place.0, self.answers.get(&place)?)));
        answered.into_iter().flat_map(|(from, answer)| {
            let told_by = answer.reached.iter().filter_map(|reached| reached.used.told_by.as_deref());
            told_by.map(move |told_by| {
                let (route, want) = wanted(told_by);
                Demand { from, route: route.clone(), want }
            })
        })
    }

    /// The functions to which files pass names of others that turned out to be literals.
    fn valued(&self) -> Vec<Demand> {
        let of = |(from, member): (usize, &'_ Member)| {
            let passed = member.extraction.links.passed.iter().filter(|_| member.takes_part);
            let callees = passed.filter_map(|passed| match &passed.given {
                Given::Here(_) => None,
                Given::There(route) => {
                    let demand = |route: &Route, want| Demand { from, route: route.clone(), want };
                    let is_literal = !self.chase(&demand(route, Want::Value)).values.is_empty();
                    is_literal.then(|| demand(&passed.callee, Want::Callee))
                }
            });
            callees.collect::<Vec<Demand>>()
        };
        let mut valued: Vec<Demand> = self.members.iter().enumerate().flat_map(of).collect();
        valued.sort_unstable();
        valued.dedup();
        valued
    }

    /// Finds the files that demands lead to, and loads those that do not take part yet.
    fn find_files(&mut self, open: &[Demand]) {
        let mut unknown: BTreeSet<(String, &str)> = BTreeSet::new();
        for demand in open {
            let from = &self.members[demand.from].path;
            if !self.files.contains_key(&file_key(from, &demand.route.module)) {
                unknown.insert((from.clone(), &demand.route.module));
            }
        }
        // Files of one folder ask the same.
        let mut by_key: BTreeMap<(String, String), String> = BTreeMap::new();
        for (from, module) in unknown {
            by_key.entry(file_key(&from, module)).or_insert(from);
        }
        let resolve = |((folder, module), from): ((String, String), String)| {
            let reader = extract::extractor_of(&from);
            let file = reader.and_then(|reader| reader.extractor.resolve(&module, &from, self.around));
            ((folder, module), file)
        };
        let found: Vec<((String, String), Option<String>)> = by_key.into_par_iter().map(resolve).collect();
        let missing: BTreeSet<String> = found.iter().filter_map(|(_, file)| file.clone()).collect();
        self.files.extend(found);
        let missing: Vec<String> = missing.into_iter().filter(|path| !self.by_path.contains_key(path)).collect();
        let loaded: Vec<Option<Member>> = missing.par_iter().map(|path| self.around.load(path)).collect();
        for member in loaded.into_iter().flatten() {
            self.by_path.insert(member.path.clone(), self.members.len());
            self.members.push(member);
        }
    }

    /// Puts the questions of demands to the files that they lead to.
    fn ask(&mut self, open: &[Demand]) {
        let mut questions: BTreeMap<usize, BTreeSet<Question>> = BTreeMap::new();
        for (at, question) in open.iter().filter_map(|demand| self.place(demand)) {
            if !self.answers.contains_key(&(at, question.clone())) {
                questions.entry(at).or_default().insert(question);
            }
        }
        let questions: Vec<(usize, Vec<Question>)> =
            questions.into_iter().map(|(at, questions)| (at, questions.into_iter().collect())).collect();
        let answers: Vec<Vec<Answer>> =
            questions.par_iter().with_max_len(1).map(|(at, questions)| self.asked(*at, questions)).collect();
        for ((at, questions), answers) in questions.into_iter().zip(answers) {
            self.answers.extend(questions.into_iter().map(|question| (at, question)).zip(answers));
        }
    }

    /// The answers of one file; a panic leaves them empty.
    fn asked(&self, at: usize, questions: &[Question]) -> Vec<Answer> {
        let member = &self.members[at];
        let Some(reader) = extract::extractor_of(&member.path) else { return Vec::new() };
        let mut answers = Vec::new();
        let mut ask = || answers = reader.extractor.answer(&member.file, self.vocabulary, questions);
        self.around.during(&member.shown, &mut ask);
        for reached in answers.iter_mut().flat_map(|answer| &mut answer.reached) {
            self.around.settle(&member.path, &mut reached.used);
        }
        answers
    }
}

/// Where another file tells a platform, and what is to be known of it.
fn wanted(told_by: &Elsewhere) -> (&Route, Want) {
    match told_by {
        Elsewhere::Client(route) => (route, Want::Client),
        Elsewhere::Host((route, _)) => (route, Want::Value),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::Catalog;
    use crate::extract::{Extraction, Files};
    use crate::link::{Surroundings, link};
    use crate::source::SourceFile;
    use crate::vocabulary::Vocabulary;

    /// A workspace in which the sources of an SDK lie beside a program that uses it.
    struct Workspace;

    const APP: &str = "app/ask.ts";
    const SDK: &str = "packages/sdk/src/index.ts";

    impl Files for Workspace {
        fn vocabulary(&self) -> &dyn Vocabulary {
            Catalog::bundled()
        }
        fn has(&self, path: &str) -> bool {
            [APP, SDK].contains(&path)
        }

        fn text(&self, path: &str) -> Option<Arc<str>> {
            let text = match path {
                "package.json" => r#"{"workspaces": ["packages/*"]}"#,
                "packages/sdk/package.json" => r#"{"name": "@ai-sdk/openai", "main": "src/index.ts"}"#,
                _ => return None,
            };
            Some(text.into())
        }

        fn folders(&self, path: &str) -> Vec<String> {
            if path == "packages" { vec!["sdk".to_owned()] } else { Vec::new() }
        }
    }

    impl Surroundings for Workspace {
        fn load(&self, path: &str) -> Option<Member> {
            Some(member(path, "export const openai = wrapped;\nexport const FAST = 'gpt-3.5-turbo-0301';\n"))
        }

        fn summarise(&self, member: &mut Member) {
            let reader = extract::extractor_of(&member.path).expect("an extractor");
            member.extraction = reader.extractor.summarise(&member.file, Catalog::bundled());
        }

        fn settle(&self, _path: &str, _used: &mut Use) {}

        fn during(&self, _shown: &str, work: &mut dyn FnMut()) {
            work();
        }

        fn between(&self, work: &mut dyn FnMut()) {
            work();
        }
    }

    fn member(path: &str, text: &str) -> Member {
        let file = SourceFile::new(path, text.as_bytes().to_vec()).expect("a text");
        let (path, extraction) = (path.to_owned(), Extraction::default());
        let (shown, on_disk) = (path.clone(), path.clone().into());
        Member { shown, on_disk, path, is_test: false, file, extraction, is_summarised: false, takes_part: true }
    }

    /// The files that take part once a program is linked.
    fn linked(text: &str) -> Vec<String> {
        let mut app = member(APP, text);
        Workspace.summarise(&mut app);
        let mut members = vec![app];
        link(&mut members, &[0], &Workspace, Catalog::bundled());
        members.into_iter().map(|member| member.path).collect()
    }

    #[test]
    fn sources_of_what_the_rules_know_are_not_asked() {
        let text = |name: &str, model: &str| {
            format!(
                "import {{ {name} }} from '@ai-sdk/openai';\nimport {{ generateText }} from 'ai';\n\
                 export const ask = (prompt: string) => generateText({{ model: {model}, prompt }});\n"
            )
        };
        for (name, model) in [("openai", "openai('gpt-4o')"), ("createOpenAI", "createOpenAI({})('gpt-4o')")] {
            assert_eq!(linked(&text(name, model)), [APP], "{model}");
        }
        // What it exports beside that can be anything.
        assert_eq!(linked(&text("FAST", "FAST")), [APP, SDK]);
    }
}
