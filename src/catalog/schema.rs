//! The form of the files in `rules/` and of a user's `extend-catalog` files.
//!
//! Plain serde types without behaviour: the build script and the library read
//! the same ones, so a user's file can hold whatever a bundled one can. Every
//! section may stand in every file; an entry with the key of an earlier one
//! replaces it.

mod callees;
mod code;
#[macro_use]
mod lists;
mod models;

use serde::Deserialize;

pub use callees::*;
pub use code::*;
pub use lists::Fit;
pub use models::*;

rules_file! {
    /// One file of rules.
    sections {
        /// What models are, by what they take and give.
        kinds: Vec<KindEntry>,
        /// Operations that a call can perform, one name over all providers.
        endpoints: Vec<EndpointEntry>,
        /// Names of request parameters, one name over all providers.
        parameters: Vec<String>,
        /// The platform that the `families` and `models` of this file belong to.
        provider: Option<ProviderEntry>,
        /// Platforms that are named elsewhere and have no models of their own here.
        other_providers: Vec<ProviderEntry>,
        /// Values for models of this file that say nothing else.
        defaults: ModelDefaults,
        /// Stems with their snapshot grammar.
        families: Vec<FamilyEntry>,
        /// The models.
        models: Vec<ModelEntry>,
        /// Parameters that models refuse.
        parameter_rules: Vec<ParameterRuleEntry>,
        /// Client classes of SDKs.
        clients: Vec<ClientEntry>,
        /// Hosts of base URLs.
        hosts: Vec<HostEntry>,
        /// Values for call sites of this file that say nothing else.
        call_site_defaults: CallSiteDefaults,
        /// Places in code that name a model.
        call_sites: Vec<CallSiteEntry>,
        /// Names of settings and variables that hold a model or change its reading.
        keys: Vec<KeyEntry>,
        /// What calls of libraries do, besides those of the languages' own.
        callees: Vec<CalleeEntry>,
        /// Programs that name the module of a project's settings.
        settings_programs: Vec<SettingsProgramEntry>,
        /// Spellings of provider and model in one string.
        routes: Vec<RouteEntry>,
    }
    lists {
        /// Strings that look like model IDs and are not; `*` stands for anything.
        look_alikes: LookAlike, Like;
        /// Keys that people give to servers that want none (`not-needed`): they mark a local server.
        dummy_keys: DummyKey, AnyCase;
        /// Beginnings of keys under which those who watch a program are told of its calls (`gen_ai.`).
        watched_keys: WatchedKey, Start;
        /// The same, where settings may begin so as well.
        likely_watched_keys: LikelyWatchedKey, Start;
        /// Ends of the names of classes whose members are such keys (`SpanAttributes`).
        watched_by_classes: WatchedByClass, End;
        /// Base classes of libraries that say nothing of what a class is (`BaseModel`).
        form_classes: Form, Whole;
        /// Base classes of libraries whose objects give all their fields at once (`BaseModel`), and that read none of them.
        self_dumping_classes: SelfDumpingClass, Whole;
        /// Methods by which an object gives all its fields at once (`model_dump`).
        dumping_methods: DumpingMethod, Whole;
        /// What libraries declare a field of a class by, whose default it is given first (`Field`).
        field_makers: FieldMaker, Whole;
        /// Modules of libraries whose classes say what an object is like, not who makes it (`pydantic`).
        form_modules: FormModule, Whole;
        /// Callees and base classes that make objects up for tests (`factory.Factory`).
        factories: Factory, Whole;
        /// Ends of the names of classes that are a step of a database's history (`Migration`).
        history_classes: HistoryClass, End;
        /// Names that a file of such a step has (`down_revision`).
        history_names: HistoryName, Whole;
        /// Keys that say what a model is for (`fallback`): beside the names of platforms they call none.
        purposes: Purpose, AnyCase;
        /// Names of answers that models gave before, in what shows them (`model_answers`).
        stored_answers: StoredAnswers, Whole;
        /// Folders of pages that show a product to those who do not use it yet (`landing`).
        landing_folders: LandingFolder, AnyCase;
        /// Names by which a page asks a server, beside what the platform of the web has (`useChat`).
        page_requests: PageRequest, Whole;
        /// Spellings of models that only a router has (`*:free`); `*` stands for anything.
        router_marks: Router, Like;
        /// Variables that hold the key of a router (`ROUTER_API_KEY`).
        router_keys: RouterKey, AnyCase;
        /// Voices that only servers have which stand in for a maker's (`*Neural`); `*` stands for anything.
        voices_of_others: VoiceOfOthers, Like;
        /// Ends of the types of a parameter that holds what was typed so far (`AutocompleteContext`).
        completion_types: Completion, End;
        /// Switches of settings, in small letters without separators: `SWITCH=SETTING`, which nothing takes where its switch
        /// beside it is `false`.
        switches_of_settings: SwitchOf, Whole;
        /// Segments of a receiver chain that change nothing for the model (`with_raw_response`).
        transparent_segments: TransparentSegment, Whole;
        /// Words that stand in many names of modules, clients, hosts and settings, and in little else: the prefilter
        /// looks for them instead of the names.
        needle_roots: NeedleRoot, Whole;
        /// IDs that are ordinary words or product codes and need evidence from outside.
        plain_words: PlainWord, AnyCase;
        /// Methods that put items into a box of a window from which people choose (`addItems`).
        filling_methods: FillingMethod, Whole;
        /// First words, with `_` between them, of the names of addresses that an application calls its own (`react_app`).
        own_addresses: OwnAddress, Whole;
        /// Words in `engines` of a `package.json` by which it describes what another program loads as a whole (`vscode`).
        plugin_engines: PluginEngine, Whole;
        /// Packages that run what depends on them as a whole: nobody imports a file of it.
        plugin_hosts: PluginHost, Whole;
        /// Files that lie at the root of the sources, besides those of the language's own tools (`nuxt.config.ts`).
        root_files: RootFile, Whole;
        /// Names, in small letters without separators, of what programs, servers, frameworks and hosts of functions look for in
        /// a file that nobody imports (`createapp`).
        sought_names: SoughtName, Whole;
        /// Parameters, in the same spelling, that hosts call a function with: it has two of them (`event`, `context`).
        host_parameters: HostParameter, Whole;
        /// What stands in a file that loads modules without saying their names, besides what the languages themselves have
        /// for that (`require.context`).
        module_loaders: ModuleLoader, Whole;
        /// Last words of names for any object, which say nothing of what it is (`item`).
        any_object_names: AnyObject, Whole;
        /// What test runners hand to a test for setting up what it expects (`monkeypatch`).
        test_fixtures: TestFixture, Whole;
        /// Folders that hold tests, and what only tests read.
        test_folders: TestFolder, Whole;
        /// Names of such folders; `*` stands for anything.
        test_folder_patterns: TestFolderPattern, Like;
        /// How folders for tests begin, and folders in which people try something out (`test_`).
        trial_folders: TrialFolder, Start;
        /// How such a name goes on where the folder is for tests, whatever its files hold; `*` stands for anything.
        behind_trial_folders: BehindTrialFolder, Like;
        /// Folders that are named like those of tests, of a product that makes or runs tests for others.
        makers_of_tests: MakerOfTests, Like;
        /// Folders of what tests are given; in some projects the product itself is filled with it (`fixtures`).
        loaded_folders: LoadedFolder, Whole;
        /// Folders of servers and objects that only answer.
        mock_folders: MockFolder, Whole;
        /// Folders of tests that in some languages hold what is to be built (`spec`).
        specification_folders: SpecificationFolder, Whole;
        /// Folders of what people run to see something.
        example_folders: ExampleFolder, Whole;
        /// Names of files that test; `*` stands for anything, here and in the lists below.
        test_files: TestFile, Like;
        /// Names of files of which only those test in which something does.
        likely_test_files: LikelyTestFile, Like;
        /// The same, where they lie among examples.
        likely_test_files_of_examples: LikelyTestFileOfExamples, Like;
        /// The same, where they are run by themselves.
        likely_test_files_of_programs: LikelyTestFileOfPrograms, Like;
        /// Names of files by which tests are helped.
        test_helper_files: TestHelperFile, Like;
        /// What stands in a file that tests, at the beginning of a word.
        test_marks: TestMark, Start;
        /// Words of files and folders whose JSON somebody reads to ask a model.
        json_settings: JsonSettings, Whole;
        /// Ends of such words that are written without a seam (`appconfig`).
        json_settings_ends: JsonSettingsEnd, End;
        /// Words of files and folders whose JSON tells what was.
        json_records: JsonRecord, Whole;
        /// Words of files and folders whose JSON may be anything.
        json_collections: JsonCollection, Whole;
        /// Words of studies: what is set for one lies in a folder of settings.
        json_studies: JsonStudy, Whole;
        /// Keys of JSON, in small letters without separators, of which one at the top or in a row of a list there makes a form
        /// that some program reads.
        json_forms: JsonForm, Whole;
        /// Keys, in the same spelling, that make one where both stand at the top: `ONE+OTHER`.
        json_form_pairs: JsonFormPair, Whole;
        /// Keys, in the same spelling, of the moment at which a program made a document.
        json_moments: JsonMoment, Whole;
        /// Words of keys under which stands what a run came to.
        json_findings: JsonFinding, Whole;
    }
}

