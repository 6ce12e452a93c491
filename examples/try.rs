use model_lint::*;
fn main() {
    let as_of = catalog::Date::parse("2026-11-23").unwrap();
    let mut s = config::Settings::new(std::path::PathBuf::from("."), as_of);
    let args: Vec<String> = std::env::args().skip(1).collect();
    let jsonl = args.iter().any(|a| a == "--jsonl");
    if args.iter().any(|a| a == "--pedantic") {
        s.pedantic = true;
    }
    let mut targets = vec![];
    for a in args.iter().filter(|a| !a.starts_with("--")) {
        if std::path::Path::new(a).is_file() {
            targets.push(project::Target { path: a.into(), shown: a.clone(), named: false, local: false });
            continue;
        }
        for e in ignore::WalkBuilder::new(a).hidden(false).build() {
            let e = e.unwrap();
            if e.file_type().is_some_and(|t| t.is_file()) {
                let p = e.path().to_string_lossy().into_owned();
                if p.contains("/.git/") {
                    continue;
                }
                if extract::extractor_of(&p).is_some() {
                    targets.push(project::Target { path: p.clone().into(), shown: p, named: false, local: false });
                }
            }
        }
    }
    targets.sort_by(|a, b| a.shown.cmp(&b.shown));
    let r = project::check(&s, catalog::Catalog::bundled(), &targets);
    for f in &r.findings {
        let d = &f.diagnostic;
        let l = f.location;
        if jsonl {
            let l = l.unwrap_or(report::Location { line: 1, column: 1, end_line: 1, end_column: 1, start: 0, end: 0 });
            println!(
                "{}",
                serde_json::json!({"path":f.path,"line":l.line,"column":l.column,"rule":d.rule.name(),"severity":d.severity.name(),"confidence":d.confidence.name(),"message":d.message,"model":d.facts.model,"context":d.facts.context})
            );
            continue;
        }
        println!(
            "{}:{}:{}: {}[{}] {} ({}, {})",
            f.path,
            l.map_or(0, |l| l.line),
            l.map_or(0, |l| l.column),
            d.severity.name(),
            d.rule.name(),
            d.message,
            d.confidence.name(),
            d.facts.context.unwrap_or("")
        );
        if !jsonl && std::env::var("HELP").is_ok() {
            if let Some(h) = &d.help {
                println!("    help: {h}");
            }
            for r in &f.related {
                println!("    {}:{} {}", r.location.line, r.location.column, r.message);
            }
            if let Some(x) = &d.fix {
                println!("    fix: {:?}", x);
            }
        }
    }
    eprintln!(
        "{} files, {} parsed, {} findings, hidden {:?}, skipped {}",
        r.summary.files,
        r.summary.parsed,
        r.findings.len(),
        r.summary.hidden,
        r.summary.skipped.len()
    );
}
