//! A language as it is written: its own words, and what libraries add to them.

use std::ops::Deref;

use super::dialect::{Dialect, Effect, Items, Passing};
use crate::vocabulary::{Does, Sign, Vocabulary, fold_name};

/// The words of a language and of its standard library, and what the rules know of other libraries.
///
/// Where both may know what a call does, the language's own words are asked first; what only they can know is asked of them
/// alone.
#[derive(Clone, Copy)]
pub struct Idiom<'v> {
    dialect: &'v dyn Dialect,
    vocabulary: &'v dyn Vocabulary,
}

impl<'v> Deref for Idiom<'v> {
    type Target = dyn Dialect + 'v;

    fn deref(&self) -> &Self::Target {
        self.dialect
    }
}

impl<'v> Idiom<'v> {
    /// A language, with the libraries that a vocabulary knows.
    pub fn new(dialect: &'v dyn Dialect, vocabulary: &'v dyn Vocabulary) -> Idiom<'v> {
        Idiom { dialect, vocabulary }
    }

    fn does(self, chain: &[&str], what: Does) -> bool {
        self.vocabulary.deeds(self.dialect.language(), chain).has(what)
    }

    /// The call passes one of its arguments on (`getenv`, `str`, `json.dumps`), by its chain of names.
    pub fn passing(self, chain: &[&str]) -> Option<Passing> {
        let held = |value, keywords| Some(Passing { value: Some(value), keywords, environment: None });
        self.dialect.passing(chain).or_else(|| {
            let deeds = self.vocabulary.deeds(self.dialect.language(), chain);
            if deeds.has(Does::HoldsFirst) {
                held(0, self.dialect.default_keywords())
            } else if deeds.has(Does::HoldsSecond) {
                held(1, &[])
            } else {
                None
            }
        })
    }

    /// What a call does with strings, by its chain of names.
    pub fn effect(self, chain: &[&str]) -> Option<Effect> {
        let is_fixture = || chain.first().is_some_and(|first| self.vocabulary.is_sign(first, Sign::TestFixture));
        self.dialect.effect(chain).or_else(|| {
            let deeds = self.vocabulary.deeds(self.dialect.language(), chain);
            if deeds.has(Does::Compares) {
                Some(Effect::Compares)
            } else if deeds.has(Does::Tells) || deeds.has(Does::Describes) {
                Some(Effect::Tells)
            } else if deeds.has(Does::Expects) || is_fixture() {
                Some(Effect::Expects)
            } else {
                None
            }
        })
    }

    /// A decorator or base of a class, by its name and options, has the language make a constructor of its fields.
    pub fn makes_constructor(self, name: &str, options: &str) -> bool {
        let chain: Vec<&str> = name.split('.').collect();
        let is_maker = self.dialect.makes_constructor(name) || self.does(&chain, Does::MakesConstructor);
        is_maker && !self.dialect.takes_keywords_alone(options)
    }

    /// A method whose keywords say what a query looks for.
    pub fn looks_for(self, method: &str) -> bool {
        self.does(&[method], Does::LooksFor)
    }

    /// A method that notes what describes a call, for those who watch it.
    pub fn describes(self, method: &str) -> bool {
        self.does(&[method], Does::Describes)
    }

    /// A method that only describes what it is called on.
    pub fn keeps(self, method: &str) -> bool {
        self.does(&[method], Does::Keeps)
    }

    /// The call opens, or makes the path of, what is stored under the name that it is given.
    pub fn opens(self, chain: &[&str]) -> bool {
        self.dialect.opens(chain) || self.does(chain, Does::Opens)
    }

    /// The call reads settings from the text that it is given.
    pub fn loads_settings(self, chain: &[&str]) -> bool {
        self.does(chain, Does::LoadsSettings)
    }

    /// The call fills a field of a form, whose name and value are its arguments.
    pub fn fills_field(self, chain: &[&str]) -> bool {
        self.dialect.fills_field(chain) || self.does(chain, Does::FillsField)
    }

    /// The call gives whoever asked what is put into it.
    pub fn replies(self, chain: &[&str]) -> bool {
        self.dialect.replies(chain) || self.does(chain, Does::Replies)
    }

    /// The call asks people to type something.
    pub fn asks_people(self, chain: &[&str]) -> bool {
        self.dialect.asks_people(chain) || self.does(chain, Does::AsksPeople)
    }

    /// Called where a file is loaded, it prepares only what that file uses.
    pub fn sets_up_file(self, chain: &[&str]) -> bool {
        self.does(chain, Does::SetsUpFile)
    }

    /// A name that programs, frameworks or hosts look for in a file that nobody imports.
    pub fn is_sought(self, name: &str) -> bool {
        self.vocabulary.is_sign(&fold_name(name), Sign::SoughtName)
    }

    /// A parameter that hosts call a function with.
    pub fn is_of_host(self, param: &str) -> bool {
        self.vocabulary.is_sign(&fold_name(param), Sign::HostParameter)
    }

    /// The classes of a module say what an object is like, not who makes it.
    pub fn has_forms(self, module: &str) -> bool {
        self.vocabulary.is_sign(module, Sign::FormModule)
    }

    /// A callee declares a field of a class, whose default it is given first.
    pub fn makes_field(self, callee: &str) -> bool {
        self.vocabulary.is_sign(callee, Sign::FieldMaker)
    }

    /// A method by which an object gives all its fields at once.
    pub fn dumps(self, method: &str) -> bool {
        self.vocabulary.is_sign(method, Sign::DumpingMethod)
    }

    /// The call gives a map of the fields of an object.
    pub fn gives_fields(self, chain: &[&str]) -> Option<Items> {
        let given = || self.does(chain, Does::GivesFields).then_some(Items::Receiver);
        self.dialect.gives_fields(chain).or_else(given)
    }

    /// The call gives the items of a list: all, some, or in another order.
    pub fn items(self, chain: &[&str]) -> Option<Items> {
        let given = || self.does(chain, Does::GivesItems).then_some(Items::Argument(0));
        self.dialect.items(chain).or_else(given)
    }

    /// The decorator gives the items of a list to parameters by their names.
    pub fn gives_items(self, chain: &[&str]) -> bool {
        self.does(chain, Does::GivesParameters)
    }

    /// The call, or the member, gives the parsed options of a command line.
    pub fn reads_options(self, chain: &[&str]) -> bool {
        self.dialect.reads_options(chain) || self.does(chain, Does::ReadsOptions)
    }

    /// The call declares an option of a command line or a field, whose name and default stand among its arguments.
    pub fn declares_option(self, chain: &[&str]) -> bool {
        self.dialect.declares_option(chain) || self.does(chain, Does::DeclaresOption)
    }

    /// The call gives defaults to options that are called by their names: `.default("model", "…")`.
    pub fn declares_default(self, chain: &[&str]) -> bool {
        self.does(chain, Does::DeclaresDefault)
    }
}
