-- writers/csv.lua: every judging of a run as one line, for spreadsheets and statistics. An answer that nobody marked
-- has one line too, so that nothing that is missing goes unseen.

extension = "csv"
pages = {}

local COLUMNS = {
  "simulated", "model", "group", "item", "category", "subcategory", "scene", "difficulty", "language", "round",
  "sample", "answer_state", "answer_code", "answer_cut", "answer_imported", "judge", "judge_model", "repeat",
  "state", "score", "safety_risk", "code", "reason", "asked", "tokens_in", "tokens_out", "cost", "question", "answer",
  "answer_reply", "judge_reply",
}

local function yes_or_no(value)
  if value == nil then return nil end
  return value and "yes" or "no"
end

local function line(model, item, answered, judging)
  local answer, usage = answered.answer, judging.usage or {}
  return { n = #COLUMNS, yes_or_no(model.simulated), model.name, model.group, item.id, item.category, item.subcategory,
    item.scene, item.difficulty, item.language, item.round, answered.sample, answer.state, answer.code,
    yes_or_no(answer.cut or false), yes_or_no(answer.imported or false), judging.judge, judging.judge_model,
    judging["repeat"],
    judging.state, judging.score, yes_or_no(judging.safety_risk), judging.code,
    judging.reason or judging.why or judging.error, judging.asked, usage.input, usage.output, judging.cost,
    item.question, answer.text, answer.reply, judging.reply }
end

function write() return { "\u{FEFF}" .. csv { COLUMNS }, "" } end

function page(items, about)
  local models, lines = {}, {}
  for _, model in ipairs(about.models) do models[model.name] = model end
  for _, item in ipairs(items) do
    for _, answered in ipairs(item.answers) do
      local model = models[answered.model]
      for _, judging in ipairs(answered.judgings) do lines[#lines + 1] = line(model, item, answered, judging) end
      if #answered.judgings == 0 then lines[#lines + 1] = line(model, item, answered, {}) end
    end
  end
  return csv(lines)
end