/// A kind of model.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindEntry {
    /// The kind's name, as models state it.
    pub name: String,
    /// The group within which a callee that rewrites endpoints may move: text, embedding, image, …
    pub class: String,
    /// How a message calls such a model, with its article ("an embedding model").
    pub title: String,
}

/// An endpoint.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EndpointEntry {
    /// The name over all providers.
    pub name: String,
    /// How a message calls it; required unless a user's file adds to a bundled endpoint.
    #[serde(default)]
    pub title: String,
    /// HTTP paths; `{model}` marks the place of a model in the path.
    #[serde(default)]
    pub paths: Vec<PathEntry>,
    /// Headers that lead to it, whatever the path.
    #[serde(default)]
    pub headers: Vec<HeaderEntry>,
    /// Where and when it ended as a whole.
    #[serde(default)]
    pub ended: Vec<EndedEntry>,
}

/// A header of a request that decides about the endpoint.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HeaderEntry {
    /// Its name; the case does not matter.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The HTTP path of an endpoint.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PathEntry {
    /// The path, without host; `{model}` stands for the model, `{}` for any one segment.
    pub path: String,
    /// The provider that alone has this path; any if empty.
    #[serde(default)]
    pub provider: String,
}

/// The end of an endpoint or of a whole service.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EndedEntry {
    /// The provider; the file's own if empty.
    #[serde(default)]
    pub provider: String,
    /// Day of the notice, ISO.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    pub announced: String,
    /// Day on which requests start to fail, ISO.
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    pub shutdown: String,
    /// What to do instead, in words.
    #[serde(default)]
    pub advice: String,
    /// Where the day is published.
    pub source: String,
    /// How sure it is that requests fail from then on; official if absent.
    #[serde(default)]
    pub confidence: Option<Certainty>,
}

