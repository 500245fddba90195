---@meta
-- luacheck: ignore 111 241
-- The words of `viva repl`, `viva lua FILE` and `viva -e CODE`, for editors; `viva help desk` tells more.

---@alias Convention "viva"|"script"|"paper"
---@alias Kind "model"|"group"|"category"|"subcategory"|"scene"|"difficulty"|"language"|"item"|"judge"

---@class Filter  which answers are meant; a text may be several in braces, a comparison is as in "<=2", "2..4" or 3
---@field model? string|string[]
---@field item? string|string[]
---@field conversation? string|string[]  as in "MK/5"
---@field category? string|string[]
---@field subcategory? string|string[]
---@field scene? string|string[]
---@field difficulty? string|string[]
---@field language? string|string[]
---@field state? string|string[]
---@field judge? string|number  the mean score
---@field physician? string|number  the physicians' mean score
---@field spread? string|number
---@field round? string|number
---@field sample? string|number
---@field unsafe? boolean
---@field cut? boolean
---@field empty? boolean
---@field refusal? boolean
---@field unreadable? boolean
---@field failed? boolean

---@class UsabilityOptions: Filter
---@field by? Kind  the short way to say what rows and columns are
---@field down? Kind|Kind[]
---@field across? Kind
---@field convention? Convention

---@class LeaderboardOptions: Filter
---@field convention? Convention

---@class CellOptions: Filter
---@field by? Kind|Kind[]
---@field convention? Convention

---@class Run
---@field name string
---@field models string[]
---@field dataset table[]  the items
---@field rows table[]  each { model, item, sample, answer, judgings, ratings }
---@field about table  what reports say of the run
local Run = {}

---@param options? UsabilityOptions
---@return table
function Run:usability(options) end

---@param options? LeaderboardOptions
---@return table
function Run:leaderboard(options) end

---@param options? CellOptions
---@return table[]
function Run:cells(options) end

---@param chosen Filter
---@return table[] rows
function Run:items(chosen) end

---@param chosen Filter
---@return Run
function Run:where(chosen) end

---@param name string  of a table that a report may show; each is a method of that name too
---@param options? table
---@return table
function Run:table(name, options) end

---@param options? { name?: string, format?: string, language?: "en"|"zh", convention?: Convention, to?: string }
---@return string|nil path
---@return string? problem
function Run:report(options) end

---@param item string
---@param model string
---@param sample? integer
---@return string|nil text
---@return string? problem
---@return string? code
function Run:answer(item, model, sample) end

---@return string
function Run:status() end

---@return string|nil status
---@return string? problem
---@return string? code
function Run:refresh() end

---@param on? boolean  false: no more
---@return string|nil status
function Run:follow(on) end

---@type Run
run = nil

---@return table[]
function runs() end

---@param name? string  a run's name or folder; the latest one when left out
---@return Run|nil
---@return string? problem
---@return string? code
function open(name) end

---@param value any  an item's id, or anything
---@param most? integer  rows
function show(value, most) end

---@param judge string|nil  a judge file's name or path
---@param item string
---@param answer? string  a text, or a model's name
---@return table judging
function try(judge, item, answer) end

---@param word? string
function help(word) end

---@type table  viva.stats
stats = nil

---@type table  viva.score
score = nil
