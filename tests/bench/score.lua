-- Text scores, pairs a second on one core, from strings: build/viva lua tests/bench/score.lua
--
-- The texts are made here: some 300 tokens of English (1,800 bytes) or 300 Chinese characters, the answer a third
-- changed. Each figure is the median of five rounds over 64 different pairs; `batch` is one call for all of them, and
-- `cores` the same with a thread for each core.
local loop = require "viva.loop"
local score = require "viva.score"

local PAIRS, ROUNDS = 64, 5
local seed = 42

local function random(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n + 1
end

local function vocabulary(size, make)
  local words = {}
  for i = 1, size do words[i] = make(i) end
  return words
end

local function english_word()
  local letters = {}
  for i = 1, 2 + random(6) do letters[i] = string.char(96 + random(26)) end
  return table.concat(letters)
end

-- Common words are common: the product of two draws.
local function draw(words) return words[random(#words) * random(#words) // #words + 1] or words[1] end

local function text(words, length, joint)
  local parts = {}
  for i = 1, length do parts[i] = draw(words) end
  return parts, table.concat(parts, joint)
end

local function changed(parts, words, joint)
  local copy = {}
  for _, part in ipairs(parts) do
    local dice = random(12)
    if dice > 2 then copy[#copy + 1] = dice > 4 and part or draw(words) end
  end
  return table.concat(copy, joint)
end

local function pairs_of(words, length, joint)
  local answers, references = {}, {}
  for i = 1, PAIRS do
    local parts
    parts, references[i] = text(words, length, joint)
    answers[i] = changed(parts, words, joint)
  end
  return { answers, references }
end

-- By the processor's time on one core, so that a busy machine counts little; by the clock on all of them.
local function median_rate(work, clock)
  local rates = {}
  for i = 1, ROUNDS do
    local calls, start = 0, clock()
    repeat
      work()
      calls = calls + 1
    until clock() - start > 0.1
    rates[i] = calls * PAIRS / (clock() - start)
  end
  table.sort(rates)
  return rates[(ROUNDS + 1) // 2]
end

local function measure(name, measure_name, data, options)
  local single = median_rate(function()
    for i = 1, PAIRS do score[measure_name](data[1][i], data[2][i], options) end
  end, os.clock)
  local answers, references = {}, {}
  for i = 1, 16 * PAIRS do answers[i], references[i] = data[1][(i - 1) % PAIRS + 1], data[2][(i - 1) % PAIRS + 1] end
  local function batch(threads)
    local with = { threads = threads }
    for key, value in pairs(options or {}) do with[key] = value end
    return 16 * median_rate(function() score.batch(measure_name, answers, references, with) end,
      threads == 1 and os.clock or loop.now)
  end
  print(("%-34s %9.0f %9.0f %9.0f"):format(name, single, batch(1), batch(0)))
end

local english = pairs_of(vocabulary(1500, english_word), 300, " ")
local chinese = pairs_of(vocabulary(1200, function(i) return utf8.char(0x4E00 + i * 7) end), 300, "")

print(("%-34s %9s %9s %9s"):format("pairs a second", "single", "batch", "cores"))
measure("Levenshtein, 300 characters zh", "distance", chinese)
measure("Levenshtein, 1,800 characters en", "distance", english)
measure("LCS, 300 characters zh", "lcs", chinese)
for _, case in ipairs { { "en", english, "english" }, { "zh", chinese, "chinese" }, { "zh, mixed rule", chinese, "mixed" } } do
  local language, data, rule = case[1], case[2], case[3]
  measure("ROUGE-L " .. language, "rouge", data, { tokens = rule, measures = { "rougeL" } })
  measure("ROUGE-1+2 " .. language, "rouge", data, { tokens = rule, measures = { "rouge1", "rouge2" } })
  measure("ROUGE-1+2+L " .. language, "rouge", data, { tokens = rule })
end
measure("BLEU-4 en", "bleu", english)
measure("BLEU-4 zh", "bleu", chinese, { tokens = "zh" })
measure("chrF2 en", "chrf", english)
measure("chrF2 zh", "chrf", chinese)
measure("chrF++ en", "chrf", english, { words = 2 })
