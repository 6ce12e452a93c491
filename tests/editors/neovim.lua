-- Neovim as a client of the server, headless: `scripts/check-neovim` runs this.
-- Diagnostics, changes in ranges, code actions, hover, completion and settings go through the editor's own client.

local server, folder = vim.env.MODEL_LINT, vim.env.FOLDER

local function fail(what, found)
  io.stderr:write("neovim: " .. what .. ": " .. vim.inspect(found) .. "\n")
  vim.cmd("cquit 1")
end

local function expect(what, found, wanted)
  if not vim.deep_equal(found, wanted) then
    fail(what .. ", wanted " .. vim.inspect(wanted), found)
  end
end

local function write(name, lines)
  vim.fn.writefile(lines, folder .. "/" .. name)
end

write("a.py", {
  "from openai import OpenAI",
  "client = OpenAI()",
  "x = '\u{1F600}'; y = client.chat.completions.create(model='gpt-4-32k')",
})
vim.cmd("edit " .. folder .. "/a.py")

local client = vim.lsp.start_client({
  name = "model-lint",
  cmd = { server, "lsp" },
  root_dir = folder,
  workspace_folders = { { uri = vim.uri_from_fname(folder), name = "folder" } },
  init_options = { asOf = "2026-11-23" },
})
vim.lsp.buf_attach_client(0, client)

local function codes()
  return vim.tbl_map(function(d) return (d.code or d.user_data.lsp.code) .. " " .. d.lnum .. ":" .. d.col end, vim.diagnostic.get(0))
end

local function wait_for(what, wanted)
  local same = function() return vim.deep_equal(codes(), wanted) end
  if not vim.wait(20000, same, 20) then
    fail("diagnostics " .. what .. ", wanted " .. vim.inspect(wanted), codes())
  end
end

-- Columns of Neovim count bytes: places were converted on both sides and agree.
wait_for("on open", { "retired-model 2:54" })

-- A change of one range, behind a character of four bytes.
vim.api.nvim_buf_set_text(0, 2, 54, 2, 63, { "GPT-5.6-luna" })
wait_for("after a change", { "model-casing 2:54" })

local function request(method, params)
  local answer, problem = vim.lsp.buf_request_sync(0, method, params, 20000)
  if not answer or not answer[client] or answer[client].err then
    fail(method, problem or answer)
  end
  return answer[client].result
end

local function at(line, character)
  return { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line, character = character } }
end

-- The preferred fix, applied by the editor.
local here = { start = { line = 2, character = 0 }, ["end"] = { line = 2, character = 99 } }
local params = { textDocument = vim.lsp.util.make_text_document_params(), range = here, context = { diagnostics = {} } }
local preferred = vim.tbl_filter(function(action) return action.isPreferred end, request("textDocument/codeAction", params))
expect("preferred actions", #preferred, 1)
local units = vim.lsp.get_client_by_id(client).offset_encoding
vim.lsp.util.apply_workspace_edit(preferred[1].edit, units)
expect("line after the fix", vim.api.nvim_buf_get_lines(0, 2, 3, true)[1],
  "x = '\u{1F600}'; y = client.chat.completions.create(model='gpt-5.6-luna')")
wait_for("after the fix", {})

-- Hover and completion.
local hover = request("textDocument/hover", at(2, 56))
expect("hover", hover.contents.value:match("^`gpt%-5%.6%-luna`: OpenAI") ~= nil, true)
vim.api.nvim_buf_set_lines(0, -1, -1, true, { "client.embeddings.create(model='" })
local items = request("textDocument/completion", at(3, 32)).items
local labels = vim.tbl_map(function(item) return item.label end, items)
expect("an embedding is offered", vim.tbl_contains(labels, "text-embedding-3-small"), true)
expect("a chat model is offered", vim.tbl_contains(labels, "gpt-5.6-luna"), false)

-- An ignore comment, and settings that change.
vim.api.nvim_buf_set_lines(0, 3, 4, true, { "MODEL = 'gpt-4-32k'" })
wait_for("of a setting", { "retired-model 3:9" })
vim.lsp.get_client_by_id(client).notify("workspace/didChangeConfiguration", { settings = { ["model-lint"] = { asOf = "2024-01-01" } } })
wait_for("on another day", {})
vim.lsp.get_client_by_id(client).notify("workspace/didChangeConfiguration", { settings = { ["model-lint"] = { asOf = "2026-11-23" } } })
wait_for("on the first day", { "retired-model 3:9" })
params.range = { start = { line = 3, character = 9 }, ["end"] = { line = 3, character = 9 } }
local ignore = vim.tbl_filter(function(action) return action.title:match("^Ignore") end, request("textDocument/codeAction", params))
expect("ignore actions", #ignore, 1)
vim.lsp.util.apply_workspace_edit(ignore[1].edit, units)
wait_for("after the comment", {})

-- What the editor shows is what the command line says of the saved text.
vim.api.nvim_buf_set_lines(0, 3, 4, true, { "MODEL = 'gpt-4-32k'", "OTHER_MODEL = 'gpt4o'" })
wait_for("of both", { "retired-model 3:9", "unknown-model 4:15" })
vim.cmd("silent write")
-- A run judges the project in which one stands.
vim.cmd("cd " .. folder)
local said = vim.fn.systemlist({ server, "--as-of", "2026-11-23", "--output-format", "jsonl", "--quiet", folder })
local lines = vim.tbl_map(function(line)
  local record = vim.json.decode(line)
  return record.rule .. " " .. (record.line - 1) .. ":" .. (record.column - 1)
end, said)
expect("the command line", lines, codes())

vim.lsp.stop_client(client)
if not vim.wait(20000, function() return vim.lsp.client_is_stopped(client) end, 20) then
  fail("the server stops", false)
end
io.stdout:write("neovim: the server did what an editor needs\n")
vim.cmd("qall!")
