//! What libraries add to a language.

use super::super::tables::{CalleeRow, SettingsProgramRow};
use super::code::language;
use super::{Compiler, Parsed};

impl<'f> Compiler<'f> {
    pub(super) fn callees(&mut self, file: &'f Parsed) {
        for (index, entry) in file.rules.callees.iter().enumerate() {
            self.place = (Some(file), "callees", index);
            if entry.names.is_empty() {
                self.fail_at("names", "`names` needs at least one chain of names".to_owned());
            }
            for name in &entry.names {
                if let Some(fault) = fault_of_chain(name) {
                    self.fail_at("names", format!("`{name}` is no chain of names: {fault}"));
                }
                let row = CalleeRow {
                    last: self.str(name.rsplit('.').next().unwrap_or_default()),
                    language: language(entry.language),
                    name: self.str(name),
                    does: entry.does,
                };
                self.out.callees.to_mut().push(row);
            }
        }
        for (index, entry) in file.rules.settings_programs.iter().enumerate() {
            self.place = (Some(file), "settings-programs", index);
            for (key, value) in [
                ("module", &entry.module),
                ("name", &entry.name),
                ("program", &entry.program),
                ("variable", &entry.variable),
            ] {
                if value.trim().is_empty() {
                    self.fail_at(key, format!("`{key}` is empty"));
                }
            }
            let row = SettingsProgramRow {
                module: self.str(&entry.module),
                name: self.str(&entry.name),
                program: self.str(&entry.program),
                variable: self.str(&entry.variable),
            };
            self.out.settings_programs.to_mut().push(row);
        }
    }
}

/// Why nothing that is called could fit a chain of names.
fn fault_of_chain(name: &str) -> Option<&'static str> {
    let last = name.rsplit('.').next().unwrap_or_default();
    if name.split('.').any(str::is_empty) {
        Some("between two dots stands a name")
    } else if last.contains('*') {
        Some("the last name has to be told")
    } else if name.matches("**").count() > 1 {
        Some("`**` stands in it once at most")
    } else if name.split('.').any(|part| part.contains('*') && !matches!(part, "*" | "**")) {
        Some("`*` stands for a whole name")
    } else {
        None
    }
}
