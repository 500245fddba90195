-- Sheets for physicians: which answers are to be rated, drawn by known chances, under codes that do not tell the model.
--
--   OUT/ratings/sheets/NAME.json   what the codes stand for, and the chance of every answer that could be drawn
--   OUT/ratings/sheets/NAME.csv    what a physician fills in
--
-- Plan `active` draws an answer the likelier the less sure the judge is (viva.stats.active_probabilities, Zrnic and
-- Candes 2024): estimates then count each rating by 1/chance. With plan `random` all chances are alike. Both draw so
-- many, of each category its share: systematic sampling of an ordered list (Madow 1949).
local dice = require "sim.dice"
local digest = require "viva.digest"
local files = require "files"
local json = require "json"
local lfs = require "lfs"
local sheet_table = require "sheet_table"
local states = require "states"
local stats = require "viva.stats"

local M = {}

local LETTERS = "BCDFGHJKLMNPQRSTVWXZ" -- no vowels, so no words; no digits, so that no spreadsheet makes a number of it
local CODE, MOST_NAMES = 7, 9999
local TAU = 0.5 -- of the chances are alike: a judge that is unsure of the wrong answers then costs little

local function folder(out) return out .. "/ratings/sheets" end

---How unsure the judge is whether an answer is usable, from its scorings: 0 to 0.5, and never 0, for a judge that
---always says the same may always be wrong.
---@return number|nil nil without a readable score
function M.uncertainty(row, limits)
  local share, count = states.share_usable(row, limits)
  if not share then return nil end
  local smooth = (share * count + 0.5) / (count + 1)
  return math.min(smooth, 1 - smooth)
end

local function roll_of(row, name, seed)
  return dice.roll("sheet", name, tostring(seed), row.item.id, row.model, tostring(row.sample or 1))
end

