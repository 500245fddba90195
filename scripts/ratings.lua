-- Physicians' ratings: kept as text that can be read and compared, a line for each rating in the order they came. A
-- later line for the same thing by the same rater takes the place of an earlier one, and the earlier one stays.
--
--   OUT/ratings/DATASET.jsonl             what physicians said
--   OUT/ratings/simulated/DATASET.jsonl   what simulated raters said; never mixed with the others
--
-- A line: { item, model, sample, answer (digest of the text that was rated), rater, point?, dimension?, value (a whole
-- number, or "not_applicable" of a point), low, high, usable_from? (of the whole answer), sheet?, file, time }.
local changes = require "rating_changes"
local digest = require "viva.digest"
local files = require "files"
local findings = require "findings"
local jsonl = require "jsonl"
local json = require "json"
local lfs = require "lfs"
local opinions = require "opinions"
local sheets = require "sheets"
local task = require "task"
local textfile = require "textfile"

local M = {}

local WAIT, STEP = 30, 0.05 -- seconds that an import waits for another one
local DIGEST = 16 -- hexadecimal digits that tell texts apart

---@param simulated boolean
function M.path(out, dataset, simulated)
  return ("%s/ratings/%s%s.jsonl"):format(out, simulated and "simulated/" or "", dataset)
end

---What a rated text is known by: a rating is of one text, not of whatever a model says later.
function M.digest(text) return digest.hex(digest.sha256(text)):sub(1, DIGEST) end

local function target(rating) return ("%s\0%s\0%d"):format(rating.item, rating.model, rating.sample) end

---What a rating is of, and whose: two ratings of one key are an earlier and a later value.
function M.key(rating)
  return table.concat({ target(rating), rating.answer, rating.point or "", rating.dimension or "", rating.rater }, "\0")
end

---Every rating kept, the earlier values too.
---@return table[]|nil ratings in the order they came
---@return string? problem
---@return string? code
function M.read(path)
  if not lfs.attributes(path, "mode") then return {} end
  local s, problem, code = textfile.read(path)
  if not s then return nil, problem, code end
  local found, list = findings.new(path), {}
  for i, entry in ipairs(jsonl.read(s, found)) do
    list[i] = entry.item
    if not (entry.item.item and entry.item.rater and entry.item.answer and math.type(entry.item.sample)) then
      findings.problem(found, entry.line, nil, "this is no rating that Viva wrote")
    end
  end
  if #found.problems > 0 then return findings.fail(found) end
  return list
end

---The ratings that hold: of each key the last one, in the place of the first.
---@return table[] current
---@return table<string, table> by_key
function M.current(list)
  local current, place, by_key = {}, {}, {}
  for _, rating in ipairs(list) do
    local key = M.key(rating)
    place[key] = place[key] or #current + 1
    current[place[key]], by_key[key] = rating, rating
  end
  return current, by_key
end

