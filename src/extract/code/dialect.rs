//! What the shared reading has to know of a language's words and its standard library.

use crate::vocabulary::Language;

/// A call whose argument passes through as the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passing {
    /// Position of the argument that is the value.
    pub value: Option<usize>,
    /// Keywords that are the value.
    pub keywords: &'static [&'static str],
    /// Position of the argument that is a name of the environment.
    pub environment: Option<usize>,
}

/// A method of a text that gives a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextMethod {
    /// The same text in another form.
    Same,
    /// The same text in lower case.
    Lower,
    /// Its fields in braces are replaced by the arguments.
    Format,
    /// It stands between the items of the argument.
    JoinArgument,
    /// The argument stands between its items.
    JoinReceiver,
    /// The arguments follow it.
    Concat,
}

/// Where a call has its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// At this place among the arguments.
    Argument(usize),
    /// Before the method.
    Receiver,
}

/// What is added to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// Each argument is an item.
    Items,
    /// The argument is a list of items.
    List,
}

/// What a call does with strings, where its callee says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It compares or looks up.
    Compares,
    /// It prints, logs or raises.
    Tells,
    /// It asserts, or makes a mock.
    Expects,
}

/// An import: the name that it binds and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The name in this file.
    pub local: String,
    /// The module.
    pub module: String,
    /// The name in the module; nothing if the module itself is meant.
    pub name: Option<String>,
}

/// A name that a file gives to others by a statement of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The name for others; `*` for all names of the module.
    pub name: String,
    /// The name in this file, or in the module; nothing if the module itself is meant.
    pub local: Option<String>,
    /// The module that it comes from.
    pub module: Option<String>,
}

