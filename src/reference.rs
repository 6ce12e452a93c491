//! The first record: what was found. A model value and everything that is done with it.

use crate::catalog::{EndpointSet, Form, ProviderId};
use crate::source::Span;

/// A value and its uses.
#[derive(Debug, Clone)]
pub struct Reference {
    /// What stands in the file.
    pub value: Value,
    /// What is done with it; never empty.
    pub uses: Vec<Use>,
    /// Further places in the file that hold the same value and do the same with it: all are told in one.
    pub repeats: Vec<Span>,
}

impl Reference {
    /// From now on the file only tells of the value: what it says in no form that a program is known to read is sent by
    /// nobody.
    pub fn tell(&mut self) {
        let is_held = |used: &&mut Use| used.is_held() && used.framework.is_empty();
        self.uses.iter_mut().filter(is_held).for_each(|used| used.context = Context::Expectation);
    }
}

/// A model value at its definition.
#[derive(Debug, Clone)]
pub struct Value {
    /// The decoded text.
    pub text: String,
    /// The literal without its quotes; for a folded value the whole expression.
    pub span: Span,
    /// The decoded text piece by piece, in order; pieces that a fix may edit lie byte for byte in the file.
    pub pieces: Vec<Piece>,
    /// What saw it.
    pub seen: Seen,
}

/// A run of decoded text and the bytes that it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Length of the run in bytes of decoded text.
    pub len: u32,
    /// Where it stands in the file.
    pub span: Span,
    /// The bytes of the file are the decoded text.
    pub verbatim: bool,
}

/// What saw a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// The line matcher, where no tree was to be had.
    Fallback,
    /// The tree, inside a region with syntax errors.
    ErrorRegion,
    /// The tree.
    Tree,
}

/// What a string is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The model argument of a known call site.
    Argument,
    /// The model in the body or URL of an HTTP request.
    Http,
    /// The value of a setting, a constant, a default.
    Setting,
    /// A keyword or property named like a model at an unknown callee, a value of an alias table.
    Slot,
    /// An item of a list that is offered or tried.
    Choice,
    /// A key or row of a table.
    Key,
    /// One side of a comparison, or a lookup that accepts old IDs.
    Comparison,
    /// Prose.
    Text,
    /// What a test expects.
    Expectation,
}

impl Context {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Context::Argument => "argument",
            Context::Http => "http",
            Context::Setting => "setting",
            Context::Slot => "slot",
            Context::Choice => "choice",
            Context::Key => "key",
            Context::Comparison => "comparison",
            Context::Text => "text",
            Context::Expectation => "expectation",
        }
    }
    /// Every rule speaks.
    pub fn is_live(self) -> bool {
        matches!(self, Context::Argument | Context::Http | Context::Setting)
    }
    /// Nothing speaks, unless asked to be pedantic.
    pub fn is_silent(self) -> bool {
        matches!(self, Context::Key | Context::Comparison | Context::Text | Context::Expectation)
    }
}

/// One thing that is done with a value.
#[derive(Debug, Clone)]
pub struct Use {
    /// The place: the callee, the key, or the value itself.
    pub span: Span,
    /// Another file in which the place is, as it is reported; the value's own file if absent.
    pub path: Option<String>,
    /// What the string is doing.
    pub context: Context,
    /// What stands there, for messages: `client.chat.completions.create`, `OPENAI_MODEL`.
    pub label: String,
    /// The endpoints that the use may reach; empty when unknown.
    pub endpoints: EndpointSet,
    /// The platform that the value is sent to.
    pub platform: Platform,
    /// The platform that the file speaks of where nothing else tells, if another has models of the same IDs.
    pub meant: Option<ProviderId>,
    /// The form of the value.
    pub form: Form,
    /// The framework whose routes the value follows; empty if none.
    pub framework: String,
    /// Literal parameters of the same call.
    pub parameters: Vec<Parameter>,
    /// Something unresolved is spread into the call, or code around it depends on the model: what is not seen may be given.
    pub spread: bool,
    /// The model that the library takes, where the call names none; else empty.
    pub default_model: String,
    /// The library and the versions of it that do so; empty if not known.
    pub default_in: String,
    /// The callee may send the model to another endpoint of its class.
    pub rewrites_endpoint: bool,
    /// The callee renames or drops parameters.
    pub rewrites_parameters: bool,
    /// What in another file tells the platform of the call, if it is found there.
    pub told_by: Option<Box<Elsewhere>>,
    /// Names that go to a server which nobody knows, and not where all others go.
    pub strangers: Option<Box<Strangers>>,
}

