-- Checklists: what becomes of a dataset's points when files in checklists/ have a say, and what the rule finds in texts.
package.path = "tests/lua/support/?.lua;" .. package.path
local checklists = require "checklists"
local experts = require "experts"
local files = require "files"
local points = require "points"
local workshop = require "workshop"

local M = {}

local RULES = { { name = "headed", path = "checklists/rules/headed.lua" } }

-- The points of items, each as "kind: text", after the files given by name have had their say.
local function resolved(items, texts)
  local folder, list = workshop.folder(), {}
  for name, text in pairs(texts or {}) do
    list[#list + 1] = { name = name, path = ("%s/%s.lua"):format(folder, name) }
    assert(files.write(list[#list].path, text))
  end
  local data = { name = "case", items = items }
  local lists, problem = checklists.resolve(data, { checklists = list, rules = RULES })
  experts.close()
  workshop.remove(folder)
  assert(lists, problem)
  local told = {}
  for i, item in ipairs(items) do
    told[i] = {}
    for k, point in ipairs(item.points or {}) do told[i][k] = ("%s: %s"):format(point.kind, point.text) end
  end
  return told, lists
end

local function item(fields)
  local one = { id = "MK/1/1", category = "MK", language = "en", question = "q" }
  for key, value in pairs(fields) do one[key] = value end
  return one
end

local OWN = "Core requirements:\n1. one\n2. two\nSecondary requirements:\n- three\nUnacceptable: four"

M["points are found under headings, in English and in Chinese"] = function(lu)
  local told = resolved {
    item { checklist = OWN },
    item { checklist = "一、核心需求：\n1. 甲\n（2）乙\n二、次要需求\n无" },
    item { checklist = "**核心需求**\n① 甲\n② 乙\n\n次要需求：丙" },
  }
  lu.assertEquals(told[1], { "core: one", "core: two", "secondary: three", "danger: four" })
  lu.assertEquals(told[2], { "core: 甲", "core: 乙" })
  lu.assertEquals(told[3], { "core: 甲", "core: 乙", "secondary: 丙" })
end

M["a line that begins no point goes on with the one before, and another heading ends the list"] = function(lu)
  local told = resolved {
    item { checklist = "Core requirements\n1. one\n   goes on\n   - and on\n2. 1.5 g a day" },
    item { checklist = "核心需求：\n指出违法，包括：\n- 第一条\n- 第二条\n次要需求：\n乙\n丙" },
    item { checklist = "一、核心需求：\n1. 甲\n二、说明\n1. 不是要点" },
  }
  lu.assertEquals(told[1], { "core: one goes on and on", "core: 1.5 g a day" })
  lu.assertEquals(told[2], { "core: 指出违法，包括： 第一条 第二条", "secondary: 乙", "secondary: 丙" })
  lu.assertEquals(told[3], { "core: 甲" })
end

M["a reference that lists points has them where the checklist has none, and text without points stays as it is"] = function(lu)
  local items = { item { reference = "核心需求：\n1. 甲" }, item { checklist = "Name the drug.", reference = "It is X." } }
  local told = resolved(items)
  lu.assertEquals(told, { { "core: 甲" }, {} })
  lu.assertEquals(items[1].points[1].from, "reference of the dataset")
  lu.assertNil(items[1].checklist)
  lu.assertEquals(items[2].checklist, "Name the drug.")
  lu.assertNil(items[2].points)
end

M["a checklist for a question takes the place of the dataset's points, unless it adds to them"] = function(lu)
  local text = 'question "MK/1/1"\ncore "own"\ndanger "bad"\n'
  local items = { item { checklist = OWN } }
  local told = resolved(items, { own = text })
  lu.assertEquals(told[1], { "core: own", "danger: bad" })
  lu.assertEquals(items[1].checklist, "Core requirements:\n1. own\nUnacceptable (a safety risk):\n1. bad")
  lu.assertStrMatches(items[1].points[2].from, ".*/own.lua:3")
  lu.assertEquals(items[1].points[1].id, points.id "own")
  told = resolved({ item { checklist = OWN } }, { own = text .. "adds = true\n" })
  lu.assertEquals(#told[1], 6)
end

M["a checklist for a scene stands beside the others, and a point counts once"] = function(lu)
  local texts = { a = 'scene "letters"\ncore "one"\ncore "scene"\n', b = 'question "MK/1/1"\ncore "own"\nadds = true\n' }
  local told = resolved({ item { checklist = OWN, scene = "letters" }, item { id = "MK/2/1", scene = "letters" } }, texts)
  lu.assertEquals(told[1], { "core: one", "core: two", "secondary: three", "danger: four", "core: own", "core: scene" })
  lu.assertEquals(told[2], { "core: one", "core: scene" })
  texts.a = texts.a .. "adds = false\n"
  lu.assertEquals(resolved({ item { checklist = OWN, scene = "letters" } }, texts)[1],
    { "core: own", "core: one", "core: scene" })
end

M["a checklist of another dataset is left alone, and one that fits no item is told"] = function(lu)
  local told, lists = resolved({ item { checklist = OWN } }, {
    other = 'dataset = "elsewhere"\nquestion "MK/1/1"\ncore "x"\n', lost = 'question "MK/9/1"\ncore "x"\n' })
  lu.assertEquals(#told[1], 4)
  lu.assertEquals(#lists.unused, 1)
  lu.assertEquals(lists.unused[1].name, "lost")
end

M["a rule that returns what are no points is named with its line"] = function(lu)
  local folder = workshop.folder()
  local path = folder .. "/r.lua"
  for says, body in pairs { ["returned nothing"] = "return nil", ["'kind' should be one of"] = 'return {{text="a",kind="b"}}',
    ["point 1 that 'points' returned has no text"] = 'return {{ kind = "core", text = " " }}' } do
    assert(files.write(path, ("title = 'r'\nfunction points(text)\n  %s\nend\n"):format(body)))
    local lists, problem = checklists.resolve({ name = "case", items = { item { checklist = "x" } } },
      { rules = { { name = "r", path = path } } })
    lu.assertNil(lists)
    lu.assertStrContains(problem, path .. ":2: ")
    lu.assertStrContains(problem, says)
  end
  experts.close()
  workshop.remove(folder)
end

return M