/// A language's words, and those of its standard library; other libraries are known to the rules.
pub trait Dialect: Sync {
    /// The language, as call sites name it.
    fn language(&self) -> Language;
    /// What an object calls itself in its methods.
    fn itself(&self) -> &'static str;
    /// The name of a constructor.
    fn constructor(&self) -> &'static str;
    /// A decorator or base of a class has the language make a constructor of its fields.
    fn makes_constructor(&self, _name: &str) -> bool {
        false
    }
    /// A constructor that is made so takes the fields by their names alone, by the options of what makes it.
    fn takes_keywords_alone(&self, _options: &str) -> bool {
        false
    }
    /// A base that adds no fields to those of a class.
    fn is_plain_base(&self, _name: &str) -> bool {
        false
    }
    /// Blocks have names of their own.
    fn has_block_scope(&self) -> bool;
    /// A parameter of a constructor is an attribute of its object as well, by its text.
    fn declares_attribute(&self, _parameter: &str) -> bool {
        false
    }
    /// The type of any text.
    fn text_type(&self) -> &'static str;
    /// The imports of an import statement.
    fn imports(&self, statement: &str) -> Vec<Import>;
    /// The names that an export statement gives to others.
    fn exports(&self, _statement: &str) -> Vec<Export> {
        Vec::new()
    }
    /// Other files can take what a declaration binds, by its first line up to its name: in most languages all of it.
    fn gives(&self, _line: &str) -> bool {
        true
    }
    /// The call passes one of its arguments on (`getenv`, `str`, `json.dumps`), by its chain of names.
    fn passing(&self, chain: &[&str]) -> Option<Passing>;
    /// Keywords by which what holds a value is given its first one.
    fn default_keywords(&self) -> &'static [&'static str] {
        &[]
    }
    /// The chain reads the environment directly: `process.env.NAME`; its number of segments before the name.
    fn environment_object(&self, chain: &[&str]) -> Option<usize>;
    /// Methods that set variables of the environment: of its own object, or of what is given it first.
    fn environment_setters(&self) -> &'static [&'static str];
    /// A function gives the values of the object that it is given.
    fn lists_values(&self, _callee: &str) -> bool {
        false
    }
    /// A function makes a set of what it is given.
    fn makes_set(&self, _callee: &str) -> bool {
        false
    }
    /// What a call does with strings, by its chain of names.
    fn effect(&self, chain: &[&str]) -> Option<Effect>;
    /// The call makes a function that calls the first argument with the others.
    fn calls_later(&self, _chain: &[&str]) -> bool {
        false
    }
    /// A condition asks whether the file is the program itself, and not imported by another.
    fn asks_whether_program(&self, _condition: &str) -> bool {
        false
    }
    /// The call opens, or makes the path of, what is stored under the name that it is given.
    fn opens(&self, _chain: &[&str]) -> bool {
        false
    }
    /// A method that gives those items for which a function holds.
    fn selects(&self, _method: &str) -> bool {
        false
    }
    /// A method that gives one item of its receiver.
    fn picks(&self, _method: &str) -> bool {
        false
    }
    /// The call fills a field of a form, whose name and value are its arguments.
    fn fills_field(&self, _chain: &[&str]) -> bool {
        false
    }
    /// A method that takes a part of a text, or leaves one out.
    fn cuts_text(&self, method: &str) -> bool;
    /// What a method makes of texts.
    fn text_method(&self, method: &str) -> Option<TextMethod>;
    /// A method that puts the entries of its argument into its receiver.
    fn updates(&self, method: &str) -> bool;
    /// What a method adds to its receiver, which is a list: an item, or the items of a list.
    fn grows(&self, method: &str) -> Option<Growth>;
    /// The call gives whoever asked what is put into it.
    fn replies(&self, _chain: &[&str]) -> bool {
        false
    }
    /// The call makes the answer to a request.
    fn answers(&self, _chain: &[&str]) -> bool {
        false
    }
    /// With what a block begins that handles the errors of the block before it.
    fn handler(&self) -> &'static str;
    /// An operator that holds where its left side is one of the items on its right.
    fn includes(&self, _operator: &str) -> bool {
        false
    }
    /// A method of a list that says whether it has the item that it is given.
    fn has_item(&self, _method: &str) -> bool {
        false
    }
    /// An operator that holds where its left side is none of the items on its right.
    fn excludes(&self, _operator: &str) -> bool {
        false
    }
    /// Texts of this language are parts of pages now and then.
    fn holds_markup(&self) -> bool {
        false
    }
    /// The call asks people to type something.
    fn asks_people(&self, _chain: &[&str]) -> bool {
        false
    }
    /// The call sends a request.
    fn requests(&self, _chain: &[&str]) -> bool {
        false
    }
    /// The call makes a table of the pairs in its first argument.
    fn makes_table(&self, chain: &[&str]) -> bool;
    /// The call makes a map from those that it is given, and from its keywords.
    fn makes_map(&self, chain: &[&str]) -> bool;
    /// The call gives a map of the fields of an object.
    fn gives_fields(&self, _chain: &[&str]) -> Option<Items> {
        None
    }
    /// The call gives the items of a list: all, some, or in another order.
    fn items(&self, chain: &[&str]) -> Option<Items>;
    /// The call ends the program.
    fn ends_program(&self, _chain: &[&str]) -> bool {
        false
    }
    /// The call gives an attribute of an object by its name, or what it is given last if there is none.
    fn takes_attribute(&self, _callee: &str) -> bool {
        false
    }
    /// The call takes the first of what a loop makes.
    fn takes_first(&self, _chain: &[&str]) -> bool {
        false
    }
    /// The call gives what a type allows: the position of that type.
    fn lists_type(&self, _chain: &[&str]) -> Option<usize> {
        None
    }
    /// The call gives the keys of a map.
    fn keys(&self, chain: &[&str]) -> Option<Items>;
    /// The call gives the items of a list, each behind its number or key.
    fn pairs(&self, chain: &[&str]) -> Option<Items>;
    /// The call gives items of several lists side by side.
    fn zips(&self, chain: &[&str]) -> bool;
    /// The call calls a function that it is given with every item of a list.
    fn calls_with_items(&self, chain: &[&str]) -> Option<Items>;
    /// The call, or the member, gives the parsed options of a command line.
    fn reads_options(&self, _chain: &[&str]) -> bool {
        false
    }
    /// The call declares an option of a command line or a field, whose name and default stand among its arguments.
    fn declares_option(&self, _chain: &[&str]) -> bool {
        false
    }
    /// The call declares an option, and leaves its default unused where somebody has to give it.
    fn leaves_default_of_required(&self, _chain: &[&str]) -> bool {
        false
    }
    /// The call means a module: `require("…")`.
    fn requires(&self, chain: &[&str]) -> bool;
}
