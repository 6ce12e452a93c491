//! What is set for a session of speech beside its model: a voice, or what tells when somebody has spoken, is of the cloud
//! that it is called by, and so is what writes down what was said.

use super::super::tells::Tell;
use super::super::tree::{Kind, NodeId};
use super::{Around, LONGEST};
use crate::extract::settings::tells;
use crate::vocabulary::fold_name;

/// Settings of a session, folded, whose kind may be one of a cloud's own.
const OF_SESSIONS: [&str; 2] = ["voice", "turndetection"];

/// What a mapping is called in that holds what writes down what was said.
const WRITING: &str = "transcription";

impl Around<'_> {
    /// What a mapping that holds one for writing down what is said tells by the kind of another:
    /// `turn_detection: {type: acme_vad}` beside `input_audio_transcription: {model: …}`. One further up counts as well.
    pub(super) fn tell_of_session(&self, container: NodeId, level: NodeId) -> Option<Tell> {
        if level == container || !fold_name(self.tree.name(container)).contains(WRITING) {
            return None;
        }
        let settings = self.tree.entries(level).iter().take(LONGEST);
        let settings = settings.filter(|entry| OF_SESSIONS.contains(&fold_name(&entry.name).as_str()));
        let maps = settings.filter_map(|entry| entry.value);
        let mut kinds = maps.filter(|map| matches!(self.tree.nodes[*map].kind, Kind::Map(_)));
        kinds.find_map(|map| {
            let kind = self.text(self.entry(map, "type")?)?.to_ascii_lowercase();
            let cloud = kind.split(['-', '_']).next().filter(|first| first.len() < kind.len())?;
            let provider = self.vocabulary.provider_word("", cloud).filter(|p| self.vocabulary.user_named(*p))?;
            Some(tells::of_cloud(provider))
        })
    }
}
