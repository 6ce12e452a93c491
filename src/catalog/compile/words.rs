//! Lists that all files add to, and the automata over them.

use super::{Compiler, Parsed, needles, s};
use crate::catalog::automaton::Automaton;
use crate::catalog::tables::List;

impl Compiler<'_> {
    /// The automaton over some lists.
    fn automaton(&mut self, lists: &[List]) -> Automaton {
        let strings = lists.iter().flat_map(|l| &self.strings[l.start as usize..(l.start + l.len) as usize]);
        let needles: Vec<&str> = strings.map(|s| &self.text[s.start as usize..(s.start + s.len) as usize]).collect();
        Automaton::build(&needles).unwrap_or_else(|message| {
            self.fail(format!("the prefilter: {message}"));
            Automaton::nothing()
        })
    }

    /// Lists that all files add to.
    pub(super) fn words(&mut self, files: &[Parsed]) {
        let all = |pick: fn(&s::RulesFile) -> &Vec<String>| {
            let mut words: Vec<String> = files.iter().flat_map(|f| pick(&f.rules).iter().cloned()).collect();
            words.sort();
            words.dedup();
            words
        };
        let stems: Vec<String> = files.iter().flat_map(|f| &f.rules.provider).flat_map(|p| p.stems.clone()).collect();
        self.out.stems = self.list(&needles::shortest(stems));
        let rules = || files.iter().map(|f| &f.rules);
        self.out.places = self.list(&needles::places(rules(), self.base.is_some()));
        self.out.modules = self.list(&needles::modules(rules(), self.base.is_some()));
        self.out.prefilter = self.automaton(&[self.out.places, self.out.modules, self.out.stems]);
        self.out.stemmed = self.automaton(&[self.out.stems]);
        self.out.parameters = self.list(&all(|rules| &rules.parameters));
        self.out.look_alikes = self.list(&all(|rules| &rules.look_alikes));
        self.out.dummy_keys = self.list(&all(|rules| &rules.dummy_keys));
        self.out.watched_keys = self.list(&all(|rules| &rules.watched_keys));
        self.out.likely_watched_keys = self.list(&all(|rules| &rules.likely_watched_keys));
        self.out.watched_by_classes = self.list(&all(|rules| &rules.watched_by_classes));
        self.out.form_classes = self.list(&all(|rules| &rules.form_classes));
        self.out.factories = self.list(&all(|rules| &rules.factories));
        self.out.history_classes = self.list(&all(|rules| &rules.history_classes));
        self.out.history_names = self.list(&all(|rules| &rules.history_names));
        self.out.stored_answers = self.list(&all(|rules| &rules.stored_answers));
        self.out.filling_methods = self.list(&all(|rules| &rules.filling_methods));
        self.out.landing_folders = self.list(&all(|rules| &rules.landing_folders));
        self.out.page_requests = self.list(&all(|rules| &rules.page_requests));
        self.out.router_marks = self.list(&all(|rules| &rules.router_marks));
        self.out.voices_of_others = self.list(&all(|rules| &rules.voices_of_others));
        self.out.router_keys = self.list(&all(|rules| &rules.router_keys));
        self.out.completion_types = self.list(&all(|rules| &rules.completion_types));
        self.out.switches_of_settings = self.list(&all(|rules| &rules.switches_of_settings));
        self.out.transparent_segments = self.list(&all(|rules| &rules.transparent_segments));
        self.out.plain_words = self.list(&all(|rules| &rules.plain_words));
    }
}
