//! How frameworks spell provider and model in one string, one row a spelling: where each leads.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use model_lint::catalog::schema::RulesFile;
use model_lint::catalog::{Catalog, Date, Form};
use model_lint::reference::{Context, Use};
use model_lint::resolve::{Reading, Resolver};
use model_lint::source::Span;

/// Names there are chosen by users, or nobody knows the platform: never judged.
const FREE: &str = "free";

/// A platform whose catalog anybody can add to, or a name that the catalog lacks: never wrong.
const UNHEARD: &str = "unheard of";

/// Framework, spelling, and `provider ID` or one of the above.
const ROWS: &[(&str, &str, &str)] = &[
    ("litellm", "gpt-4o", "openai gpt-4o"),
    ("litellm", "openai/gpt-4o", "openai gpt-4o"),
    ("litellm", "openai/responses/gpt-5.6", "openai gpt-5.6"),
    ("litellm", "text-completion-openai/davinci-002", "openai davinci-002"),
    ("litellm", "azure/my-deployment", FREE),
    ("litellm", "azure/gpt-4o", FREE),
    ("litellm", "azure/gpt5_series/mine", FREE),
    ("litellm", "anthropic/claude-opus-5", "anthropic claude-opus-5"),
    ("litellm", "bedrock/us.anthropic.claude-opus-4-8", "bedrock us.anthropic.claude-opus-4-8"),
    ("litellm", "bedrock/converse/us.anthropic.claude-opus-4-8", "bedrock us.anthropic.claude-opus-4-8"),
    ("litellm", "bedrock/us-gov-west-1/amazon.nova-pro-v1:0", "bedrock amazon.nova-pro-v1:0"),
    ("litellm", "bedrock/agent/mine", FREE),
    ("litellm", "vertex_ai/gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("litellm", "vertex_ai/claude-haiku-4-5@20251001", "vertex claude-haiku-4-5@20251001"),
    ("litellm", "gemini/gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("litellm", "mistral/mistral-large-2512", "mistral mistral-large-2512"),
    ("litellm", "codestral/codestral-2508", "mistral codestral-2508"),
    ("litellm", "cohere/command-a-03-2025", "cohere command-a-03-2025"),
    ("litellm", "cohere_chat/command-a-03-2025", "cohere command-a-03-2025"),
    ("litellm", "groq/openai/gpt-oss-120b", "groq openai/gpt-oss-120b"),
    ("litellm", "xai/grok-4.3", "xai grok-4.3"),
    ("litellm", "deepseek/deepseek-flash", "deepseek deepseek-flash"),
    ("litellm", "perplexity/sonar", "perplexity sonar"),
    ("litellm", "voyage/voyage-4", "voyage voyage-4"),
    (
        "litellm",
        "together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo",
        "together meta-llama/Llama-3.3-70B-Instruct-Turbo",
    ),
    ("litellm", "openrouter/anthropic/claude-haiku-4.5", UNHEARD),
    ("litellm", "github/openai/gpt-4o", "github-models openai/gpt-4o"),
    ("litellm", "ollama/llama3", FREE),
    ("litellm", "hosted_vllm/gpt-4", FREE),
    ("litellm", "litellm_proxy/gpt-4", FREE),
    ("litellm", "sagemaker/gpt-4", FREE),
    ("litellm", "nobody/gpt-4", FREE),
    ("dspy", "openai/gpt-4o", "openai gpt-4o"),
    ("dspy", "ollama_chat/llama3.2", FREE),
    ("crewai", "gemini/gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("crewai", "ollama/llama3.1", FREE),
    ("crewai", "gpt-4o", "openai gpt-4o"),
    ("aider", "openrouter/qwen/qwen-2.5-72b-instruct:free", UNHEARD),
    ("aider", "anthropic/claude-opus-5", "anthropic claude-opus-5"),
    ("langchain", "openai:gpt-4o", "openai gpt-4o"),
    ("langchain", "gpt-4o", "openai gpt-4o"),
    ("langchain", "google_genai:gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("langchain", "google_vertexai:gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("langchain", "azure_openai:gpt-4o", FREE),
    ("langchain", "bedrock_converse:amazon.nova-pro-v1:0", "bedrock amazon.nova-pro-v1:0"),
    ("langchain", "mistralai:mistral-large-2512", "mistral mistral-large-2512"),
    ("langchain", "ollama:llama3", FREE),
    ("langchain-js", "google-genai:gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("langchain-js", "google-vertexai:gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("langchain-js", "mistralai:mistral-large-2512", "mistral mistral-large-2512"),
    ("pydantic-ai", "openai:gpt-4o", "openai gpt-4o"),
    ("pydantic-ai", "openai-responses:gpt-5.6", "openai gpt-5.6"),
    ("pydantic-ai", "google:gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("pydantic-ai", "google-gla:gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("pydantic-ai", "google-cloud:gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("pydantic-ai", "google-vertex:gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("pydantic-ai", "gateway/groq:openai/gpt-oss-120b", "groq openai/gpt-oss-120b"),
    ("pydantic-ai", "bedrock:us.anthropic.claude-opus-4-8", "bedrock us.anthropic.claude-opus-4-8"),
    ("pydantic-ai", "test", UNHEARD),
    ("aisuite", "openai:gpt-4o", "openai gpt-4o"),
    ("aisuite", "ollama:llama3", FREE),
    ("any-llm", "mistral:mistral-large-2512", "mistral mistral-large-2512"),
    ("any-llm", "mistral/mistral-large-2512", "mistral mistral-large-2512"),
    ("instructor", "openai/gpt-4o", "openai gpt-4o"),
    ("instructor", "google/gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("instructor", "azure_openai/mine", FREE),
    ("openai-agents", "gpt-5.6", "openai gpt-5.6"),
    ("openai-agents", "openai/gpt-5.6", "openai gpt-5.6"),
    ("openai-agents", "litellm/anthropic/claude-opus-5", "anthropic claude-opus-5"),
    ("agno", "openai:gpt-4o", "openai gpt-4o"),
    ("agno", "azure-openai:gpt-4o", FREE),
    ("agno", "aws-bedrock:us.anthropic.claude-opus-4-8", "bedrock us.anthropic.claude-opus-4-8"),
    ("ai-sdk-gateway", "openai/gpt-4o", UNHEARD),
    ("ai-sdk-registry", "openai:gpt-4o", "openai gpt-4o"),
    ("openrouter", "openai/gpt-4o:free", UNHEARD),
    ("openrouter", "~anthropic/claude-opus-latest", UNHEARD),
    ("promptfoo", "openai:gpt-4o", "openai gpt-4o"),
    ("promptfoo", "openai:chat:gpt-4o", "openai gpt-4o"),
    ("promptfoo", "openai:responses:gpt-5.6", "openai gpt-5.6"),
    ("promptfoo", "openai:chat:ft:gpt-4o-mini:acme::A1", "openai gpt-4o-mini"),
    ("promptfoo", "openai:assistant:asst_1", FREE),
    ("promptfoo", "azure:chat:gpt-4o", FREE),
    ("promptfoo", "anthropic:messages:claude-opus-5", "anthropic claude-opus-5"),
    ("promptfoo", "anthropic:claude-opus-5", "anthropic claude-opus-5"),
    ("promptfoo", "bedrock:amazon.nova-pro-v1:0", "bedrock amazon.nova-pro-v1:0"),
    ("promptfoo", "bedrock:converse:amazon.nova-pro-v1:0", "bedrock amazon.nova-pro-v1:0"),
    ("promptfoo", "google:gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("promptfoo", "vertex:gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("promptfoo", "groq:openai/gpt-oss-120b", "groq openai/gpt-oss-120b"),
    ("promptfoo", "ollama:chat:llama3", FREE),
    ("promptfoo", "openrouter:openai/gpt-4o", UNHEARD),
    ("mastra", "openai/gpt-4o", "openai gpt-4o"),
    ("mastra", "perplexity/sonar", "perplexity sonar"),
    ("genkit", "googleai/gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("genkit", "vertexai/gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("dotprompt", "googleai/gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("dotprompt", "vertexai/gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("dotprompt", "openai/gpt-4", FREE),
    ("google-adk", "gemini-3.8-flash", "gemini gemini-3.8-flash"),
    ("google-adk", "apigee/mine", FREE),
    ("claude-code", "sonnet", UNHEARD),
    ("claude-code", "claude-opus-5[1m]", "anthropic claude-opus-5"),
    ("mirascope", "openai/gpt-4o", "openai gpt-4o"),
    ("beeai", "openai:gpt-4o", "openai gpt-4o"),
    ("beeai", "google-vertex:gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("beeai", "azure_openai:gpt-4o", FREE),
    ("beeai", "ollama:llama3", FREE),
    ("inspect", "openai/gpt-4o", "openai gpt-4o"),
    ("inspect", "google/vertex/gemini-3.8-flash", "vertex gemini-3.8-flash"),
    ("inspect", "anthropic/bedrock/us.anthropic.claude-opus-4-8", "bedrock us.anthropic.claude-opus-4-8"),
    ("inspect", "openai/azure/gpt-4o", FREE),
    ("inspect", "vllm/meta-llama/Llama-3.1-8B-Instruct", FREE),
    ("upsonic", "openai/gpt-4o", "openai gpt-4o"),
    ("upsonic", "azure/gpt-4o", FREE),
    ("mlflow", "openai:/gpt-4o", "openai gpt-4o"),
    ("mlflow", "endpoints:/mine", FREE),
    ("langroid", "gpt-4o", "openai gpt-4o"),
    ("langroid", "groq/openai/gpt-oss-120b", "groq openai/gpt-oss-120b"),
    ("langroid", "ollama/llama3", FREE),
    ("llamaindex-anthropic", "claude-4-5-sonnet", "anthropic claude-sonnet-4-5-20250929"),
    ("llamaindex-anthropic", "claude-haiku-4-5", "anthropic claude-haiku-4-5"),
    ("camel.types.ModelType", "GROQ_LLAMA_3_3_70B", "groq llama-3.3-70b-versatile"),
    ("camel.types.ModelType", "CLAUDE_3_HAIKU", "anthropic claude-3-haiku-20240307"),
];

/// Words for platforms and purposes, not strings with a model: a setting beside the model holds them.
const WORDS: [&str; 8] = ["provider-names", "flowise", "n8n", "graphrag", "haystack", "images", "actions", "purposes"];

fn led(framework: &str, text: &str) -> String {
    let resolver = Resolver { catalog: Catalog::bundled(), as_of: Date::parse("2026-11-23").unwrap() };
    let mut used = Use::new(Context::Argument, Span::default(), "create");
    (used.form, used.framework) = (Form::Route, framework.to_owned());
    match resolver.reading(text, &used) {
        Reading::Known(known) => format!("{} {}", known.model.provider().key(), known.model.id()),
        Reading::NotJudged => FREE.to_owned(),
        Reading::Unheard => UNHEARD.to_owned(),
        Reading::Wrong(wrong) => format!("wrong: {:?}", wrong.fault),
    }
}

#[test]
fn every_spelling_leads_where_it_should() {
    let wrong: Vec<String> = ROWS
        .iter()
        .filter_map(|(framework, text, expected)| {
            let led = led(framework, text);
            (led != *expected).then(|| format!("{framework}: {text} leads to {led}, not {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_framework_has_a_row() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/routes.yaml");
    let rules: RulesFile = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let listed: BTreeSet<String> =
        rules.routes.into_iter().map(|r| r.framework).filter(|f| !WORDS.contains(&f.as_str())).collect();
    let tested: BTreeSet<String> = ROWS.iter().map(|(framework, ..)| (*framework).to_owned()).collect();
    assert_eq!(listed, tested);
}
