//! `--statistics` and `--by-owner`.

use super::args::CheckArgs;
use super::outcome::Failure;
use super::session::Session;
use crate::owners::{Owners, PLACES};
use crate::report::{Format, Owning, Report, Statistics, Wanted};
use crate::walk::shown;

/// The tables that are wanted.
pub(super) struct Tables {
    general: bool,
    owners: Option<Owners>,
}

impl Tables {
    pub(super) fn of(args: &CheckArgs, session: &Session) -> Result<Tables, Failure> {
        let asked = [(args.statistics, "--statistics"), (args.by_owner, "--by-owner")];
        if let Some((_, flag)) = asked.into_iter().find(|(asked, _)| *asked)
            && !matches!(args.output_format, Format::Full | Format::Concise | Format::Json)
        {
            let message = format!("`{flag}` has no place in the format {}", args.output_format.name());
            return Err(Failure::new(message).help("use full, concise or json"));
        }
        let owners = if args.by_owner { Some(owners(session)?) } else { None };
        Ok(Tables { general: args.statistics, owners })
    }

    pub(super) fn of_report(&self, report: &Report, session: &Session) -> Option<Statistics> {
        let owning = |path: &str| match &self.owners {
            Some(owners) => owners.owning(&shown(&session.repository, &session.cwd.join(path))).to_vec(),
            None => Vec::new(),
        };
        let by_owner: Option<Owning<'_>> = self.owners.as_ref().map(|_| &owning as _);
        let wanted = Wanted { general: self.general, owners: by_owner };
        (self.general || by_owner.is_some()).then(|| Statistics::of(report, wanted))
    }
}

fn owners(session: &Session) -> Result<Owners, Failure> {
    Owners::of(&session.repository).ok_or_else(|| {
        let message = format!("`--by-owner` needs one of {}", PLACES.join(", "));
        Failure::new(message).help("they are looked for at the root of the repository")
    })
}
