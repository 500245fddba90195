---@meta viva.stats
-- The rest of viva.stats for editors: comparisons, prediction-powered inference, judges, points. See viva_stats.lua.
error("only for editors")

local stats = {}

---@class stats.Paired first minus second
---@field difference number
---@field se number?
---@field low number?
---@field high number?
---@field t number?
---@field p number?
---@field n integer
---@field clusters integer

---@class stats.Ppi
---@field estimate number
---@field se number
---@field low number
---@field high number
---@field lambda number? how much the judge counts, 0 to 1
---@field human number? mean of the ratings alone
---@field judge number mean of the judge's scores
---@field effective number? ratings alone that would be as sure (rates)
---@field n integer rated
---@field others integer not rated
---@field strata table[]? the same for each stratum, with weight, sd and allocation

---@class stats.Slope
---@field slope number
---@field se number
---@field low number
---@field high number
---@field p number?
---@field n integer
---@field clusters integer
---@field partial_spearman number?

-- host/lua_compare.c
---@param first Numbers
---@param second Numbers
---@param options { clusters: Clusters?, confidence: number? }?
---@return stats.Paired?, string?, string?
function stats.paired(first, second, options) end

---@param differences Numbers
---@param options { clusters: Clusters?, draws: integer?, seed: integer? }?
---@return number? p, { exact: boolean, clusters: integer }|string about
function stats.sign_flip(differences, options) end

---@param only_first integer
---@param only_second integer
---@return number? p, { chi2: number, p: number }|string with_correction
function stats.mcnemar(only_first, only_second) end

---@param differences Numbers
---@return { plus: number, minus: number, p: number, n: integer, exact: boolean }?, string?, string?
function stats.wilcoxon(differences) end

---@param p Numbers
---@return stats.Pack adjusted
function stats.holm(p) end
stats.benjamini_hochberg = stats.holm

---@param models Numbers[] scores over the same items
---@param options { clusters: Clusters?, alpha: number? }?
---@return table? ranks { models = { { low, high, mean } }, pairs = { { ..., p_holm, significant } }, groups }
function stats.ranks(models, options) end

---@param plan table { delta, omega2, sigma2_a, sigma2_b, k_a, k_b, alpha, power }
---@return number questions
function stats.sample_size(plan) end

-- host/lua_ppi.c
---@param ratings Numbers false where no physician rated
---@param scores Numbers the judge's, of every item
---@param options { clusters: Clusters?, strata: Clusters?, lambda: number?, confidence: number? }?
---@return stats.Ppi?, string?, string?
function stats.ppi(ratings, scores, options) end

--- Of these very items. With few ratings its interval holds the truth far too seldom; the estimate may leave 0 to 1.
---@param ratings Numbers
---@param scores Numbers
---@param options { clusters: Clusters?, lambda: number?, tuned: boolean?, confidence: number? }?
---@return stats.Ppi?, string?, string?
function stats.ppi_finite(ratings, scores, options) end

---@param ratings Numbers 0, 1 or false
---@param scores Numbers 0 to 1
---@param options { clusters: Clusters?, confidence: number? }?
---@return stats.Ppi?, string?, string?
function stats.ppi_rate(ratings, scores, options) end

---@param uncertainty Numbers not negative
---@param options { budget: number, tau: number? } budget: share of the items to rate
---@return stats.Pack? probabilities
function stats.active_probabilities(uncertainty, options) end

---@param uncertainty Numbers
---@param errors Numbers rating minus score, of past labels
---@param options { budget: number }
---@return number? tau
function stats.active_tau(uncertainty, errors, options) end

---@param ratings Numbers
---@param scores Numbers
---@param probabilities Numbers with which each item was drawn
---@param options { confidence: number? }?
---@return stats.Ppi?, string?, string?
function stats.active(ratings, scores, probabilities, options) end

-- host/lua_judges.c
---@param rounds Numbers[] scores of the same items
---@return table? retest { within_sd, repeatability, exact, between, noise_of_mean, se, rounds_needed }
function stats.retest(rounds) end

---@param values Numbers by item, sample, judge, round
---@param design { items: integer, samples: integer?, judges: integer?, rounds: integer? }
---@return table? variances { item, sample, judge, item_judge, sample_judge, residual }
function stats.components(values, design) end

---@param scores Numbers
---@param lengths Numbers above 0
---@param human Numbers
---@param options { clusters: Clusters?, confidence: number? }?
---@return stats.Slope?, string?, string?
function stats.length_bias(scores, lengths, human, options) end

---@param scores Numbers
---@param lengths Numbers
---@param items Clusters
---@param models Clusters
---@param options { confidence: number? }?
---@return stats.Slope?, string?, string?
function stats.length_bias_within(scores, lengths, items, models, options) end

---@param scores Numbers
---@param human Numbers
---@param own Numbers 1 where judge and model are of one family
---@param options { clusters: Clusters?, confidence: number? }?
---@return stats.Slope?, string?, string?
function stats.self_preference(scores, human, own, options) end

---@param scores Numbers
---@param human Numbers
---@param options { clusters: Clusters?, confidence: number? }?
---@return { shift: number, se: number?, low: number?, high: number?, sd_ratio: number? }?, string?, string?
function stats.severity(scores, human, options) end

---@param ratings Numbers
---@param options { scale: number[]? }?
---@return table? use { missing, { level, count, share }, ... }
function stats.scale_use(ratings, options) end

---@param scores Numbers of junk answers
---@param floor number
---@param options { confidence: number? }?
---@return { caught: integer, n: integer, rate: number, low: number, high: number }?, string?, string?
function stats.floor(scores, floor, options) end

---@param consistent integer
---@param first integer went to the first both times
---@param second integer
---@param options { confidence: number? }?
---@return { consistency: number, p: number?, primacy: number?, low: number?, high: number? }?, string?, string?
function stats.position(consistent, first, second, options) end

-- host/lua_points.c
---@param points Numbers[] for each point its answers: 1, 0, or false where it does not apply
---@return table? points { alpha, complete, { difficulty, item_rest, discrimination, alpha_if_dropped, applies, flags }}
function stats.points(points) end

---@param judge Numbers[]
---@param human Numbers[]
---@return table[]? points { n, differ, rate, share, kappa, ac1, only_judge, only_human, direction, p, p_holm }
function stats.disagreement(judge, human) end

---@param rounds Numbers[]
---@param options { threshold: number?, step: number?, scale: number[]?, confidence: number? }?
---@return table? edge { within_sd, expected_flips, means, flips, just_usable (mean >= threshold, < threshold + step),
---just_below (mean < threshold, >= threshold - step), rates }
function stats.knife_edge(rounds, options) end

return stats
