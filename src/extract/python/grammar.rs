//! How tree-sitter-python's tree becomes ours.

use tree_sitter::Node;

use crate::extract::code::lower::{Asks, Grammarian, Lowering};
use crate::extract::code::tree::{Kind, Role};
use crate::source::Span;

/// The table of Python.
pub(super) struct Python<'b> {
    /// The file's text, for the prefixes of strings.
    pub(super) bytes: &'b [u8],
}

/// The left side of an operator is a list.
fn is_list(node: &Node<'_>) -> bool {
    node.child_by_field_name("left").is_some_and(|left| left.kind() == "list")
}

impl Grammarian for Python<'_> {
    fn lower(&self, node: &Node<'_>, parent: &str) -> Lowering {
        use Lowering::{BareParam, Leaf, Node as Own, Skip, Through};
        match node.kind() {
            "identifier" if matches!(parent, "parameters" | "lambda_parameters") => BareParam,
            "identifier" => Leaf(Kind::Name),
            "string" => self.string(node),
            "concatenated_string" => Own(Kind::Concat),
            "integer" | "float" | "true" | "false" | "none" | "ellipsis" => Leaf(Kind::Literal),
            "attribute" => Own(Kind::Member),
            "subscript" => Own(Kind::Index),
            "call" => Own(Kind::Call),
            "keyword_argument" => Own(Kind::Keyword),
            "dictionary" => Own(Kind::Map),
            "pair" => Own(Kind::Entry),
            "list" | "tuple" | "set" | "expression_list" | "pattern_list" | "tuple_pattern" | "list_pattern" => {
                Own(Kind::List)
            }
            "dictionary_splat" | "list_splat" => Own(Kind::Spread),
            "boolean_operator" if operator(node) == "or" => Own(Kind::Or),
            "boolean_operator" => Own(Kind::And),
            "conditional_expression" => Own(Kind::Conditional),
            "comparison_operator" => Own(Kind::Compare),
            "binary_operator" if operator(node) == "+" => Own(Kind::Concat),
            "binary_operator" if operator(node) == "%" => Own(Kind::Format),
            // `["…"] * n`: the list, whatever the number.
            "binary_operator" if operator(node) == "*" && is_list(node) => Own(Kind::Conditional),
            // `a | b` of two mappings.
            "binary_operator" if operator(node) == "|" => Own(Kind::Or),
            "dictionary_splat_pattern" if parent == "typed_parameter" => Through,
            "dictionary_splat_pattern" => Own(Kind::Param),
            "global_statement" => Own(Kind::Global),
            "block" if !ALWAYS_RUN.contains(&parent) => Own(Kind::Block),
            "while_statement" => Own(Kind::For),
            "list_comprehension" | "dictionary_comprehension" | "set_comprehension" | "generator_expression" => {
                Own(Kind::For)
            }
            "assignment" | "augmented_assignment" | "named_expression" | "as_pattern" => Own(Kind::Assign),
            "function_definition" | "lambda" => Own(Kind::Function),
            "default_parameter" | "typed_default_parameter" | "typed_parameter" => Own(Kind::Param),
            "class_definition" => Own(Kind::Class),
            "return_statement" => Own(Kind::Return),
            "for_statement" | "for_in_clause" => Own(Kind::For),
            "import_statement" | "import_from_statement" => Leaf(Kind::Import),
            "type" => Own(Kind::Type),
            "case_pattern" => Own(Kind::Case),
            "assert_statement" => Own(Kind::Assert),
            "decorator" => Own(Kind::Decorator),
            "ERROR" => Own(Kind::Error),
            "format_specifier" | "type_conversion" | "future_import_statement" => Skip,
            "expression_statement" if is_text(node) => Own(Kind::Statement),
            "expression_statement"
            | "argument_list"
            | "parenthesized_expression"
            | "await"
            | "parameters"
            | "lambda_parameters"
            | "block"
            | "if_statement"
            | "elif_clause"
            | "else_clause"
            | "try_statement"
            | "except_clause"
            | "finally_clause"
            | "with_statement"
            | "with_clause"
            | "with_item"
            | "decorated_definition"
            | "as_pattern_target"
            | "match_statement"
            | "case_clause"
            | "module" => Through,
            _ => Own(Kind::Other),
        }
    }

    fn asks(&self, kind: &str) -> Asks {
        match kind {
            "identifier" | "block" | "dictionary_splat_pattern" => Asks::Parent,
            "string" | "boolean_operator" | "binary_operator" | "expression_statement" => Asks::Node,
            _ => Asks::Kind,
        }
    }

    fn role(&self, parent: &str, field: Option<&str>, index: usize) -> Role {
        match (parent, field) {
            ("call", Some("function")) => Role::Callee,
            ("call", Some("arguments")) => Role::Argument,
            ("keyword_argument" | "default_parameter" | "typed_default_parameter", Some("name")) => Role::Name,
            ("function_definition" | "class_definition", Some("name")) => Role::Name,
            ("pair", Some("key")) | ("subscript", Some("subscript")) => Role::Key,
            ("pair" | "keyword_argument" | "default_parameter" | "typed_default_parameter", Some("value")) => {
                Role::Value
            }
            ("attribute", Some("object")) | ("subscript", Some("value")) => Role::Object,
            ("attribute", Some("attribute")) => Role::Property,
            ("assignment" | "augmented_assignment", Some("left")) | ("named_expression", Some("name")) => Role::Target,
            ("assignment" | "augmented_assignment", Some("right")) | ("named_expression", Some("value")) => Role::Value,
            ("as_pattern", Some("alias")) => Role::Target,
            ("as_pattern", _) | ("return_statement", _) | ("dictionary_splat" | "list_splat", _) => Role::Value,
            ("lambda", Some("body")) => Role::Value,
            ("function_definition", Some("return_type")) | (_, Some("type")) => Role::Type,
            ("typed_parameter" | "dictionary_splat_pattern", None) => Role::Name,
            ("for_statement" | "for_in_clause", Some("left")) => Role::Target,
            ("for_statement" | "for_in_clause", Some("right")) => Role::Iterable,
            ("class_definition", Some("superclasses")) => Role::Base,
            ("conditional_expression", _) if index == 1 => Role::Condition,
            _ => Role::Child,
        }
    }

    fn is_hole(&self, kind: &str) -> bool {
        kind == "interpolation"
    }

    fn is_comment(&self, kind: &str) -> bool {
        kind == "comment"
    }
}

/// What a block belongs to that runs whenever the code around it does.
const ALWAYS_RUN: [&str; 5] = ["function_definition", "class_definition", "with_statement", "finally_clause", "module"];

fn operator<'t>(node: &Node<'t>) -> &'t str {
    node.child_by_field_name("operator").map_or("", |o| o.kind())
}

fn is_text(statement: &Node<'_>) -> bool {
    statement.named_child(0).is_some_and(|c| matches!(c.kind(), "string" | "concatenated_string"))
}

impl Python<'_> {
    /// A string: its content lies between `string_start` and `string_end`; an `r` in the prefix makes it raw.
    fn string(&self, node: &Node<'_>) -> Lowering {
        let mut content = Span::new(node.start_byte(), node.end_byte());
        let (mut holes, mut raw) = (false, false);
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            match child.kind() {
                "string_start" => {
                    content.start = child.end_byte() as u32;
                    raw = self.bytes[child.byte_range()].iter().any(|b| matches!(b, b'r' | b'R'));
                }
                "string_end" => content.end = child.start_byte() as u32,
                "interpolation" => holes = true,
                _ => {}
            }
        }
        if holes { Lowering::Template { content, raw } } else { Lowering::Str { content, raw } }
    }
}
