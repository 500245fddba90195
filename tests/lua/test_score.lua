-- viva.score: agreement with the reference implementations on ten thousand pairs (tests/data/score/make.py), properties,
-- failures.
local json = require "json"
local score = require "viva.score"

local M = {}

local TOLERANCE = 1e-9
local ROUGE = { "rouge1", "rouge2", "rougeL", "rougeLsum" }

local function golden()
  local rows = {}
  local unpacked = assert(io.popen("gzip -dc tests/data/score/pairs.jsonl.gz"))
  for line in unpacked:lines() do rows[#rows + 1] = assert(json.decode(line)) end
  assert(unpacked:close())
  assert(#rows == 10001, "ten thousand pairs, and the corpus")
  return rows, table.remove(rows).corpus
end

local rows, corpus = golden()

local function near(lu, ours, theirs, row, what)
  if ours == nil or math.abs(ours - theirs) > TOLERANCE then
    lu.fail(("%s: ours %s, theirs %s for %q against %q"):format(what, ours, theirs, row.answer, row.reference))
  end
end

-- Where the references say 0 of what is not defined, ours is missing.
local function check_rouge(lu, row, rule)
  local ours = score.rouge(row.answer, row.reference, { tokens = rule, measures = ROUGE }) or {}
  for i, name in ipairs(ROUGE) do
    for j, part in ipairs { "precision", "recall", "f" } do
      near(lu, (ours[name] or {})[part] or 0, row[rule][3 * i + j - 3], row, rule .. " " .. name .. " " .. part)
    end
  end
end

M["ROUGE agrees with rouge_score"] = function(lu)
  for _, row in ipairs(rows) do
    check_rouge(lu, row, "english")
    check_rouge(lu, row, "chinese")
  end
end

local BLEUS = {
  ["13a exp"] = {}, ["13a exp lower"] = { lowercase = true }, ["zh exp"] = { tokens = "zh" },
  ["char floor"] = { tokens = "char", smoothing = "floor" }, ["13a add-k"] = { smoothing = "add-k" },
  ["zh none"] = { tokens = "zh", smoothing = "none", effective = false },
  ["13a floor 2"] = { smoothing = "floor", value = 0.3, order = 2, effective = false },
}
local CHRFS = {
  ["chrf"] = {}, ["chrf++"] = { words = 2 }, ["chrf++ epsilon"] = { words = 2, epsilon = true },
  ["chrf3 lower space"] = { beta = 3, lowercase = true, whitespace = true, characters = 4 },
}

-- A final sigma, and an I with a dot, have lower cases of their own in Python; our pairs have the second.
local function lowered_alike(row, options)
  return not (options.lowercase and (row.answer .. row.reference):find("İ"))
end

M["BLEU and chrF agree with sacrebleu"] = function(lu)
  for _, row in ipairs(rows) do
    for name, options in pairs(BLEUS) do
      if lowered_alike(row, options) then
        near(lu, score.bleu(row.answer, row.reference, options) or 0, row.bleu[name], row, name)
      end
    end
    for name, options in pairs(CHRFS) do
      local ours = score.chrf(row.answer, row.reference, options)
      if ours and lowered_alike(row, options) then near(lu, ours, row.chrf[name], row, name) end
    end
  end
end

M["corpus scores agree with sacrebleu"] = function(lu)
  local answers, references = {}, {}
  for i, row in ipairs(rows) do answers[i], references[i] = row.answer, row.reference end
  local whole = { answer = "all", reference = "all" }
  near(lu, score.corpus_bleu(answers, references).score, corpus["13a exp"], whole, "13a exp")
  near(lu, score.corpus_bleu(answers, references, { tokens = "zh", smoothing = "floor" }).score, corpus["zh floor"],
    whole, "zh floor")
  for name, options in pairs(CHRFS) do
    local tolerance = options.lowercase and 0.05 or TOLERANCE -- for the same letters
    lu.assertAlmostEquals(score.corpus_chrf(answers, references, options), corpus[name], tolerance, name)
  end
end

M["distance, similarity, LCS and ratio agree with rapidfuzz"] = function(lu)
  for _, row in ipairs(rows) do
    lu.assertEquals(score.distance(row.answer, row.reference), row.distance)
    lu.assertEquals(score.lcs(row.answer, row.reference), row.lcs)
    near(lu, score.similarity(row.answer, row.reference) or 1, row.similarity, row, "similarity")
    near(lu, score.ratio(row.answer, row.reference) or 1, row.ratio, row, "ratio")
  end
end

M["a batch gives what the pairs give, whatever the threads"] = function(lu)
  local answers, references = {}, {}
  for i = 1, 300 do
    local row = rows[(i - 1) % #rows + 1]
    answers[i], references[i] = row.answer, row.reference
  end
  for _, name in ipairs { "bleu", "chrf", "distance", "lcs", "similarity", "ratio", "exact" } do
    for _, threads in ipairs { 1, 3 } do
      local list = score.batch(name, answers, references, { threads = threads })
      for i, value in ipairs(list) do lu.assertEquals(value, score[name](answers[i], references[i]) or false, name) end
      lu.assertEquals(#list, 300)
    end
  end
  local columns, bags = score.batch("rouge", answers, references), score.batch("f1", answers, references)
  for i = 1, 300 do
    local one = score.rouge(answers[i], references[i]) or {}
    lu.assertEquals(columns.rouge2.f[i], (one.rouge2 or {}).f or false)
    lu.assertEquals(columns.rougeL.precision[i], (one.rougeL or {}).precision or false)
    lu.assertEquals(bags.recall[i], columns.rouge1.recall[i])
  end
end

M["scores keep their bounds, and a text is like itself"] = function(lu)
  for _, row in ipairs(rows) do
    local a, r = row.answer, row.reference
    lu.assertEquals(score.distance(a, r), score.distance(r, a))
    lu.assertEquals(score.lcs(a, r), score.lcs(r, a))
    lu.assertEquals(score.distance(r, r), 0)
    for _, name in ipairs { "similarity", "ratio" } do
      local value = score[name](a, r) or 0
      lu.assertTrue(value >= 0 and value <= 1)
    end
    local own = score.rouge(r, r)
    if own then lu.assertAlmostEquals(own.rougeL.f, 1, TOLERANCE) end
    if own then lu.assertTrue(score.exact(r, r)) end
    local there, back = score.f1(a, r), score.f1(r, a)
    if there and back then lu.assertAlmostEquals(there.f, back.f, TOLERANCE) end
  end
end

M["what is not defined is nil with a reason"] = function(lu)
  for _, name in ipairs { "rouge", "f1", "bleu", "chrf", "exact" } do
    lu.assertEquals({ score[name]("a b", "") }, { nil, "the reference has no tokens", "undefined" })
  end
  lu.assertEquals({ score.similarity("", "") }, { nil, "neither text has tokens", "undefined" })
  lu.assertEquals({ score.ratio("", "") }, { nil, "neither text has tokens", "undefined" })
  lu.assertEquals(score.rouge("", "a b").rouge1, { recall = 0, f = 0 })
  lu.assertNil(score.rouge("a b", "a").rouge2)
  lu.assertEquals({ score.rouge("a b", "a", { measures = { "rouge2" } }) },
    { nil, "the reference has no tokens", "undefined" })
  lu.assertEquals({ score.corpus_bleu({ "a" }, { "" }) }, { nil, "no reference has tokens", "undefined" })
  lu.assertEquals({ score.coverage("a", { "。" }) }, { nil, "no point has tokens", "undefined" })
end

M["medical texts are cut into words, numbers, units and characters"] = function(lu)
  local cases = {
    { "患者服5mg/kg，2次", { "患", "者", "服", "5", "mg/kg", "2", "次" } },
    { "HbA1c≥６.5% (IL-6)", { "hba1c", "≥", "6.5", "%", "il-6" } },
    { "1,000 1,2,3 5，100 3.5.", { "1,000", "1", "2", "3", "5", "100", "3.5" } },
    { "10⁹/L 10^-9 m²", { "10^9", "l", "10^-9", "m2" } },
    { "38.5℃ 38°C x°", { "38.5", "°c", "38", "°c", "x", "°" } },
    { "COVID-19—don't well-\nknown", { "covid-19", "don't", "well", "known" } },
    { "e\u{301}tude ﬁn a\u{200B}b 👍🏻 **x** |y|", { "étude", "fin", "ab", "x", "y" } },
    { "カタカナー", { "カ", "タ", "カ", "ナ", "ー" } },
    { "\xFF\xC0a", { "a" } },
  }
  for _, case in ipairs(cases) do lu.assertEquals(score.tokens(case[1]), case[2]) end
  lu.assertEquals(score.tokens("A，3.5 中", { tokens = "chinese" }), { "a", "3", "5", "中" })
  lu.assertEquals(score.tokens("A b", { tokens = "points" }), { "A", " ", "b" })
  lu.assertEquals(score.tokens("(hi) 'x", { tokens = "words" }), { "(hi", ")", "'", "x" })
end

M["a point is found in its best passage"] = function(lu)
  local found, mean = score.coverage("应立即停药。每日监测血压和血糖，三天后复查肝功能。",
    { "监测血压", "复查肝功能", "外科手术治疗", "血糖监测", "。" })
  lu.assertEquals(found[1], { recall = 1.0, passage = "监测血压" })
  lu.assertEquals(found[2], { recall = 1.0, passage = "复查肝功能" })
  lu.assertEquals(found[3], { recall = 0.0 })
  lu.assertEquals(found[4].recall, 1.0)
  lu.assertEquals(found[5], {})
  lu.assertAlmostEquals(mean, 0.75, TOLERANCE)
  lu.assertEquals(score.coverage("a x x x x b", { "a b" }, { window = 1 })[1].recall, 0.5)
  lu.assertEquals(score.coverage("a x x x x b", { "a b" }, { window = 3 })[1].passage, "a x x x x b")
end

M["mistakes are named"] = function(lu)
  lu.assertErrorMsgContains("unknown option 'ordr'", score.bleu, "a", "b", { ordr = 2 })
  lu.assertErrorMsgContains("option 'order': a whole number", score.bleu, "a", "b", { order = 2.5 })
  lu.assertErrorMsgContains("option 'smoothing': one of none, floor", score.bleu, "a", "b", { smoothing = "x" })
  lu.assertErrorMsgContains("option 'measures'", score.rouge, "a", "b", { measures = { "rouge9" } })
  lu.assertErrorMsgContains("no measure 'x'", score.batch, "x", {}, {})
  lu.assertErrorMsgContains("as many references", score.batch, "bleu", { "a" }, {})
  lu.assertErrorMsgContains("a string expected at place 1", score.batch, "bleu", { 1 }, { "a" })
  lu.assertErrorMsgContains("#2", score.distance, "a")
end

M["a wrong argument is told by the name under which Viva's function is documented"] = function(lu)
  require "box.library" -- which knows the function too
  for _, name in ipairs { "rouge", "f1", "chrf", "exact", "similarity" } do
    lu.assertErrorMsgContains(("bad argument #2 to 'viva.score.%s'"):format(name), score[name], "a", nil)
  end
end

return M
