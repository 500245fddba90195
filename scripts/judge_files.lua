-- The judge files of an evaluation: which it names, and those loaded.
local experts = require "experts"
local files = require "files"
local fits = require "fits"
local judging = require "judging"
local lfs = require "lfs"
local meant = require "meant"
local words = require "words"

local M = {}

---What is said of a judge that is not there.
---@param names string[] those there are
function M.none(name, names)
  local say = words.here()
  return say("judges_none", name, meant(name, names, say("there_are", table.concat(names, ", "))))
end

-- Judges that are named and are not there, each at its line.
local function missing(file, names, folder)
  local known, lines = {}, {}
  for i, one in ipairs(experts.all("judge", folder)) do known[i] = one.name end
  for _, name in ipairs(names) do
    if not lfs.attributes(experts.source("judge", name, folder), "mode") then
      lines[#lines + 1] = ("%s: %s"):format(fits.place(file, name), M.none(name, known))
    end
  end
  return lines[1] and table.concat(lines, "\n") or nil
end

---The judge files that an evaluation file names, or those of its folder and ours.
---@param file table the loaded evaluation file
---@param folder string the one it stands in
---@return { name: string, path: string }[]|nil
---@return string? problem
---@return string? code
function M.named(file, folder)
  local names, found = file.settings.judges, {}
  if type(names) ~= "table" then return experts.all("judge", folder, names and files.beside(folder, names)) end
  local problem = missing(file, names, folder)
  if problem then return nil, problem, "evaluation_file" end
  for i, name in ipairs(names) do found[i] = { name = name, path = experts.source("judge", name, folder) } end
  return found
end

-- Only judges that ask a model need one.
local function with_models(record, judges)
  if #record.judge_models > 0 then return judges end
  for _, judge in ipairs(judges) do
    if not judging.no_model(judge) then
      return nil, words.here()("evaluation_no_judge_model", record.path, judge.name), "evaluation_file"
    end
  end
  return judges
end

---Loads the judges of a record. One that marks only where it is named is left out, of the record too, when nobody named
---it.
---@param record table
---@return table[]|nil judges
---@return string? problem
---@return string? code
function M.load(record)
  local loaded, problem, code = experts.load_all("judge", record.judges)
  if not loaded then return nil, problem, code end
  if record.chosen then return with_models(record, loaded) end
  local judges, kept = {}, {}
  for i, judge in ipairs(loaded) do
    if judge.settings.by_default then
      judges[#judges + 1], kept[#kept + 1] = judge, record.judges[i]
    else
      experts.drop(judge)
    end
  end
  record.judges = kept
  return with_models(record, judges)
end

return M
