use super::*;
use crate::source::Span;

fn open(text: &str) -> SourceFile {
    Notebook.open("a.ipynb", text.as_bytes().to_vec()).expect("text")
}

/// The text of a notebook with one code cell.
fn text_of(source: &str) -> String {
    let cell = serde_json::json!({"cells": [{"cell_type": "code", "source": source}]});
    let file = open(&cell.to_string());
    file.text(Span::new(0, file.bytes.len())).into_owned()
}

#[test]
fn code_cells_are_one_text() {
    for (json, text) in [
        (
            r#"{"cells": [{"cell_type": "code", "source": ["a\n", "b"]}, {"source": "c\n", "cell_type": "code"}]}"#,
            "a\nb\nc\n",
        ),
        (r##"{"cells": [{"cell_type": "markdown", "source": "# a"}, {"cell_type": "raw", "source": "b"}]}"##, ""),
        (r#"{"cells": [{"cell_type": "code", "outputs": [{"text": ["x"], "source": "y"}], "source": "a"}]}"#, "a\n"),
        (r#"{"worksheets": [{"cells": [{"cell_type": "code", "input": ["a"], "language": "python"}]}]}"#, "a\n"),
        (r#"{"worksheets": [{"cells": [{"cell_type": "code", "input": ["a"], "language": "ruby"}]}]}"#, ""),
        (r#"{"cells": [{"cell_type": "code", "metadata": {"vscode": {"languageId": "sql"}}, "source": "a"}]}"#, ""),
        (
            r#"{"cells": [{"cell_type": "code", "metadata": {"vscode": {"languageId": "plaintext"}}, "source": "a"}]}"#,
            "a\n",
        ),
        (r#"{"cells": [{"cell_type": "code", "source": "a"}], "metadata": {"kernelspec": {"language": "R"}}}"#, ""),
        (r#"{"cells": [{"cell_type": "code", "source": "a"}], "metadata": {"language_info": {"name": "rust"}}}"#, ""),
        (
            r#"{"cells": [{"cell_type": "code", "source": "a"}],
                "metadata": {"language_info": {"mimetype": "text/x-python3", "name": "coconut"}}}"#,
            "a\n",
        ),
        (r#"{"cells": [{"cell_type": "code", "source": "a"}], "metadata": {"kernelspec": {"name": "ir"}}}"#, ""),
        (r#"{"cells": [{"cell_type": "code", "source": "%a"}], "metadata": {"kernelspec": {"name": "deno"}}}"#, "%a\n"),
        (
            r#"{"cells": [{"cell_type": "code", "metadata": {"vscode": {"languageId": "typescript"}}, "source": "a"}],
                "metadata": {"language_info": {"name": "typescript"}}}"#,
            "a\n",
        ),
        (
            r#"{"cells": [{"cell_type": "code", "metadata": {"vscode": {"languageId": "python"}}, "source": "a"}],
                "metadata": {"language_info": {"name": "typescript"}}}"#,
            "",
        ),
        (
            r#"{"cells": [{"cell_type": "code", "source": "a"}], "metadata": {"kernelspec": {"name": "python3"}}}"#,
            "a\n",
        ),
        (r#"{"cells": [{"cell_type": "code", "source": ["a\n", "b"#, "a\nb\n"),
        ("[]", ""),
        ("", ""),
        ("version https://git-lfs.github.com/spec/v1\n", ""),
    ] {
        let file = open(json);
        assert_eq!(file.text(Span::new(0, file.bytes.len())), text, "{json}");
    }
}

#[test]
fn what_is_no_python_is_masked_byte_for_byte() {
    for (source, text) in [
        ("%pip install x\na", "0             \na\n"),
        ("!ls -l \\\n  x\na", "0       \n   \na\n"),
        ("if a:\n    !ls\n", "if a:\n    0  \n"),
        ("x = !ls\ny = %sql select", "x = 0  \ny = 0          \n"),
        ("?print\nprint?\na.b??\n", "0     \n0     \n0    \n"),
        ("%time f()\n%%\n", "if 1: f()\n%%\n"),
        ("%timeit f()", "if 1:   f()\n"),
        ("%%time\nf()", "      \nf()\n"),
        ("\n%%bash\nls\n", "\n      \n  \n"),
        ("%%writefile a.txt\nx = 'é'\n", "                 \n        \n"),
        ("%%writefile -a \"b/a.py\"\nx\n", "                       \nx\n"),
        ("%%file a.py\nx\n%pip y", "           \nx\n0     \n"),
        ("%%writefile test_a.py\nx\n", "                     \n \n"),
        ("%%writefile\nx\n", "           \n \n"),
        ("x = (a\n  % b)\ny != z\n!= z", "x = (a\n  % b)\ny != z\n!= z\n"),
        ("# is it?\nx = 'what?'", "# is it?\nx = 'what?'\n"),
    ] {
        assert_eq!(text_of(source), text, "{source}");
    }
}

#[test]
fn a_cut_off_notebook_says_so() {
    for (json, broken) in [
        (r#"{"cells": []}"#, false),
        (r#"{"cells": [{"cell_type": "code", "source": ["a"#, true),
        (r#"{"cells": [}"#, true),
        ("{}}", true),
    ] {
        assert_eq!(open(json).origin.is_some_and(|origin| origin.broken), broken, "{json}");
    }
}

#[test]
fn of_the_files_that_cells_write_so_many_are_read() {
    let cell = |number: usize| {
        let source = format!("%%writefile config{number}.yaml\nmodel: gpt-4-32k\n");
        serde_json::json!({"cell_type": "code", "source": source})
    };
    let of = |count: usize| {
        let cells: Vec<_> = (0..count).map(cell).collect();
        written(&open(&serde_json::json!({ "cells": cells }).to_string()), crate::catalog::Catalog::bundled()).len()
    };
    assert_eq!(of(2), 2);
    assert_eq!(of(MOST_FILES + 9), MOST_FILES);
}

#[test]
fn a_byte_order_mark_within_a_cell_is_a_character() {
    let model = "gpt-4-0314";
    let source = format!("\u{FEFF}x = 1\n!ask --model {model} hello\n!ask --model {model}");
    let file = open(&serde_json::json!({"cells": [{"cell_type": "code", "source": source}]}).to_string());
    let found = Notebook.summarise(&file, crate::catalog::Catalog::bundled()).references;
    let texts: Vec<&[u8]> = found.iter().map(|reference| &file.shown()[reference.value.span.range()]).collect();
    assert_eq!(texts, [model.as_bytes(); 2]);
}
