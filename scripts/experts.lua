-- Experts' files (judges, checklists, evaluations, reports, writers): found, read, and run in the box, a locked process
-- of its own. What is wrong with a file comes back as text, one problem a line: "judges/knowledge.lua:17: ...".
local box = require "viva.box"
local digest = require "viva.digest"
local files = require "files"
local lfs = require "lfs"
local meant = require "meant"
local plain = require "box.plain"
local points = require "points"
local task = require "task"
local text = require "viva.text"
local words = require "words"

local M = {}

local LOAD_SECONDS = 2
local SOURCE_MOST = 1 << 20 -- the box refuses much less than that, with a message
local CALL_SECONDS = { writer = 5, report = 5 }

---Where each kind of file lies: `folder` in a workspace, `shipped` among Viva's own.
M.places = {
  judge = { folder = "judges", shipped = "judges" },
  checklist = { folder = "checklists", shipped = "checklists" },
  rule = { folder = "checklists/rules", shipped = "checklists/rules" },
  comparison = { folder = "comparisons", shipped = "scripts/comparisons" },
  refine = { folder = "refine", shipped = "scripts/refine" },
  report = { folder = "reports", shipped = "scripts/reports" },
  writer = { folder = "writers", shipped = "scripts/writers" },
}

local running -- the box, once it is needed
local kept -- the last good version of each file, while it is to stay in force
local owners = setmetatable({}, { __mode = "k" }) -- file -> the box that has it

local function the_box()
  running = running or box.open(viva_root .. "/scripts")
  return running
end

-- What a file says about itself goes to a terminal: in plain words, and no escape sequences.
local function told(file, result, problem, ...)
  return result, problem and text.clean(plain.told(problem, file.path, file.language)), ...
end

local function listed(path, problems)
  local lines = {}
  for i, problem in ipairs(problems) do
    local place = problem.line and ("%s:%d"):format(path, problem.line) or path
    lines[i] = ("%s: %s"):format(place, problem.text)
  end
  return text.clean(table.concat(lines, "\n"))
end

local function finish(file, handle, settings)
  file.settings = settings
  if file.kind == "checklist" then points.name(settings.points) end
  if require("box.spec_" .. file.kind).stays then
    file.handle, owners[file] = handle, running
  else
    the_box():drop(handle)
  end
  return file
end

-- A file that is not there, with the nearest name of those that are.
local function missing(kind, path)
  local place, folder, name = M.places[kind], path:match("^(.-)[^/]*$"), path:match("([^/]+)%.lua$")
  if lfs.attributes(path, "mode") then return nil end
  local names = {}
  for _, one in ipairs(place and name and M.all(kind, ".", folder ~= "" and folder or ".") or {}) do
    names[#names + 1] = one.name
  end
  return words.here()("files_none", path, meant(name, names))
end

local function load_anew(kind, path, options)
  options = options or {}
  local source, problem = files.read(path)
  if not source then return nil, missing(kind, path) or problem, "file" end
  local file = { kind = kind, name = path:match("([^/]+)%.lua$") or path, path = path, source = source,
    digest = digest.hex(digest.sha256(source)), language = options.language or words.choose(nil, nil, words.locale()) }
  local handle, id = the_box():load(path, options.limit or LOAD_SECONDS, kind, path, source:sub(1, SOURCE_MOST),
    file.language)
  local result, told_why, why, printed = told(file, task.await(id))
  if result and result.settings then
    file.printed = printed
    return finish(file, handle, result.settings)
  end
  the_box():drop(handle)
  if result then return nil, listed(path, result.problems), kind .. "_file" end
  return nil, told_why, why
end

local function load_kept(kind, path, options)
  local before = kept.files[path]
  if before and files.read(path) == before.source then return before end
  local file, problem, code = load_anew(kind, path, options)
  if file then
    kept.files[path] = file
    if before and before.handle then table.insert(kept.old, before) end
    return file
  end
  kept.problems[path] = problem
  if before then return before end
  return nil, problem, code
end

---From now on the last good version of each file stays in force: where a newer one cannot be loaded, `load` gives that
---version and `problems` says, by path, what is wrong with the newer. A file that has not changed is not loaded again.
---@return table kept { problems: table<string, string>, old: table[] files whose place a newer one has taken }
function M.keep()
  kept = { files = {}, problems = {}, old = {} }
  return kept
end

---Loads a file; awaits.
---@param kind "judge"|"comparison"|"checklist"|"rule"|"evaluation"|"report"|"writer"|"refine"
---@param path string
---@param options? { language: string, limit: number }
---@return table|nil file { kind, name, path, source, digest, settings }
---@return string? problems one per line
---@return string? code
function M.load(kind, path, options)
  return (kept and load_kept or load_anew)(kind, path, options)
end

---Calls a function of a file's kind in the box; awaits.
---@param file table from `load`
---@param word string
---@return any result
---@return string? problem
---@return string? code
function M.call(file, word, ...)
  assert(running and owners[file] == running, "this file has no functions, or the box it was loaded into is closed")
  return told(file, task.await(the_box():call(file.handle, file.limit or CALL_SECONDS[file.kind] or 1, word, ...)))
end

---Forgets a file that is no longer needed; one that stays in force stays.
function M.drop(file)
  if kept and kept.files[file.path] == file then return end
  if running and owners[file] == running then running:drop(file.handle) end
  file.handle, owners[file] = nil, nil
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

---Where a file of that name is: in the workspace first, then among those shipped. Where there is none, the workspace's
---path, so that opening it names what was looked for.
---@param kind string
---@param name string without .lua
---@param directory string the workspace
---@return string path
function M.source(kind, name, directory)
  local own = files.beside(directory, ("%s/%s.lua"):format(M.places[kind].folder, name))
  local ours = ("%s/%s/%s.lua"):format(viva_root, M.places[kind].shipped, name)
  return not exists(own) and exists(ours) and ours or own
end

local function add_folder(found, seen, place)
  for file in lfs.dir(place) do
    local name = file:match("^([^%.].*)%.lua$")
    if name and not name:find("%.lua$") and not seen[name] then
      seen[name] = true
      found[#found + 1] = { name = name, path = ("%s/%s"):format(place, file) }
    end
  end
end

---All files of a kind, by name; one in the workspace takes the place of one shipped under the same name.
---@param kind string
---@param directory string the workspace
---@param folder string? where it keeps them, when not in the usual folder
---@return { name: string, path: string }[]
function M.all(kind, directory, folder)
  local found, seen = {}, {}
  local own = folder or files.beside(directory, M.places[kind].folder)
  for _, place in ipairs { own, ("%s/%s"):format(viva_root, M.places[kind].shipped) } do
    if lfs.attributes(place, "mode") == "directory" then add_folder(found, seen, place) end
  end
  table.sort(found, function(a, b) return a.name < b.name end)
  return found
end

---Loads files; all that is wrong with them comes at once.
---@param kind string
---@param list { name: string, path: string }[]
---@return table[]|nil files
---@return string? problems
---@return string? code
function M.load_all(kind, list)
  local loaded, problems = {}, {}
  for _, one in ipairs(list) do
    local file, problem = M.load(kind, one.path)
    if file then loaded[#loaded + 1] = file else problems[#problems + 1] = problem end
  end
  if #problems > 0 then return nil, table.concat(problems, "\n"), kind .. "_file" end
  return loaded
end

---Ends the box. It starts again when it is needed, but files must be loaded anew.
function M.close()
  if running then running:close() end
  running, kept = nil, nil
end

return M
