// Starts `model-lint lsp` and hands it the settings; everything else is the server's.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const SECTION = "model-lint";

/** What the server reads; the same files as on the command line. */
const LANGUAGES = [
  "python",
  "typescript",
  "typescriptreact",
  "javascript",
  "javascriptreact",
  "vue",
  "svelte",
  "astro",
  "yaml",
  "dockercompose",
  "dotenv",
  "json",
  "jsonc",
  "jsonl",
  "toml",
];

/** @type {import("vscode-languageclient").DocumentSelector} */
const DOCUMENTS = [
  ...LANGUAGES.flatMap((language) => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]),
  // Where no extension knows these files they are plain text, or properties.
  { scheme: "file", pattern: "**/{.env,.env.*,*.env,*.prompt}" },
];

/** @type {LanguageClient | undefined} */
let client;

function settings() {
  return vscode.workspace.getConfiguration(SECTION);
}

async function start() {
  const command = settings().get("path") || "model-lint";
  client = new LanguageClient(
    SECTION,
    "model-lint",
    { command, args: ["lsp"] },
    {
      documentSelector: DOCUMENTS,
      initializationOptions: { ...settings() },
      synchronize: { configurationSection: SECTION },
    },
  );
  try {
    await client.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `model-lint: \`${command} lsp\` does not start: ${reason}`;
    vscode.window.showErrorMessage(`${message}. Install model-lint, or set model-lint.path.`);
  }
}

async function restart() {
  await stop();
  await start();
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop().catch(() => undefined);
}

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("model-lint.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.path`)) {
        restart();
      }
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
