-- Imports a file into a dataset folder: read, checked whole, written whole or not at all.
local check = require "dataset_check"
local dataset = require "dataset"
local digest = require "viva.digest"
local findings = require "findings"

local M = {}

local importers = {
  ["llmeval-med"] = function() return require "importers.llmeval_med" end,
  jsonl = function() return require "importers.jsonl" end,
  csv = function() return require "importers.csv" end,
  healthbench = function() return require "importers.healthbench" end,
}

---@return string[]
function M.formats() return { "llmeval-med", "jsonl", "csv", "healthbench" } end

local function base_name(path) return path:match("([^/]+)/*$") or path end

local function about_of(importer, options, bytes, items)
  local about, known = {}, importer.recognise and importer.recognise(items)
  for key, value in pairs(known or importer.about or {}) do about[key] = value end
  about.name = options.name or about.name or base_name(options.out):gsub("[^%w_.-]", "-")
  about.title = about.title or about.name
  about.validated = about.validated or false
  about.source = about.source or ("imported from %s"):format(base_name(options.file))
  about.original = { file = base_name(options.file), as = options.as, sha256 = digest.hex(digest.sha256(bytes)) }
  return about
end

local function checked(importer, options)
  local found = findings.new(options.file)
  local entries, bytes, code = importer.read(options.file, options, found)
  if not entries then return nil, bytes, code end
  check.items(entries, found)
  if #entries == 0 and #found.problems == 0 then findings.problem(found, nil, nil, "there is no item in this file") end
  if #found.problems > 0 then return findings.fail(found) end
  return entries, bytes, found
end

---@param options { file: string, as: string, out: string, name: string?, map: table?, language: string?,
---  separator: string? }
---@return { items: integer, conversations: integer, notes: string[] }|nil
---@return string? text every problem, one per line
---@return string? code
function M.run(options)
  local importer = importers[options.as]()
  local entries, bytes, found = checked(importer, options)
  if not entries then return nil, bytes, found end
  local items = {}
  for i, entry in ipairs(entries) do items[i] = entry.item end
  local written, problem, code = dataset.write(options.out, about_of(importer, options, bytes, items), items)
  if not written then return nil, problem, code end
  return { items = #items, conversations = #dataset.conversations(items), notes = findings.notes(found) }
end

return M
