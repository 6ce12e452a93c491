//! What a value turns out to be.

use std::ops::Range;

use crate::catalog::{Family, Model, ProviderId};

/// What a value is on the platform of one of its uses.
#[derive(Debug, Clone)]
pub enum Reading<'c> {
    /// Names here are chosen by users, or the value is a template, a look-alike, or a word without evidence.
    NotJudged,
    /// This model, exactly.
    Known(Known<'c>),
    /// An ID that is wrong.
    Wrong(Wrong<'c>),
    /// No model that the catalog knows, and nothing says that it is wrong: new, private, or none at all.
    Unheard,
}

/// A model that a value names exactly.
#[derive(Debug, Clone)]
pub struct Known<'c> {
    /// The model; of a fine-tune the base.
    pub model: Model<'c>,
    /// The bytes of the value's text that are the ID, without route and suffix.
    pub id: Range<usize>,
    /// The provider is known from outside the value.
    pub certain: bool,
    /// The value names a fine-tune of the model.
    pub tuned: bool,
}

/// An ID that is wrong, and what it should be.
#[derive(Debug, Clone)]
pub struct Wrong<'c> {
    /// What is wrong with it.
    pub fault: Fault<'c>,
    /// IDs that may be meant, the likeliest first.
    pub candidates: Vec<Model<'c>>,
    /// The platform.
    pub provider: ProviderId,
    /// The bytes of the value's text that are the ID.
    pub id: Range<usize>,
    /// The provider is known from outside the value.
    pub certain: bool,
}

/// What is wrong with an ID.
#[derive(Debug, Clone, Copy)]
pub enum Fault<'c> {
    /// Only its case.
    Case,
    /// Its spelling: separators, blanks, order, a slip of the finger.
    Spelling,
    /// A family that is closed has no such member.
    NoSuchMember(Family<'c>),
    /// A snapshot that never was.
    NoSuchSnapshot(Family<'c>),
    /// A fine-tune ID that does not follow the grammar.
    MalformedTune,
    /// It is spelled for another platform.
    Elsewhere(ProviderId),
    /// It is this platform's, with the prefix of a router.
    Routed,
    /// It lacks the scope that the platform wants before it.
    Unscoped,
}
