-- The demonstration set: complete, balanced, and written by us.
local dataset = require "dataset"
local files = require "files"
local json = require "json"

local PUBLISHED = "../shared/llmeval-med/dataset.json"
local LONGEST_SHARED = 29 -- characters that may agree by chance
local CHUNK = 15          -- two texts that share 30 characters share a whole chunk cut every 15 from one of them

local M = {}

local function demo(lu)
  local data, problem = dataset.load("data/demo")
  lu.assertNotNil(data, problem)
  return data
end

local function count(items, key)
  local counts = {}
  for _, item in ipairs(items) do counts[key(item)] = (counts[key(item)] or 0) + 1 end
  return counts
end

M["the demonstration says that nobody has validated it"] = function(lu)
  local data = demo(lu)
  lu.assertEquals(data.validated, false)
  lu.assertStrContains(data.notes.en, "No physician has validated")
  lu.assertStrContains(data.notes.zh, "未经医师验证")
end

M["the demonstration has at least 8 items in each category, about half of them in each language"] = function(lu)
  local items = demo(lu).items
  lu.assertTrue(#items >= 44)
  local categories = count(items, function(item) return item.category end)
  for _, category in ipairs { "MK", "MLU", "MR", "MSE", "MTG" } do
    lu.assertTrue((categories[category] or 0) >= 8, category)
  end
  local languages = count(items, function(item) return item.language end)
  lu.assertTrue(math.abs(languages.zh - languages.en) <= #items * 0.2)
end

M["conversations of several rounds are complete and keep their language"] = function(lu)
  local several, longest = 0, 0
  for _, conversation in ipairs(demo(lu).conversations) do
    for round, item in ipairs(conversation.items) do
      lu.assertEquals(item.round, round, item.id)
      lu.assertEquals(item.language, conversation.items[1].language, item.id)
    end
    if #conversation.items > 1 then several = several + 1 end
    longest = math.max(longest, #conversation.items)
  end
  lu.assertTrue(several >= 6)
  lu.assertEquals(longest, 3)
end

local CORE = { zh = "核心需求：", en = "Core requirements:" }
local SECONDARY = { zh = "次要需求：", en = "Secondary requirements:" }

local function has_points(lu, item, text)
  lu.assertStrContains(text, CORE[item.language], false, item.id)
  lu.assertStrContains(text, SECONDARY[item.language], false, item.id)
end

M["every item has what its judge needs"] = function(lu)
  for _, item in ipairs(demo(lu).items) do
    for _, field in ipairs { "subcategory", "scene", "difficulty", "question" } do
      lu.assertTrue(item[field] ~= nil and item[field] ~= "", item.id .. " " .. field)
    end
    if item.category ~= "MTG" then lu.assertNotNil(item.reference, item.id) end
    if item.category == "MK" then lu.assertNotNil(item.checklist, item.id) end
    if item.checklist then has_points(lu, item, item.checklist) end
    if item.category == "MSE" then has_points(lu, item, item.reference) end
  end
end

M["some texts are to be written with neither reference nor checklist"] = function(lu)
  local bare = 0
  for _, item in ipairs(demo(lu).items) do
    if not item.reference and not item.checklist then
      lu.assertEquals(item.category, "MTG", item.id)
      bare = bare + 1
    end
  end
  lu.assertTrue(bare >= 1)
end

local function characters(text)
  local list = {}
  for character in text:gmatch(utf8.charpattern) do list[#list + 1] = character end
  return list
end

-- The published texts, as chunks that lead to the places where they stand.
local function index_published(bytes)
  local places = {}
  local data = json.decode(bytes, { nan = true })
  for _, questions in pairs(data) do
    for _, question in ipairs(questions) do
      for _, field in ipairs { "problem", "sanswer", "checklist" } do
        local list = type(question[field]) == "string" and characters(question[field]) or {}
        for at = 1, #list - CHUNK + 1, CHUNK do
          local chunk = table.concat(list, "", at, at + CHUNK - 1)
          places[chunk] = places[chunk] or {}
          table.insert(places[chunk], { list = list, at = at })
        end
      end
    end
  end
  return places
end

local function shared_length(ours, at, place)
  local first, last = 0, CHUNK
  while at - first > 1 and ours[at - first - 1] == place.list[place.at - first - 1] do first = first + 1 end
  while ours[at + last] and ours[at + last] == place.list[place.at + last] do last = last + 1 end
  return first + last
end

local function longest_shared(text, places)
  local ours, longest = characters(text), 0
  for at = 1, #ours - CHUNK + 1 do
    for _, place in ipairs(places[table.concat(ours, "", at, at + CHUNK - 1)] or {}) do
      longest = math.max(longest, shared_length(ours, at, place))
    end
  end
  return longest
end

M["no text of the demonstration comes from the published dataset"] = function(lu)
  local bytes = files.read(PUBLISHED)
  if not bytes then lu.skip("the published dataset is not here: " .. PUBLISHED) end
  local places = index_published(bytes)
  lu.assertEquals(longest_shared("x" .. json.decode(bytes, { nan = true })["医疗知识"][2].sanswer, places) > 30, true)
  for _, item in ipairs(demo(lu).items) do
    for _, field in ipairs { "question", "reference", "checklist" } do
      lu.assertTrue(longest_shared(item[field] or "", places) <= LONGEST_SHARED, item.id .. " " .. field)
    end
  end
end

return M