/// A provider: the platform that serves an ID.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProviderEntry {
    /// The key that other entries use.
    pub key: String,
    /// How a message calls it; required unless a user's file adds to a bundled provider.
    #[serde(default)]
    pub title: String,
    /// Day of the last comparison with its sources, ISO; empty for a platform without models here.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    pub compared: String,
    /// It makes the models it serves: with the provider unknown, an ID that it has is read as its own.
    #[serde(default)]
    pub first_party: bool,
    /// Names on it are chosen by users (deployments, proxy aliases, local servers): never judged.
    #[serde(default)]
    pub user_named: bool,
    /// Anybody can add models: an ID that the catalog lacks is never wrong.
    #[serde(default)]
    pub open_catalog: bool,
    /// Beginnings (or whole IDs) by which text that holds an ID of this provider is found.
    #[serde(default)]
    pub stems: Vec<String>,
    /// Stems that say by themselves, without other evidence, whose model is meant (`gpt-`).
    #[serde(default)]
    pub distinctive: Vec<String>,
    /// Resource names that may stand before an ID: `{}` is any one segment, a slash ends it; after `**` anything may stand
    /// before them.
    #[serde(default)]
    pub resources: Vec<String>,
    /// What may stand behind an ID and says only how much of it is meant; `N` is a number (`:Nk`, a length of context).
    #[serde(default)]
    pub suffixes: Vec<String>,
    /// How it answers an ID that it does not have, as a message says it: status and code.
    #[serde(default)]
    pub not_found: String,
    /// How it answers a model that it has shut down, in the same way.
    #[serde(default)]
    pub shut_down: String,
    /// Another platform that serves models of the same IDs, and what says in a file of code that this one is meant.
    #[serde(default)]
    pub instead_of: Option<InsteadOfEntry>,
    /// Its end as a whole.
    #[serde(default)]
    pub ended: Option<EndedEntry>,
}

/// What says that a file of code speaks of one platform where another has models of the same IDs.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InsteadOfEntry {
    /// The platform that an ID is read as where nothing tells.
    pub provider: String,
    /// Modules that are of use on this platform alone.
    #[serde(default)]
    pub modules: Vec<String>,
    /// Variables of the environment that switch clients to this platform.
    #[serde(default)]
    pub variables: Vec<String>,
    /// Words that stand only in files that speak of the other platform as well: names of its keys.
    #[serde(default)]
    pub unless: Vec<String>,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The schema that editors complete rules files by: made from the types above, committed for those who have no compiler.
    #[test]
    fn the_published_schema_is_that_of_the_types() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/rules.schema.json");
        let mut schema = schemars::schema_for!(RulesFile);
        schema.insert("title".to_owned(), "Rules of model-lint: bundled ones and those of `extend-catalog`".into());
        let made = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &made).expect("a file");
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(published == made, "write it anew with `UPDATE_SCHEMA=1 cargo test --lib published_schema`");
    }

    #[test]
    fn every_rules_file_names_the_schema_for_editors() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        for (folder, up) in [("", "../"), ("providers", "../../"), ("sdks", "../../")] {
            for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    continue;
                }
                let text = std::fs::read_to_string(&path).expect("text");
                let line = format!("# yaml-language-server: $schema={up}schemas/rules.schema.json");
                assert_eq!(text.lines().next(), Some(line.as_str()), "{}", path.display());
            }
        }
    }
}
