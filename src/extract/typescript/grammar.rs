//! How the trees of tree-sitter-typescript and -javascript become ours.

use tree_sitter::Node;

use crate::extract::code::lower::{Asks, Grammarian, Lowering};
use crate::extract::code::tree::{Kind, Role};
use crate::source::Span;

/// The table of TypeScript and JavaScript, with and without JSX.
pub(super) struct TypeScript;

impl Grammarian for TypeScript {
    fn lower(&self, node: &Node<'_>, parent: &str) -> Lowering {
        use Lowering::{BareParam, BareParamIfNamed, Leaf, Node as Own, Shorthand};
        match node.kind() {
            "identifier" if parent == "formal_parameters" => BareParam,
            "identifier" if parent == "arrow_function" => BareParamIfNamed,
            "shorthand_property_identifier" => Shorthand,
            "shorthand_property_identifier_pattern" if parent == "object_pattern" => BareParam,
            "identifier"
            | "property_identifier"
            | "private_property_identifier"
            | "this"
            | "super"
            | "shorthand_property_identifier_pattern" => Leaf(Kind::Name),
            "string" => Lowering::Str { content: inner(node), raw: false },
            "template_string" => template(node),
            "number" | "true" | "false" | "null" | "undefined" => Leaf(Kind::Literal),
            "member_expression" => Own(Kind::Member),
            "subscript_expression" => Own(Kind::Index),
            "call_expression" | "new_expression" => Own(Kind::Call),
            "object" => Own(Kind::Map),
            "pair" | "pair_pattern" => Own(Kind::Entry),
            "array" | "array_pattern" => Own(Kind::List),
            "spread_element" => Own(Kind::Spread),
            "binary_expression" => match operator(node) {
                "||" | "??" => Own(Kind::Or),
                "&&" => Own(Kind::And),
                "+" => Own(Kind::Concat),
                "==" | "===" | "!=" | "!==" | "in" | "instanceof" | "<" | ">" | "<=" | ">=" => Own(Kind::Compare),
                _ => Own(Kind::Other),
            },
            "ternary_expression" => Own(Kind::Conditional),
            _ => statement(node, parent),
        }
    }

    fn asks(&self, kind: &str) -> Asks {
        match kind {
            "identifier" | "shorthand_property_identifier_pattern" => Asks::Parent,
            "string" | "template_string" | "binary_expression" | "expression_statement" | "export_statement" => {
                Asks::Node
            }
            _ => Asks::Kind,
        }
    }

    fn counts_unnamed(&self, kind: &str) -> bool {
        kind == "this"
    }

    fn role(&self, parent: &str, field: Option<&str>, index: usize) -> Role {
        match (parent, field) {
            ("call_expression", Some("function")) | ("new_expression", Some("constructor")) => Role::Callee,
            ("call_expression" | "new_expression", Some("arguments")) => Role::Argument,
            ("call_expression" | "new_expression", Some("type_arguments")) => Role::Type,
            ("member_expression" | "subscript_expression", Some("object")) => Role::Object,
            ("member_expression", Some("property")) => Role::Property,
            ("subscript_expression", Some("index")) | ("pair" | "pair_pattern", Some("key")) => Role::Key,
            ("pair" | "variable_declarator" | "public_field_definition" | "field_definition", Some("value")) => {
                Role::Value
            }
            ("pair_pattern", Some("value")) => Role::Target,
            ("enum_assignment" | "required_parameter" | "optional_parameter", Some("value")) => Role::Value,
            ("variable_declarator" | "public_field_definition" | "enum_assignment", Some("name")) => Role::Target,
            ("field_definition", Some("property")) => Role::Target,
            ("assignment_expression" | "augmented_assignment_expression", Some("left")) => Role::Target,
            ("assignment_expression" | "augmented_assignment_expression", Some("right")) => Role::Value,
            ("object_assignment_pattern" | "assignment_pattern", Some("left")) => Role::Name,
            ("object_assignment_pattern" | "assignment_pattern", Some("right")) => Role::Value,
            ("required_parameter" | "optional_parameter", Some("pattern")) => Role::Name,
            ("jsx_attribute", _) if index == 0 => Role::Name,
            ("jsx_attribute" | "return_statement" | "spread_element", _) => Role::Value,
            ("export_statement", Some("value")) => Role::Value,
            ("arrow_function", Some("body")) => Role::Value,
            ("arrow_function", Some("parameter")) => Role::Name,
            ("for_in_statement", Some("left")) => Role::Target,
            ("for_in_statement", Some("right")) => Role::Iterable,
            ("type_assertion", _) if index == 0 => Role::Type,
            ("as_expression" | "satisfies_expression", _) if index > 0 => Role::Type,
            ("ternary_expression", Some("condition")) | ("switch_case", Some("value")) => Role::Condition,
            ("class_declaration" | "class" | "abstract_class_declaration", _) if field.is_none() => Role::Base,
            (_, Some("name")) => Role::Name,
            (_, Some("type" | "return_type")) => Role::Type,
            _ => Role::Child,
        }
    }

