//! What is followed through a project has an end, and behind that nothing is silenced.

use std::time::{Duration, Instant};

use super::child::{RETIRED, checked};

const SETTINGS: &str = "from dataclasses import dataclass\n\n\n@dataclass\nclass Config:\n    model: str = \"gpt-4-32k\"\n\n\n\
    class Paper:\n    pass\n\n\n";

#[test]
fn objects_that_may_be_others_in_many_steps_end() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let bound = |at: usize| match at {
        0 => format!("if other.x: {} = Paper()\n", names[0]),
        _ => format!("if other.x: {} = {}\n", names[at], names[at - 1]),
    };
    let bound: String = (0..names.len()).map(|at| bound(at).repeat(100)).collect();
    let given: String = names.iter().map(|name| format!("other.send({name})\n")).collect();
    let code = format!("import other\n{SETTINGS}{bound}{given}config = Config()\nprint(config.model)\n");
    let started = Instant::now();
    let run = checked(&[("app.py", code.as_bytes())]);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    // Nobody knows what the other module is given.
    assert_eq!(run.rules("app.py"), [RETIRED]);
}

#[test]
fn a_module_that_too_many_import_is_come_to() {
    let mut files = vec![
        ("requirements.txt".to_owned(), "openai\n".to_owned()),
        ("engine/__init__.py".to_owned(), String::new()),
        ("engine/answers.py".to_owned(), "def reply(text):\n    return text\n".to_owned()),
        (
            "engine/warmup.py".to_owned(),
            "OLD_MODEL = \"gpt-4-32k\"\n\n\ndef warm(model=OLD_MODEL):\n    return model\n".to_owned(),
        ),
        (
            "main.py".to_owned(),
            "from engine.answers import reply\nfrom engine.part_7 import part_7\n\nprint(reply(part_7()))\n".to_owned(),
        ),
    ];
    files.extend((0..300).map(|number| {
        let text = format!("from engine.warmup import warm\n\n\ndef part_{number}():\n    return warm()\n");
        (format!("engine/part_{number}.py"), text)
    }));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    assert_eq!(checked(&files).rules("engine/warmup.py"), [RETIRED]);
}
