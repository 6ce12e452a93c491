//! What files take from each other: what a summary says of it, and what is asked in return.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::reference::{Context, HostRoute, Platform, Route, Use, Value};
use crate::source::Span;
use crate::vocabulary::Vocabulary;

/// What a file takes from other files.
#[derive(Debug, Default)]
pub struct Links {
    /// Models that calls of this file take from elsewhere.
    pub taken: Vec<Taken>,
    /// Values that this file passes to functions of other files.
    pub passed: Vec<Passed>,
    /// Names of the environment that calls of this file take their model from.
    pub environment: Vec<(String, Use)>,
    /// Constants of the file that hold something like an ID.
    pub constants: Vec<Constant>,
    /// Names of the file itself in or behind which something like an ID stands, sorted.
    pub holders: Vec<Holder>,
    /// Names of other files that it takes or gives under other names: theirs and its own.
    pub renamed: Vec<(String, String)>,
    /// Functions and classes that pass a parameter on to a call, sorted.
    pub wrappers: Vec<String>,
    /// Methods of classes that extend no other, with what they answer a list of.
    pub methods: Vec<Holder>,
    /// What is taken where an object of another file has no attribute of some name.
    pub fallbacks: Vec<Fallback>,
    /// Fields of settings that hold something like an ID.
    pub fields: Vec<Field>,
    /// Variables of a file that sets the environment whose server's address it sets as well.
    pub addressed: Vec<String>,
    /// Parts of objects of settings that hold something like an ID.
    pub parts: Vec<ObjectPart>,
}

/// A part of an object that a file makes for others, each part with settings of its own.
#[derive(Debug, Clone)]
pub struct ObjectPart {
    /// The name of the object.
    pub object: String,
    /// The name by which the part is taken.
    pub name: String,
    /// A value in the part.
    pub value: Span,
    /// All of the object.
    pub whole: Span,
}

/// A field of settings: of a class that holds them, or of a schema of the environment.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, by which it is read.
    pub name: String,
    /// A value in its declaration.
    pub value: Span,
    /// Its whole declaration.
    pub place: Span,
    /// Variables of the environment that fill it.
    pub variables: Vec<String>,
    /// The class or schema.
    pub holder: Arc<FieldHolder>,
}

impl Field {
    /// The names of the fields beside it.
    pub fn sisters(&self) -> impl Iterator<Item = &String> {
        self.holder.fields.iter().filter(|name| **name != self.name)
    }
}

/// A class or schema of settings: one for all its fields.
#[derive(Debug)]
pub struct FieldHolder {
    /// The whole of it.
    pub place: Span,
    /// The names of its fields.
    pub fields: Vec<String>,
    /// The names of the file by which others have the settings.
    pub objects: Vec<String>,
    /// Others may make the settings with values of their own, and read them where they like.
    pub is_open: bool,
}

/// A value that is taken where an object of another file lacks an attribute: `getattr(settings, "MODEL", "…")`.
#[derive(Debug)]
pub struct Fallback {
    /// The way to the attribute.
    pub attribute: Route,
    /// The value.
    pub value: Span,
}

/// A name by which other files may take something like an ID.
#[derive(Debug)]
pub struct Holder {
    /// The name.
    pub name: String,
    /// The values behind it, by position.
    pub values: Vec<Span>,
}

/// A model that a call takes from another file.
#[derive(Debug)]
pub struct Taken {
    /// The way to it.
    pub route: Route,
    /// What the call does with it.
    pub used: Use,
}

/// A value that is passed to a function of another file.
#[derive(Debug)]
pub struct Passed {
    /// The way to the function.
    pub callee: Route,
    /// Where it is called.
    pub place: Span,
    /// The platform of a client that it is given as well.
    pub client: Option<Platform>,
    /// The parameter.
    pub slot: Slot,
    /// What is passed.
    pub given: Given,
    /// What is done with it if a model is taken at this place, and nobody sees it sent.
    pub by_place: Option<Box<Use>>,
    /// Nothing else takes it.
    pub alone: bool,
}

/// Which parameter of a call a value is given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// By its place among the positional ones.
    Position(usize),
    /// By its name.
    Keyword(String),
    /// By its name in an object that is passed.
    Property(String),
    /// A property of what is given for a parameter.
    Within(Box<Slot>, String),
}

/// A value that is passed.
#[derive(Debug, Clone)]
pub enum Given {
    /// It stands in this file.
    Here(Value),
    /// It comes from another file.
    There(Route),
}

/// A constant of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// Its name in the module.
    pub name: String,
    /// The value, as its reference says.
    pub value: Span,
    /// It is one of many behind the name.
    pub is_table: bool,
    /// The name holds what is made to ask the model, and asks nobody before it is read.
    pub is_made: bool,
    /// The name is that of a function, which answers with it among other things.
    pub is_answered: bool,
    /// The file does something when it is run, and gives its names to nobody by a list of them.
    pub is_of_script: bool,
}

impl Constant {
    /// One of which nothing but its name and value is known.
    pub fn new(name: &str, value: Span) -> Constant {
        let name = name.to_owned();
        Constant { name, value, is_table: false, is_made: false, is_answered: false, is_of_script: false }
    }
}

/// A value that the objects of a class hold under the name of a member.
#[derive(Debug, Clone)]
pub struct Owned {
    /// The class, by the last part of its name.
    pub class: String,
    /// The member, or the parameter by which its constructor is given it.
    pub member: String,
    /// The value.
    pub value: Span,
    /// Whoever makes the object gives it.
    pub is_given: bool,
}

