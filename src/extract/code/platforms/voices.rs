//! Voices beside a model: one that the model's maker does not have says that another server answers.

use super::clients::Clients;
use super::told::Part;
use crate::extract::code::context::Contexts;
use crate::extract::code::tree::NodeId;
use crate::vocabulary::{Sign, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// One of the settings beside a model is a voice that its maker does not have.
    pub(in crate::extract::code) fn has_voice_of_others(&self, parts: &[Part<'f>]) -> bool {
        let is_voice = |part: &&Part<'f>| matches!(fold_name(part.name).as_str(), "voice" | "voicename");
        let is_other = |part: &Part<'f>| {
            let voices = self.names.follow(part.value).found;
            voices.iter().any(|voice| self.vocabulary.is_sign(&voice.text.text, Sign::VoiceOfOthers))
        };
        parts.iter().filter(is_voice).any(is_other)
    }
}

impl Clients<'_, '_> {
    /// The same of what a call is given: `speech.create(model="…", voice="…")`.
    pub(in crate::extract::code) fn is_given_voice_of_others(&self, call: NodeId) -> bool {
        let is_other = |value: NodeId| {
            let text = self.names.literal(value);
            text.is_some_and(|text| self.vocabulary.is_sign(&text.text, Sign::VoiceOfOthers))
        };
        self.arguments(call, "voice").into_iter().any(is_other)
    }
}
