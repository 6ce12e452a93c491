//! What a run is asked to do: the configuration file and the command line, merged into [`Settings`].

mod settings;

pub use settings::{PathOverride, Selection, Settings};
