---@meta viva.score
-- What host/lua_score.c offers, for editors; the formulas and their sources stand there and in the engines' headers.

---@alias TokenRule "points"|"char"|"english"|"chinese"|"mixed"|"13a"|"zh"|"words"  told in host/tokens.h
---@alias RougeName "rouge1"|"rouge2"|"rougeL"|"rougeLsum"
---@alias Measure "rouge"|"f1"|"bleu"|"chrf"|"distance"|"similarity"|"lcs"|"ratio"|"exact"

---@class ScoreOptions
---@field tokens? TokenRule
---@field lowercase? boolean  for points, char, 13a, zh and words; the other rules fold case anyway

---@class RougeOptions: ScoreOptions
---@field measures? RougeName[]  default: rouge1, rouge2, rougeL

---@class BleuOptions: ScoreOptions
---@field order? integer  1-16, default 4
---@field smoothing? "none"|"floor"|"add-k"|"exp"  default exp
---@field value? number  of floor (0.1) and add-k (1)
---@field effective? boolean  leave out orders that the answer is too short for; default true, of a corpus false

---@class ChrfOptions
---@field characters? integer  1-16, default 6
---@field words? integer  0-4, default 0; 2 makes chrF++
---@field beta? number  default 2
---@field whitespace? boolean
---@field lowercase? boolean
---@field epsilon? boolean

---@class CoverageOptions
---@field tokens? TokenRule
---@field window? number  tokens looked at together, in lengths of the point; 1-1000, default 2

---@class Ratio
---@field precision? number  0-1; missing when the answer has no tokens
---@field recall number  0-1
---@field f number  0-1

---@class CorpusBleu
---@field score number  0-100
---@field brevity number  0-1
---@field precisions number[]  0-100, one for each order
---@field answer number  tokens
---@field reference number  tokens

---@class Coverage
---@field recall? number  0-1; missing when the point has no tokens
---@field passage? string  of the folded answer; missing when nothing of the point stands there

local M = {}

--- ROUGE (Lin 2004, as rouge_score computes it). Default tokens: mixed.
---@param answer string
---@param reference string
---@param options? RougeOptions
---@return table<RougeName, Ratio>? scores
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.rouge(answer, reference, options) end

--- F1 of the tokens as bags (SQuAD). Default tokens: mixed.
---@param answer string
---@param reference string
---@param options? ScoreOptions
---@return Ratio? score
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.f1(answer, reference, options) end

--- BLEU of a sentence (Papineni 2002; smoothings: Chen and Cherry 2014), 0-100. Default tokens: 13a.
---@param answer string
---@param reference string
---@param options? BleuOptions
---@return number? score
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.bleu(answer, reference, options) end

---@param answers string[]
---@param references string[]
---@param options? BleuOptions
---@return CorpusBleu? score
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.corpus_bleu(answers, references, options) end

--- chrF and chrF++ (Popović 2015, 2017), 0-100.
---@param answer string
---@param reference string
---@param options? ChrfOptions
---@return number? score
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.chrf(answer, reference, options) end

---@param answers string[]
---@param references string[]
---@param options? ChrfOptions
---@return number? score
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.corpus_chrf(answers, references, options) end

--- Levenshtein distance in tokens (Myers 1999, Hyyrö 2003). Default tokens: points.
---@param answer string
---@param reference string
---@param options? ScoreOptions
---@return integer? tokens
---@return string? text
---@return "memory"|nil code
function M.distance(answer, reference, options) end

--- 1 - distance / tokens of the longer text, 0-1. Default tokens: points.
---@param answer string
---@param reference string
---@param options? ScoreOptions
---@return number? similarity
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.similarity(answer, reference, options) end

--- Tokens of the longest common subsequence (Hyyrö 2004). Default tokens: points.
---@param answer string
---@param reference string
---@param options? ScoreOptions
---@return integer? tokens
---@return string? text
---@return "memory"|nil code
function M.lcs(answer, reference, options) end

--- 2 lcs / tokens of both, 0-1. Default tokens: points.
---@param answer string
---@param reference string
---@param options? ScoreOptions
---@return number? ratio
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.ratio(answer, reference, options) end

--- The same tokens in the same order. Default tokens: mixed.
---@param answer string
---@param reference string
---@param options? ScoreOptions
---@return boolean? same
---@return string? reason
---@return "undefined"|"memory"|nil code
function M.exact(answer, reference, options) end

--- For each point how much of it the best passage of the answer has, and the mean. Default tokens: mixed.
---@param answer string
---@param points string[]
---@param options? CoverageOptions
---@return Coverage[]? list
---@return number|string mean  or the reason
---@return "undefined"|"memory"|nil code
function M.coverage(answer, points, options) end

--- One value for each pair, on all cores: lists shaped as the measure's result, false where it is not defined.
---@param name Measure
---@param answers string[]
---@param references string[]
---@param options? table  the measure's, and threads (0-64; default 0: all cores)
---@return table? lists
---@return string? text
---@return "memory"|nil code
function M.batch(name, answers, references, options) end

--- What a text is cut into. Default tokens: mixed.
---@param text string
---@param options? ScoreOptions
---@return string[]? tokens
---@return string? reason
---@return "memory"|nil code
function M.tokens(text, options) end

return M