    fn is_hole(&self, kind: &str) -> bool {
        kind == "template_substitution"
    }

    fn is_comment(&self, kind: &str) -> bool {
        kind == "comment"
    }
}

/// Declarations, what they consist of, and statements.
fn statement(node: &Node<'_>, parent: &str) -> Lowering {
    use Lowering::{Leaf, Node as Own};
    match node.kind() {
        "variable_declarator"
        | "assignment_expression"
        | "augmented_assignment_expression"
        | "public_field_definition"
        | "field_definition"
        | "enum_assignment" => Own(Kind::Assign),
        "function_declaration"
        | "function_expression"
        | "arrow_function"
        | "method_definition"
        | "generator_function"
        | "generator_function_declaration" => Own(Kind::Function),
        "required_parameter" | "optional_parameter" | "object_assignment_pattern" | "assignment_pattern" => {
            Own(Kind::Param)
        }
        "object_pattern" => Own(Kind::Pattern),
        "class_declaration" | "class" | "abstract_class_declaration" => Own(Kind::Class),
        "enum_declaration" => Own(Kind::Enum),
        "return_statement" => Own(Kind::Return),
        "for_in_statement" | "while_statement" | "do_statement" | "for_statement" => Own(Kind::For),
        "import" => Leaf(Kind::Name),
        "switch_case" | "switch_default" => Own(Kind::Block),
        "expression_statement" if matches!(parent, "if_statement" | "else_clause") && is_assignment(node) => {
            Own(Kind::Block)
        }
        "import_statement" => Leaf(Kind::Import),
        "export_statement" => exported(node),
        "statement_block" => Own(Kind::Block),
        "decorator" => Own(Kind::Decorator),
        "jsx_attribute" => Own(Kind::Attribute),
        "ERROR" => Own(Kind::Error),
        "expression_statement" if node.named_child(0).is_some_and(|c| c.kind() == "string") => Own(Kind::Statement),
        kind => other(kind),
    }
}

/// What only stands for what is in it, what says nothing, and types.
fn other(kind: &str) -> Lowering {
    use Lowering::{Node as Own, Skip, Through};
    match kind {
        "expression_statement"
        | "arguments"
        | "parenthesized_expression"
        | "await_expression"
        | "as_expression"
        | "satisfies_expression"
        | "type_assertion"
        | "non_null_expression"
        | "formal_parameters"
        | "class_body"
        | "enum_body"
        | "lexical_declaration"
        | "variable_declaration"
        | "if_statement"
        | "else_clause"
        | "try_statement"
        | "catch_clause"
        | "finally_clause"
        | "switch_statement"
        | "switch_body"
        | "jsx_expression"
        | "computed_property_name"
        | "class_heritage"
        | "extends_clause"
        | "program"
        | "sequence_expression" => Through,
        "regex" | "jsx_text" => Skip,
        "type_annotation"
        | "type_alias_declaration"
        | "interface_declaration"
        | "type_arguments"
        | "union_type"
        | "literal_type"
        | "type_identifier"
        | "predefined_type"
        | "generic_type"
        | "object_type"
        | "array_type"
        | "type_parameters"
        | "type_predicate_annotation"
        | "type_query"
        | "ambient_declaration" => Own(Kind::Type),
        _ => Own(Kind::Other),
    }
}

fn is_assignment(statement: &Node<'_>) -> bool {
    statement.named_child(0).is_some_and(|c| c.kind() == "assignment_expression")
}

fn operator<'t>(node: &Node<'t>) -> &'t str {
    node.child_by_field_name("operator").map_or("", |o| o.kind())
}

/// A list of names, the one value of the file, or a declaration that stands for itself.
fn exported(node: &Node<'_>) -> Lowering {
    let mut cursor = node.walk();
    let has = |kind: &str, cursor: &mut _| node.children(cursor).any(|c| c.kind() == kind);
    if node.child_by_field_name("source").is_some() || has("export_clause", &mut cursor) {
        Lowering::Leaf(Kind::Export)
    } else if has("default", &mut cursor) {
        Lowering::Node(Kind::Export)
    } else {
        Lowering::Through
    }
}

/// The content between one-byte quotes; an unterminated string has but one.
fn inner(node: &Node<'_>) -> Span {
    let (start, end) = (node.start_byte(), node.end_byte());
    Span::new((start + 1).min(end), end.saturating_sub(1).max((start + 1).min(end)))
}

fn template(node: &Node<'_>) -> Lowering {
    let content = inner(node);
    let mut cursor = node.walk();
    let holes = node.named_children(&mut cursor).any(|c| c.kind() == "template_substitution");
    if holes { Lowering::Template { content, raw: false } } else { Lowering::Str { content, raw: false } }
}
