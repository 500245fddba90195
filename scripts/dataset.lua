-- A dataset is a folder: dataset.json says what it is, items.jsonl holds one item a line (dataset_check.lua says what
-- an item is). It is read whole and checked whole, or not at all.
local check = require "dataset_check"
local digest = require "viva.digest"
local files = require "files"
local findings = require "findings"
local json = require "json"
local jsonl = require "jsonl"
local lfs = require "lfs"
local meant = require "meant"
local textfile = require "textfile"
local words = require "words"

local M = {}

local function is_words(value)
  if type(value) == "string" then return true end
  return type(value) == "table" and (type(value.en) == "string" or type(value.zh) == "string")
end

local about_fields = {
  name = { function(v) return type(v) == "string" and v:find("^[%w_.-]+$") end, "letters, digits, '-', '_' and '.'" },
  title = { is_words, "text, or { \"en\": text, \"zh\": text }" },
  notes = { is_words, "text, or { \"en\": text, \"zh\": text }" },
  source = { function(v) return type(v) == "string" end, "text" },
  validated = { function(v) return type(v) == "boolean" end, "true or false" },
  original = { function(v) return type(v) == "table" end, "what `viva data import` wrote" },
}

local function both_languages(said)
  if type(said) == "string" then return { en = said, zh = said } end
  return said and { en = said.en or said.zh, zh = said.zh or said.en }
end

local function about_names()
  local names = {}
  for name in pairs(about_fields) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local function check_about(about, found)
  for key, value in pairs(about) do
    local field = about_fields[key]
    if not field then
      findings.problem(found, nil, nil, words.here()("dataset_no_setting", key, meant(key, about_names())))
    elseif not field[1](value) then
      findings.problem(found, nil, nil, ("'%s' should be %s"):format(key, field[2]))
    end
  end
  if about.name == nil then findings.problem(found, nil, nil, "'name' is missing") end
end

local function read_about(path)
  local s, problem, code = textfile.read(path)
  if not s then return nil, problem, code end
  local about
  about, problem, code = json.decode(s)
  if about == nil then return nil, ("%s: %s"):format(path, problem), code end
  local found = findings.new(path)
  if type(about) ~= "table" then return nil, ("%s: this should be an object with a name"):format(path), "data" end
  check_about(about, found)
  if #found.problems > 0 then return findings.fail(found) end
  about.title, about.notes = both_languages(about.title or about.name), both_languages(about.notes)
  return about
end

local function read_items(path)
  local s, bytes, code = textfile.read(path)
  if not s then return nil, bytes, code end
  local found = findings.new(path)
  local entries = jsonl.read(s, found)
  check.items(entries, found)
  if #entries == 0 and #found.problems == 0 then findings.problem(found, nil, nil, "there is no item in this file") end
  if #found.problems > 0 then return findings.fail(found) end
  return entries, digest.hex(digest.sha256(bytes)), findings.notes(found)
end

-- What follows a local round repeats it, so the whole conversation stays local.
local function keep_local(conversation)
  local held = false
  for _, item in ipairs(conversation.items) do held = held or item.local_only end
  for _, item in ipairs(conversation.items) do item.local_only = held or nil end
end

---Groups items, in the order their conversations begin; rounds in order.
---@param items table[]
---@return { key: string, category: string, items: table[] }[]
function M.conversations(items)
  local list, by_key = {}, {}
  for _, item in ipairs(items) do
    local key = ("%s/%s"):format(item.category, item.group)
    if not by_key[key] then
      by_key[key] = { key = key, category = item.category, items = {} }
      list[#list + 1] = by_key[key]
    end
    table.insert(by_key[key].items, item)
  end
  for _, conversation in ipairs(list) do
    table.sort(conversation.items, function(a, b) return a.round < b.round end)
    keep_local(conversation)
  end
  return list
end

---@param folder string
---@return table|nil set { name, title, notes, source, validated, digest, items, conversations, remarks }
---@return string? text every problem, one per line
---@return string? code
function M.load(folder)
  local about, about_problem, code = read_about(folder .. "/dataset.json")
  local entries, digest_or_problem, remarks = read_items(folder .. "/items.jsonl")
  if not entries then
    return nil, about and digest_or_problem or about_problem .. "\n" .. digest_or_problem, "data"
  end
  if not about then return nil, about_problem, code end
  local items = {}
  for i, entry in ipairs(entries) do items[i] = entry.item end
  return {
    name = about.name, title = about.title, notes = about.notes, source = about.source, original = about.original,
    validated = about.validated == true, digest = digest_or_problem, items = items,
    conversations = M.conversations(items), remarks = remarks,
  }
end

local function is_free(folder)
  if not lfs.symlinkattributes(folder, "mode") then return true end
  if lfs.attributes(folder, "mode") ~= "directory" then return false end
  for name in lfs.dir(folder) do
    if name ~= "." and name ~= ".." then return false end
  end
  return true
end

local function write_into(folder, about, items)
  local lines = {}
  for i, item in ipairs(items) do lines[i] = json.encode(item) .. "\n" end
  local done, problem = files.make_folder(folder)
  if done then done, problem = files.write(folder .. "/items.jsonl", table.concat(lines)) end
  if done then done, problem = files.write(folder .. "/dataset.json", json.encode(about, { indent = 2 }) .. "\n") end
  return done, problem
end

local function remove(folder)
  for _, name in ipairs { "items.jsonl", "dataset.json" } do os.remove(folder .. "/" .. name) end
  lfs.rmdir(folder)
end

---@param set { name: string, items: table[] }
---@param id string
---@return table|nil item
---@return string? problem naming the item that was probably meant, or the first
function M.find(set, id)
  local ids = {}
  for i, item in ipairs(set.items) do
    if item.id == id then return item end
    ids[i] = item.id
  end
  local say = words.here()
  return nil, say("show_no_item", set.name, tostring(id), meant(id, ids, ids[1] and say("show_first", ids[1])))
end

---Writes a dataset: the folder appears when it is complete and durable, or not at all.
---@param folder string which must not exist, or be empty
---@param about table what dataset.json says
---@param items table[]
---@return true|nil
---@return string? text
---@return string? code
function M.write(folder, about, items)
  folder = folder:gsub("(.)/+$", "%1")
  if not is_free(folder) then
    return nil, folder .. ": this exists already; choose another folder or remove it", "exists"
  end
  local beside = ("%s.new-%s"):format(folder, digest.hex(digest.random(4)))
  local done, problem = write_into(beside, about, items)
  if done then done, problem = files.move(beside, folder) end
  if done then return true end
  remove(beside)
  return nil, problem, "data"
end

return M