/// What an object is, as far as a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    /// Nobody knows.
    Unknown,
    /// The class of this name itself, of which objects are made.
    Made(String),
    /// An object of the class of this name, or of one that extends it.
    Of(String),
    /// Something that has such objects in it.
    Holder(Box<Object>),
    /// What an object has under the name of a member.
    Member(Box<Object>, String),
    /// Something that an object has in it.
    Item(Box<Object>),
    /// What modules of the project bind to this name; with brackets, what a function of this name answers.
    Named(String),
    /// One of several.
    Several(Vec<Object>),
}

/// What a class is made from, and what its members are.
#[derive(Debug)]
pub struct ClassFacts {
    /// Its name.
    pub name: String,
    /// The last parts of the names of those that it extends.
    pub bases: Vec<String>,
    /// Its members, each as often as it is declared or assigned.
    pub members: Vec<(String, Object)>,
    /// Parameters of its constructor that are kept under the name of a member, and nothing else is done with them.
    pub kept: Vec<(String, String)>,
    /// It has a constructor of its own.
    pub is_made_otherwise: bool,
}

/// What is read of an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadOf {
    /// The member of this name.
    Member(String),
    /// All members, of whatever object.
    All,
    /// All members, where the object has plain fields.
    AllFields,
    /// All members, where the object is one that can dump itself.
    AllDumped,
    /// Whatever somebody likes who is not of the project, and is given the object.
    Given,
}

/// A place where something is read of an object.
#[derive(Debug)]
pub struct MemberRead {
    /// What is read.
    pub of: ReadOf,
    /// What the object is called there.
    pub called: String,
    /// The object.
    pub object: Object,
    /// What is read may be sent from there.
    pub sends: bool,
}

/// What a file says of the members of objects.
#[derive(Debug, Default)]
pub struct MembersRead {
    /// Its classes.
    pub classes: Vec<ClassFacts>,
    /// What its own names are, for those that import them.
    pub names: Vec<(String, Object)>,
    /// Where members are read.
    pub reads: Vec<MemberRead>,
    /// Classes that it makes objects of, or hands on as such, by their names.
    pub made: BTreeSet<String>,
}

/// What is asked about a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Question {
    /// The names from the module on, as in [`Route::names`].
    pub names: Vec<String>,
    /// What is to be known.
    pub want: Want,
}

/// What is to be known of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Want {
    /// The literals that it may be.
    Value,
    /// The client that it is.
    Client,
    /// The calls that its parameters reach.
    Callee,
}

/// What is known of a name.
#[derive(Debug, Default)]
pub struct Answer {
    /// The file binds the name.
    pub bound: bool,
    /// Literals that it may be, and whether they are some of several that are tried.
    pub values: Vec<(Value, bool)>,
    /// The platform of the client that it is.
    pub client: Option<Platform>,
    /// The base URL of that client, where yet another file has it.
    pub host: Option<HostRoute>,
    /// Parameters that reach a call.
    pub reached: Vec<Reached>,
    /// Names of the environment that it may come from.
    pub environment: Vec<String>,
    /// It is nothing unless somebody says otherwise.
    pub nothing: bool,
    /// Where else to ask.
    pub further: Vec<Route>,
    /// It is one of several, by a key that whoever asks may know.
    pub by_key: bool,
}

/// A parameter that reaches a call.
#[derive(Debug)]
pub struct Reached {
    /// Its name.
    pub name: String,
    /// Its place among the positional parameters.
    pub position: Option<usize>,
    /// The property of what is given for it, where only that reaches the call.
    pub key: Option<String>,
    /// What the call does with it.
    pub used: Use,
    /// The function is the call's own callee, so that the call stands where it is called.
    pub is_callee: bool,
}

/// A mention of a name.
#[derive(Debug)]
pub struct Mention {
    /// The name that was asked for.
    pub name: String,
    /// What it is there.
    pub what: Mentioned,
    /// What surely says nothing about a model that is sent, if that is all that is done with it; else it may be sent.
    pub silent: Option<Context>,
}

/// What a mentioned name is.
#[derive(Debug)]
pub enum Mentioned {
    /// The file's own constant.
    Own,
    /// A name of another file.
    There(Route),
    /// It cannot be said.
    Unknown,
}

/// What may be asked about the files of a project, by their paths from its root, with `/`.
pub trait Files: Sync {
    /// The words that say what stands in its files.
    fn vocabulary(&self) -> &dyn Vocabulary;
    /// It has this file.
    fn has(&self, path: &str) -> bool;
    /// The text of a small file of settings; nothing if there is none.
    fn text(&self, path: &str) -> Option<Arc<str>>;
    /// A small file of settings in JSON; nothing if there is none.
    fn settings(&self, path: &str) -> Option<Arc<Json>> {
        self.text(path).and_then(|text| settings_in_json(&text))
    }
    /// The folders in a folder, sorted.
    fn folders(&self, path: &str) -> Vec<String>;
}

/// Settings in JSON: with comments, and with commas at the end of lists.
pub fn settings_in_json(text: &str) -> Option<Arc<Json>> {
    jsonc_parser::parse_to_serde_value(text, &jsonc_parser::ParseOptions::default()).ok().map(Arc::new)
}