impl Use {
    /// A use of a context at a place, of which nothing else is known.
    pub fn new(context: Context, span: Span, label: impl Into<String>) -> Use {
        Use {
            span,
            path: None,
            context,
            label: label.into(),
            endpoints: EndpointSet::EMPTY,
            platform: Platform::Unstated,
            meant: None,
            form: Form::Id,
            framework: String::new(),
            parameters: Vec::new(),
            spread: false,
            default_model: String::new(),
            default_in: String::new(),
            rewrites_endpoint: false,
            rewrites_parameters: false,
            told_by: None,
            strangers: None,
        }
    }

    /// A value with a part in it that leads to a server which nobody knows goes there.
    pub fn lead_away(&mut self, value: &str) {
        let folded = || value.to_ascii_lowercase();
        let is_led = |part: &String| folded().contains(&part.to_ascii_lowercase());
        if self.strangers.iter().flat_map(|strangers| &strangers.parts).any(is_led) {
            self.platform = Platform::UnknownHost(Evidence::Host);
        }
    }
}

/// Names that a call sends elsewhere, by what stands in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strangers {
    /// One of these is a part of each of them.
    pub parts: Vec<String>,
}

impl Use {
    /// The value is only held: no call is known that sends it.
    pub fn is_held(&self) -> bool {
        self.path.is_none() && matches!(self.context, Context::Setting | Context::Slot | Context::Choice)
    }
}

/// What another file tells of the platform of a call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Elsewhere {
    /// The client that makes it.
    Client(Route),
    /// The base URL of its client.
    Host(HostRoute),
}

/// The way to a base URL of another file, and whom a client asks without one.
pub type HostRoute = (Route, ProviderId);

/// The way to a name of another file, as an import writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route {
    /// The module.
    pub module: String,
    /// The names from there on: `["MODELS", "fast"]`; [`Route::CALLED`], [`Route::ANY`],
    /// [`Route::KEYS`] and [`Route::ALL_KEYS`] stand for steps without one.
    pub names: Vec<String>,
}

impl Route {
    /// The step to what a call gives.
    pub const CALLED: &str = "()";
    /// The step to any of the values of a table or list.
    pub const ANY: &str = "[]";
    /// The step to any of the keys of a table, where each is shown by a text.
    pub const KEYS: &str = "{}";
    /// All keys of a table, whatever stands behind them.
    pub const ALL_KEYS: &str = "{*}";
    /// The name that takes all names of a module.
    pub const ALL: &str = "*";

    /// The way leads through more names than anybody writes: names of files can lead in circles.
    pub fn is_endless(&self) -> bool {
        const LONGEST: usize = 12;
        self.names.len() > LONGEST
    }

    /// The way one step further.
    pub fn then(mut self, step: &str) -> Route {
        self.names.push(step.to_owned());
        self
    }
}

/// The platform that a value is sent to, and why we think so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// This one.
    Known(ProviderId, Evidence),
    /// A server that we cannot name: names on it are not judged.
    UnknownHost(Evidence),
    /// Nothing tells.
    Unstated,
}

/// What told the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The callee, module or class of the call.
    CallSite,
    /// The class of the client, where it is made.
    Client,
    /// The class of the client alone: somebody may have made it for, or may give it, another server.
    Class,
    /// A base URL or the URL of a request.
    Host,
    /// The name of the setting.
    Key,
    /// A setting beside it, or in the same or a parent folder.
    Settings,
    /// A key that marks a local server.
    DummyKey,
}

impl Evidence {
    /// The reason in words, for `--verbose` and JSON.
    pub fn reason(self) -> &'static str {
        match self {
            Evidence::CallSite => "the call site names it",
            Evidence::Client | Evidence::Class => "the client's class names it",
            Evidence::Host => "the URL names it",
            Evidence::Key => "the setting's name names it",
            Evidence::Settings => "a setting beside it names it",
            Evidence::DummyKey => "the dummy key marks a local server",
        }
    }
}

/// Behind the name of a list of turns: whose turn is the last (`messages.last.role`).
pub const LAST_ROLE: &str = ".last.role";

/// A parameter of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, nested ones with dots.
    pub name: String,
    /// The place of the name's last part.
    pub name_span: Span,
    /// What is given for it.
    pub value: Given,
    /// The whole parameter's place.
    pub span: Span,
    /// It stands in the call itself, and its name by itself: no other call shares it.
    pub own: bool,
}

/// What a call gives for a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// This string.
    Text(String),
    /// This number or boolean, as it reads.
    Literal(String),
    /// Something that is surely not nothing: a map, a list, a template.
    Compound,
    /// `None`, `null`, `undefined`: as if it were not given.
    Nothing,
    /// Something that is not known.
    Unknown,
}
