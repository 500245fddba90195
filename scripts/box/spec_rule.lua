-- Rule files: how the points of a checklist are found in a dataset's own text.
local messages = require "box.messages"

local KINDS = { "core", "secondary", "danger" }

local function is_kind(kind)
  for _, known in ipairs(KINDS) do
    if kind == known then return true end
  end
  return false
end

-- Raises at the rule's own line.
local function blame(file, key, ...)
  error(("(file):%d: %s"):format(file.state.line, messages.say(key, ...)), 0)
end

local function checked(file, found)
  if type(found) ~= "table" then blame(file, "rule_result", messages.type(type(found))) end
  local points = {}
  for i, point in ipairs(found) do
    if type(point) ~= "table" or type(point.text) ~= "string" or not point.text:find("%S") then
      blame(file, "rule_text", i)
    elseif not is_kind(point.kind) then
      blame(file, "not_one_of", "kind", "'" .. table.concat(KINDS, "', '") .. "'", tostring(point.kind))
    end
    points[i] = { kind = point.kind, text = point.text }
  end
  return points
end

-- The points of each of several texts: one list for each.
local function points_of(file, texts)
  local lists = {}
  for i, text in ipairs(texts) do lists[i] = checked(file, file.settings.points(text)) end
  return lists
end

return {
  title = { en = "how points are found in a dataset's text", zh = "如何从数据集文本中找出要点" },
  stays = true,
  finish = function(file, context) file.state.line = context.first.points end,
  calls = { points = points_of },
  settings = {
    { name = "title", type = "text in languages",
      help = { en = "What the rule is about.", zh = "规则的说明。" },
      example = 'title = { en = "Lists under headings", zh = "标题下的列表" }' },
    { name = "reads", type = "list", each = { type = "text", one_of = { "checklist", "reference" } },
      default = { "checklist" }, at_least = 1,
      help = { en = "The texts of an item it looks at, in this order; the first that has points counts.",
        zh = "依次查看题目的哪些文本；以第一个含有要点的为准。" },
      example = 'reads = { "checklist", "reference" }' },
    { name = "points", type = "function", required = true,
      help = { en = "Finds the points of a text: a list of { kind = \"core\", \"secondary\" or \"danger\", text = ... "
        .. "}; an empty list where there are none.",
        zh = "找出一段文本中的要点：{ kind = \"core\"、\"secondary\" 或 \"danger\", text = ... } 的列表；没有要点时为空列表。" },
      example = 'function points(text)\n  return { { kind = "core", text = text } }\nend' },
  },
}