---What of `fresh` is new, and what changes a value that is kept.
---@return table { added: table[], changed: { before: table, rating: table }[], unchanged: integer }
function M.compare(list, fresh)
  local _, by_key = M.current(list)
  local made = { added = {}, changed = {}, unchanged = 0 }
  for _, rating in ipairs(fresh) do
    local before = by_key[M.key(rating)]
    if not before then
      made.added[#made.added + 1] = rating
    elseif changes.same(before, rating) then
      made.unchanged = made.unchanged + 1
    else
      made.changed[#made.changed + 1] = { before = before, rating = rating }
    end
  end
  return made
end

local function wait_for_lock(handle)
  for _ = 1, WAIT / STEP do
    if lfs.lock(handle, "w") then return true end
    task.sleep(STEP)
  end
end

-- Two imports at once would each write what the other has not seen. The lock goes with the process that holds it.
local function locked(path, fn)
  local handle, problem = io.open(path .. ".lock", "a")
  if not handle then return nil, problem end
  if not wait_for_lock(handle) then
    handle:close()
    return nil, path .. ": another import is writing this file; try again when it has ended", "busy"
  end
  local made, why, code = fn()
  handle:close()
  return made, why, code
end

local function lines_of(list, out)
  for _, rating in ipairs(list) do
    local kept = {}
    for name, value in pairs(rating) do kept[name] = value end
    kept.line = nil
    out[#out + 1] = json.encode(kept) .. "\n"
  end
end

local function add(path, fresh, options)
  local list, problem, code = M.read(path)
  if not list then return nil, problem, code end
  local made = M.compare(list, fresh)
  if #made.changed > 0 and not options.replace then return nil, changes.told(made.changed, false), "changed" end
  local replaced = {}
  for i, one in ipairs(made.changed) do replaced[i] = one.rating end
  made.told = #replaced > 0 and changes.told(made.changed, true) or nil
  if #made.added + #replaced == 0 then return made end
  local out = { list[1] and files.read(path) or "" }
  lines_of(made.added, out)
  lines_of(replaced, out)
  local done
  done, problem, code = files.write(path, table.concat(out))
  if not done then return nil, problem, code end
  return made
end

---Keeps ratings: all of them or none; what is kept already stays as it is.
---@param fresh table[] of physicians, or of simulated raters, never of both
---@param options { replace: boolean? } whether a changed value takes the place of the one kept
---@return table|nil made { added, changed, unchanged, told? }
---@return string? problem
---@return string? code
function M.add(out, dataset, fresh, options)
  local path = M.path(out, dataset, fresh[1] and fresh[1].simulated or false)
  local made, problem = files.make_folder(path:match("^(.*)/"))
  if not made then return nil, problem end
  return locked(path, function() return add(path, fresh, options) end)
end

local function shown(rating)
  return { rater = rating.rater, value = rating.value, point = rating.point, dimension = rating.dimension,
    low = rating.low, high = rating.high, usable_from = rating.usable_from, sheet = rating.sheet,
    simulated = rating.simulated }
end

local function by_target(list)
  local found = {}
  for _, rating in ipairs(list) do
    local key = target(rating)
    found[key] = found[key] or {}
    table.insert(found[key], rating)
  end
  return found
end

-- Where sheets drew what was rated: by which chance they drew each answer of a row.
local function put_chances(rows, names, out)
  if not next(names) then return true end
  local known, problem = sheets.read(out)
  if not known then return nil, problem, "damaged" end
  local chance = sheets.chances(known, names)
  for _, row in ipairs(rows) do
    if row.answer.text then row.probability = chance(row, M.digest(row.answer.text)) end
  end
  return true
end

-- Marks of texts that come to nothing because some are missing.
local function incomplete_of(rows)
  local list = {}
  for _, row in ipairs(rows) do
    for _, one in ipairs(opinions.incomplete(row.ratings)) do
      list[#list + 1] = { item = row.item.id, model = row.model, rater = one.rater, lacks = one.lacks }
    end
  end
  return list
end

---Gives each row the ratings of its answer, as `row.ratings`.
---@param list table[] ratings that hold
---@return table about { count, elsewhere (of texts that these rows do not have), simulated, raters = names,
---sheets (by name), undrawn (ratings of answers that no sheet drew), incomplete = list of { item, model, rater,
---lacks = names of dimensions } }
function M.attach(rows, list)
  local found, about, seen = by_target(list), { count = 0, elsewhere = 0, raters = {}, sheets = {}, undrawn = 0 }, {}
  for _, row in ipairs(rows) do
    local own = found[target { item = row.item.id, model = row.model, sample = row.sample or 1 }]
    local known = own and row.answer.text and M.digest(row.answer.text)
    for _, rating in ipairs(own or {}) do
      if rating.answer == known then
        row.ratings = row.ratings or {}
        table.insert(row.ratings, shown(rating))
        about.count = about.count + 1
        about.simulated = about.simulated or rating.simulated or false
        if not seen[rating.rater] then table.insert(about.raters, rating.rater) end
        seen[rating.rater] = true
        if rating.sheet then about.sheets[rating.sheet] = true else about.undrawn = about.undrawn + 1 end
      else
        about.elsewhere = about.elsewhere + 1
      end
    end
  end
  table.sort(about.raters)
  about.incomplete = incomplete_of(rows)
  return about
end

---Attaches what is kept for a dataset: what physicians said, else what simulated raters said. Where sheets drew all
---that was rated, each row knows by which chance: `row.probability`.
---@return table|nil about as `attach` gives it
---@return string? problem
---@return string? code
function M.load(out, dataset, rows)
  local about
  for _, simulated in ipairs { false, true } do
    local list, problem, code = M.read(M.path(out, dataset, simulated))
    if not list then return nil, problem, code end
    about = M.attach(rows, (M.current(list)))
    if about.count > 0 then
      if about.undrawn > 0 then return about end
      local done
      done, problem, code = put_chances(rows, about.sheets, out)
      return done and about, problem, code
    end
  end
  return about
end

return M
