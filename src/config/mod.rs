//! What a run is asked to do: defaults, the configuration file, the command line.

mod error;
mod find;
mod globs;
mod inventory;
mod layer;
mod named;
mod origin;
mod read;
#[cfg(test)]
mod schema;
mod selected;
mod settings;
mod table;

pub use self::error::ConfigError;
pub use self::find::{FILE_NAMES, Found, PYPROJECT, find, is_configuration, load, read_inside, repository_root};
pub use self::globs::Globs;
pub use self::inventory::Inventories;
pub use self::layer::{Layer, parse_size};
pub use self::named::NamedFile;
pub use self::origin::{Origin, Place};
pub use self::selected::Selected;
pub use self::settings::{FailOn, PathOverride, Selection, Settings};
