---@meta viva.stats
-- The module viva.stats for editors that read LuaCATS. Formulas and their sources: the head of each host/lua_*.c named
-- below. Every function gives nil, reason, "undefined" where its result is not defined, and raises, naming an argument,
-- on a mistake.
error("only for editors")

---Packed numbers, ratings or clusters; wherever one is taken, a list is. `false` in a list: nothing rated.
---@alias Numbers stats.Pack|(number|false)[]
---@alias Clusters stats.Pack|(string|integer)[]

---@class stats.Pack #pack is its length, pack[i] an element
---@class stats.Crosstab counts of two raters over a scale: rows the first (the truth), columns the second

---@class stats.Coefficient
---@field value number
---@field se number? standard error
---@field se_null number? the same if raters were independent (kappa)
---@field low number?
---@field high number?
---@field observed number (weighted) agreement seen, 0 to 1
---@field chance number the same by chance

---@class stats.Agreement each measure, where it is defined; bias and absolute_error in units of the scale
---@field n number
---@field undefined table<string, string> why a measure is missing

---@class stats.Interval
---@field estimate number
---@field se number
---@field low number
---@field high number
---@field z0 number? BCa's correction of bias
---@field a number? BCa's acceleration
---@field levels number[] the two quantiles taken
---@field replicates stats.Pack? with the option replicates

---@class stats.Bootstrap
---@field clusters Clusters? units of resampling; each value alone without
---@field strata Clusters? clusters are drawn within these (categories)
---@field equal boolean? the plain mean of the strata's means, whatever their sizes (OP)
---@field draws integer? 2000
---@field seed integer? of xorshift64*; not 0
---@field method "bca"|"percentile"|nil
---@field widen boolean? levels for few clusters, by t (Hesterberg 2015)
---@field confidence number? 0.95
---@field replicates boolean? give them too

local stats = {}

-- host/lua_stats.c
---@param list (number|false)[]
---@param scale number[]? the declared scale, ascending, 2 to 128 levels; a value that it lacks raises
---@return stats.Pack
function stats.pack(list, scale) end

---@param list (string|integer)[] equal ones are one cluster
---@return stats.Pack
function stats.clusters(list) end

-- host/lua_agreement.c
---@param first Numbers the truth, where there is one
---@param second Numbers
---@param options { scale: number[]?, weights: Numbers? }? weights: one for each pair, such as 1/pi
---@return stats.Crosstab
function stats.crosstab(first, second, options) end

---@param counts number[][] rows
---@param scale number[]
---@return stats.Crosstab
function stats.crosstab_of(counts, scale) end

---@param rater Numbers columns
---@param others Numbers[] rows: one pair for each of their ratings
---@param options { scale: number[] }
---@return stats.Crosstab
function stats.against(rater, others, options) end

---@param raters Numbers[]
---@param options { scale: number[] }
---@return stats.Crosstab each rater against each other, in both orders
function stats.observers(raters, options) end

---@param counts stats.Crosstab
---@param from number
---@return stats.Crosstab two levels: 0 below `from`, 1 from it on
function stats.split(counts, from) end

---@param counts stats.Crosstab
---@return { n: number, scale: number[], rows: number[][] }
function stats.counts(counts) end

---@param counts stats.Crosstab
---@return stats.Agreement?, string?, string?
function stats.agreement(counts) end

---@param counts stats.Crosstab
---@param options { weights: "none"|"linear"|"quadratic"|"ordinal"|nil, confidence: number? }?
---@return stats.Coefficient?, string?, string?
function stats.kappa(counts, options) end

---@param counts stats.Crosstab
---@param options { weights: "none"|"linear"|"quadratic"|"ordinal"|nil, confidence: number? }?
---@return stats.Coefficient?, string?, string?
function stats.gwet(counts, options) end

---@param counts stats.Crosstab
---@return table? classes { accuracy, macro_f1, balanced_accuracy, mcc, { level, actual, said, precision, recall, f1 } }
function stats.classes(counts) end

---@param raters Numbers[] with missing ratings
---@param options { scale: number[], level: "nominal"|"ordinal"|"interval"|"ratio"|nil }
---@return number?, string?, string?
function stats.alpha(raters, options) end

---@param x Numbers
---@param y Numbers
---@return number? value, number|string|nil p two-sided
function stats.pearson(x, y) end
stats.spearman, stats.tau_b = stats.pearson, stats.pearson

---@param first Numbers
---@param second Numbers
---@return { bias: number, sd: number, low: number, high: number }?, string?, string?
function stats.bland_altman(first, second) end

---@param raters Numbers[]
---@param options { confidence: number? }?
---@return table? iccs { icc1 = { value, low, high }, icc2, icc3, undefined = {} }
function stats.icc(raters, options) end

-- host/lua_interval.c
---@param successes number
---@param n number
---@param options { confidence: number? }?
---@return number? low, number|string high
function stats.wilson(successes, n, options) end

---@param values Numbers
---@param options { clusters: Clusters?, confidence: number? }?
---@return { mean: number, se: number?, low: number?, high: number?, n: integer, clusters: integer }?, string?, string?
function stats.mean(values, options) end

---@param values Numbers
---@param p number 0 to 1
---@return number?, string?, string?
function stats.quantile(values, p) end

---@param values Numbers
---@param options stats.Bootstrap?
---@return stats.Interval?, string?, string?
function stats.bootstrap(values, options) end

---@param successes integer
---@param n integer
---@param options stats.Bootstrap? without clusters and strata
---@return stats.Interval?, string?, string?
function stats.bootstrap_rate(successes, n, options) end

---@param first Numbers
---@param second Numbers
---@param options stats.Bootstrap? and scale, and weights: one for each pair, such as 1/pi
---@return table? measures { kappa = { value, se, low, high, draws }, ..., undefined = { name = reason } }
function stats.bootstrap_agreement(first, second, options) end

return stats
