-- writers/json.lua: everything a report knows, for programs: each item with every answer and verdict, what became of
-- each answer, the tables as they are shown, and the run. Keys stand in alphabetical order. `viva help formats`
-- documents the shape; `schema` changes when what is there changes its meaning or goes, not when something is added.

extension = "json"
pages = { between = ",\n" }

local function answers(index)
  local lines = {}
  for i, answer in ipairs(index.answers) do
    lines[i] = json { item = index.items[answer.item].id, model = answer.model, sample = answer.sample,
      state = answer.state, score = answer.score, flags = answer.flags }
  end
  return "[" .. table.concat(lines, ",\n") .. "]"
end

function write(document)
  local report = { title = document.title, language = document.language, convention = document.convention,
    banners = document.banners, blocks = document.blocks, file = document.report }
  return { '{"answers":' .. answers(document.index) .. ',\n"items":[\n',
    '\n],\n"report":' .. json(report) .. ',\n"run":' .. json(document.run) .. ',\n"schema":1}\n' }
end

-- The items of one page, without the brackets of their list: pages follow one another in one list.
function page(items) return json(items):sub(2, -2) end
