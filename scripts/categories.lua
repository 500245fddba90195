-- The five categories by every name they go by; other categories keep the name they have.
local M = {}

M.order = { "MK", "MLU", "MR", "MSE", "MTG" }

local names = {
  MK = { "医疗知识", "Medical Knowledge" },
  MLU = { "医疗语言理解", "一般语言理解", "Medical Language Understanding" },
  MR = { "医疗推理", "Medical Reasoning" },
  MSE = { "医疗安全伦理", "Medical Safety and Ethics", "Medical Ethics and Safety" },
  MTG = { "医疗文本生成", "Medical Text Generation" },
}

local by_name = {}
for code, list in pairs(names) do
  by_name[code:lower()] = code
  for _, name in ipairs(list) do by_name[name:lower()] = code end
end

---@return string? code MK, MLU, MR, MSE or MTG
function M.code(name) return by_name[name:lower()] end

---@return string? name of one of the five as the published files have it
function M.published(code) return names[code] and names[code][1] end

return M
