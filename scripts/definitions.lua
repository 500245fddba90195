-- LuaCATS definitions of the words of experts' files, for editors: scripts/meta/words/KIND.lua, generated from what the
-- loader checks (scripts/box/spec_KIND.lua) and from the help pages, so that an editor, `viva help WORD` and the loader
-- say the same. A test compares; `build/viva lua tests/write_definitions.lua` writes them anew.
local files = require "files"
local lfs = require "lfs"
local manual = require "manual"

local M = {}

local MOST_LINES = 250 -- of a file

local TYPES = {
  text = "string", number = "number", integer = "integer", ["yes or no"] = "boolean", texts = "string[]",
  ["text or texts"] = "string|string[]", ["text in languages"] = "string|{ en: string?, zh: string? }", table = "table",
  levels = "table<integer, string>|table<string, table<integer, string>>", ["function"] = "function",
}

---The kinds of experts' files, by name.
---@return string[]
function M.kinds()
  local found = {}
  for file in lfs.dir(viva_root .. "/scripts/box") do found[#found + 1] = file:match("^spec_(%w+)%.lua$") end
  table.sort(found)
  return found
end

-- A description under a name of its own.
local function named(name, described) return setmetatable({ name = name }, { __index = described }) end

local function class_name(kind, name) return ("viva.%s.%s"):format(kind, name) end

local function choices(list)
  local quoted = {}
  for i, one in ipairs(list) do quoted[i] = ("%q"):format(one) end
  return table.concat(quoted, "|")
end

local function type_of(kind, setting)
  local made = {}
  for i, word in ipairs(setting.words or {}) do made[i] = class_name(kind, word) end
  local by_words = table.concat(made, "|")
  if setting.type == "words" then return by_words end
  local own = TYPES[setting.type]
  if setting.one_of and type(setting.one_of[1]) == "string" then own = choices(setting.one_of) end
  if setting.type == "settings" then own = class_name(kind, setting.name) end
  if setting.type == "list" then own = ("(%s)[]"):format(type_of(kind, setting.each)) end
  return by_words ~= "" and own .. "|" .. by_words or own
end

local function short(help) return help and (help.en:gsub("%s*\n%s*", " ")) or "" end

-- The classes of what stands in braces: a setting's fields, and those of its fields.
local function add_classes(out, kind, setting)
  if setting.type == "list" then return add_classes(out, kind, named(setting.name, setting.each)) end
  if setting.type ~= "settings" then return end
  for _, field in ipairs(setting.fields) do add_classes(out, kind, field) end
  out[#out + 1] = "---@class " .. class_name(kind, setting.name)
  for _, field in ipairs(setting.fields) do
    local optional = field.required == true and "" or "?"
    local line = ("---@field %s%s %s  %s"):format(field.name, optional, type_of(kind, field), short(field.help))
    out[#out + 1] = line:gsub("%s+$", "")
  end
  out[#out + 1] = ""
end

-- What the help pages say of a word, in both languages, without the heading.
local function add_help(out, kind, name)
  for _, suffix in ipairs { ".md", ".zh.md" } do
    local page = files.read(("%s/scripts/help/%s%s"):format(viva_root, kind, suffix))
    local said = page and manual.section(page, name)
    for line in ((said or ""):gsub("^## [^\n]*\n+", ""):gsub("%s+$", "") .. "\n"):gmatch("(.-)\n") do
      out[#out + 1] = ("--- " .. line):gsub("%s+$", "")
    end
    if suffix == ".md" then out[#out + 1] = "---" end
  end
end

local function add_function(out, name, parameters)
  out[#out + 1] = ("function %s(%s) end\n"):format(name, parameters)
end

local function add_setting(out, kind, setting)
  add_help(out, kind, setting.name)
  local parameters = (setting.example or ""):match("^function " .. setting.name .. "%(([^)]*)%)")
  if parameters then return add_function(out, setting.name, parameters) end
  local own = type_of(kind, setting)
  out[#out + 1] = "---@type " .. own .. (setting.callable and ("|fun(value: %s)"):format(own) or "")
  out[#out + 1] = setting.name .. " = nil\n"
end

local function add_word(out, kind, word)
  out[#out + 1] = "---@class " .. class_name(kind, word.name) .. "\n"
  add_help(out, kind, word.name)
  if word.takes then
    out[#out + 1] = "---@param value " .. type_of(kind, named(word.name, word.takes))
    out[#out + 1] = "---@return " .. class_name(kind, word.name)
    return add_function(out, word.name, "value")
  end
  if word.of or type(word.value) == "function" then return add_function(out, word.name, "...") end
  out[#out + 1] = "---@type " .. class_name(kind, word.name)
  out[#out + 1] = word.name .. " = nil\n"
end

-- The definitions of a kind of file, each whole.
local function parts_of(kind)
  local spec, parts = require("box.spec_" .. kind), {}
  local function add(write, ...)
    local out = {}
    write(out, kind, ...)
    if #out > 0 then parts[#parts + 1] = table.concat(out, "\n") .. "\n" end
  end
  for _, word in ipairs(spec.words or {}) do
    if word.takes then add(add_classes, named(word.name, word.takes)) end
  end
  for _, setting in ipairs(spec.settings) do add(add_classes, setting) end
  for _, word in ipairs(spec.words or {}) do add(add_word, word) end
  for _, setting in ipairs(spec.settings) do add(add_setting, setting) end
  return parts
end

local function lines_of(part) return select(2, part:gsub("\n", "")) end

---The files of definitions of a kind: KIND.lua, and where that would be too long the rest in KIND_2.lua and so on: an
---editor takes the folder as a whole.
---@param kind string
---@return { name: string, text: string }[]
function M.files(kind)
  local about = ("-- The words of a %s file, for editors; generated by scripts/definitions.lua."):format(kind)
  local head = "---@meta\n" .. about .. "\n\n"
  local found, length = {}, math.huge
  for _, part in ipairs(parts_of(kind)) do
    if length + lines_of(part) > MOST_LINES then
      found[#found + 1] = { name = #found == 0 and kind or ("%s_%d"):format(kind, #found + 1), text = head }
      length = lines_of(head)
    end
    found[#found].text, length = found[#found].text .. part, length + lines_of(part)
  end
  for _, file in ipairs(found) do file.text = file.text:gsub("\n+$", "\n") end
  return found
end

return M