-- The chance of each answer, which is what a sheet of n takes of it.
local function set_chances(list, options)
  local uncertainty = {}
  for i, one in ipairs(list) do uncertainty[i] = options.plan == "random" and 1 or one.uncertainty end
  local chances = stats.active_probabilities(uncertainty, { budget = math.min(1, options.n / #list), tau = TAU })
  for i, one in ipairs(list) do one.probability = chances[i] end
end

-- Walks through the categories, the answers of each in random order, and draws one wherever the sum of chances passes a
-- whole number (from a random start): every answer by its chance, every category by its share, as many as wanted.
local function draw_by_chance(list, start)
  local sorted, sum = table.move(list, 1, #list, 1, {}), start
  table.sort(sorted, function(a, b)
    local first, second = a.row.item.category, b.row.item.category
    if first ~= second then return first < second end
    return a.roll < b.roll
  end)
  for _, one in ipairs(sorted) do
    local after = sum + one.probability
    one.drawn, sum = math.floor(after) > math.floor(sum), after
  end
end

---Draws answers: of those with a text and a readable score.
---@param options { name: string, n: integer, seed: integer, plan: "active"|"random" }
---@return table[] list { row, uncertainty, probability, drawn }
function M.draw(rows, run, options)
  local list, limits = {}, states.limits(run)
  for _, row in ipairs(rows) do
    local uncertainty = row.answer.text and M.uncertainty(row, limits)
    if uncertainty then
      list[#list + 1] = { row = row, uncertainty = uncertainty, roll = roll_of(row, options.name, options.seed) }
    end
  end
  if #list == 0 then return list end
  set_chances(list, options)
  draw_by_chance(list, dice.roll("sheet", options.name, tostring(options.seed)))
  return list
end

local function code_of(name, row, taken)
  for try = 1, MOST_NAMES do
    local bytes = digest.identity { "code", name, row.item.id, row.model, tostring(row.sample or 1), tostring(try) }
    local letters = {}
    for i = 1, CODE do
      local at = bytes:byte(i) % #LETTERS + 1
      letters[i] = LETTERS:sub(at, at)
    end
    local code = table.concat(letters)
    if not taken[code] then return code end
  end
end

local function key_of(list, options, answer_digest)
  local frame = {}
  for i, one in ipairs(list) do
    frame[i] = { item = one.row.item.id, model = one.row.model, sample = one.row.sample or 1, code = one.code,
      answer = answer_digest(one.row.answer.text), probability = one.probability }
  end
  return json.encode({ name = options.name, run = options.run, dataset = options.dataset, created = options.created,
    plan = options.plan, wanted = options.n, seed = options.seed, frame = json.array(frame) }) .. "\n"
end

---A name that no sheet has yet.
function M.free_name(out, run)
  for number = 1, MOST_NAMES do
    local name = ("%s-%d"):format(run, number)
    if not lfs.attributes(("%s/%s.json"):format(folder(out), name), "mode") then return name end
  end
end

---Draws a sheet and keeps it: first what the codes stand for, then the table.
---@param options { out: string, name, n, seed, plan, run, dataset, created, language, points: boolean, to: string?,
---scale: fun(row): table?, digest: fun(text): string }
---@return table|nil made { drawn, frame, path }
---@return string? problem
function M.write(rows, run, options)
  local list, drawn, taken = M.draw(rows, run, options), {}, {}
  for _, one in ipairs(list) do
    if one.drawn then
      one.code = code_of(options.name, one.row, taken)
      taken[one.code], drawn[#drawn + 1] = true, one
    end
  end
  if #drawn == 0 then return nil, "no answer could be drawn: none has a text and a readable score" end
  table.sort(drawn, function(a, b) return a.code < b.code end)
  local path = options.to or ("%s/%s.csv"):format(folder(options.out), options.name)
  local done, problem = files.make_folder(folder(options.out))
  if done then
    done, problem = files.write(("%s/%s.json"):format(folder(options.out), options.name),
      key_of(list, options, options.digest))
  end
  if done then done, problem = files.write(path, sheet_table.text(drawn, rows, options)) end
  return done and { drawn = #drawn, frame = #list, path = path }, problem
end

---Reads what sheets stand for.
---@return table|nil sheets by name
---@return string? problem
function M.read(out)
  local found = {}
  if lfs.attributes(folder(out), "mode") ~= "directory" then return found end
  for entry in lfs.dir(folder(out)) do
    local path = folder(out) .. "/" .. entry
    local bytes, problem = entry:find("%.json$") and files.read(path) or nil, nil
    local sheet
    if bytes then sheet, problem = json.decode(bytes) end
    if bytes and not (sheet and sheet.frame) then return nil, ("%s: %s"):format(path, problem or "this is no sheet") end
    if sheet then found[sheet.name] = sheet end
  end
  return found
end

---The answers that codes stand for, of all sheets of a dataset.
---@return table<string, table> codes
function M.codes(sheets, dataset)
  local codes = {}
  for name, sheet in pairs(sheets) do
    for _, one in ipairs(sheet.dataset == dataset and sheet.frame or {}) do
      if one.code then
        codes[one.code] = { item = one.item, model = one.model, sample = one.sample, answer = one.answer, sheet = name }
      end
    end
  end
  return codes
end

---By which chance any of some sheets drew an answer.
---@param names table<string, boolean> the sheets whose ratings have come in
---@return fun(row: table, answer: string): number|nil of a row and the digest of its text
function M.chances(sheets, names)
  local missed = {}
  for name in pairs(names) do
    for _, one in ipairs(sheets[name] and sheets[name].frame or {}) do
      local key = ("%s\0%s\0%d\0%s"):format(one.item, one.model, one.sample, one.answer)
      missed[key] = (missed[key] or 1) * (1 - one.probability)
    end
  end
  return function(row, answer)
    local none = missed[("%s\0%s\0%d\0%s"):format(row.item.id, row.model, row.sample or 1, answer)]
    return none and 1 - none
  end
end

return M
