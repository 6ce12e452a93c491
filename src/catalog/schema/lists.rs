//! Lists of words: everything about one of them stands in one place, the form of the file.

/// How the words of a list are compared with what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// A word is the whole of it.
    Whole,
    /// The same, in any case.
    AnyCase,
    /// It begins with a word.
    Start,
    /// It ends with a word.
    End,
    /// A word is a pattern, in which `*` stands for anything.
    Like,
}

/// Makes the form of a rules file from its sections and its lists of words; each list has a name of its own, by which it is
/// asked, and says how its words are compared.
macro_rules! rules_file {
    (
        $(#[$about:meta])*
        sections { $( $(#[$section_doc:meta])* $section:ident: $form:ty, )* }
        lists { $( $(#[$list_doc:meta])* $list:ident: $sign:ident, $fit:ident; )* }
    ) => {
        $(#[$about])*
        #[derive(Debug, Default, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
        pub struct RulesFile {
            $( $(#[$section_doc])* pub $section: $form, )*
            $( $(#[$list_doc])* pub $list: Vec<String>, )*
        }

        /// A list of words, by what it says of what a word of it stands for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Sign {
            $( $(#[$list_doc])* $sign, )*
        }

        impl Sign {
            /// All lists, in the order of their numbers.
            pub const ALL: &'static [Sign] = &[$( Sign::$sign, )*];

            /// How its words are compared.
            pub fn fit(self) -> Fit {
                match self {
                    $( Sign::$sign => Fit::$fit, )*
                }
            }

            /// The key under which it stands in a rules file.
            pub fn key(self) -> String {
                let name = match self {
                    $( Sign::$sign => stringify!($list), )*
                };
                name.replace('_', "-")
            }

            /// Its words in a rules file.
            pub fn words(self, rules: &RulesFile) -> &Vec<String> {
                match self {
                    $( Sign::$sign => &rules.$list, )*
                }
            }
        }
    };
}
