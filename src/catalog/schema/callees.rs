//! What libraries add to a language: what their calls do, and the programs that name a project's settings.

use serde::Deserialize;

use super::Language;

/// Calls of libraries that do the same.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CalleeEntry {
    /// The language of the libraries.
    pub language: Language,
    /// What the calls do.
    pub does: Does,
    /// The chains of names that are called (`click.prompt`): `*` is any one name, `**` any number of them, not the last.
    pub names: Vec<String>,
}

/// What a call does with what it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// It asks people to type something.
    AsksPeople,
    /// It compares or looks up.
    Compares,
    /// It gives defaults to options that are called by their names.
    DeclaresDefault,
    /// It declares an option of a command line or a field, whose name and default stand among its arguments.
    DeclaresOption,
    /// It notes what describes a call, for those who watch it.
    Describes,
    /// It asserts, or makes a mock.
    Expects,
    /// It fills a field of a form, whose name and value are its arguments.
    FillsField,
    /// It gives a map of the fields of the object that it is called on.
    GivesFields,
    /// It gives the items of the list that it is given first.
    GivesItems,
    /// As a decorator it gives the items of a list to parameters by their names.
    GivesParameters,
    /// What it is given first, or as its default, is the value until somebody changes it.
    HoldsFirst,
    /// The same of what it is given second.
    HoldsSecond,
    /// It only describes what it is called on, and gives that back.
    Keeps,
    /// It reads settings from the text that it is given.
    LoadsSettings,
    /// Its keywords say what a query looks for.
    LooksFor,
    /// As a decorator or base of a class it makes a constructor of the fields.
    MakesConstructor,
    /// It opens, or makes the path of, what is stored under the name that it is given.
    Opens,
    /// It gives the parsed options of a command line.
    ReadsOptions,
    /// It gives whoever asked what is put into it.
    Replies,
    /// Called where a file is loaded it prepares only what that file uses: a logger, variables of the environment.
    SetsUpFile,
    /// It prints, logs or raises.
    Tells,
}

/// A program that names the module of a project's settings, which all files then import under a name of the framework.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SettingsProgramEntry {
    /// The module from which files import the settings.
    pub module: String,
    /// The name under which they import them.
    pub name: String,
    /// The file of the program, which lies above those that belong to it.
    pub program: String,
    /// The variable of the environment that it sets to the module of the settings.
    pub variable: String,
}
