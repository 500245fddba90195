-- Rewording: a text inside an expert's file replaced by another, the rest of the file as it was.
local M = {}

-- A text as the loader reads it from between quotes.
local function quoted(text) return '"' .. text:gsub('[\\"]', "\\%0"):gsub("\n", "\\n") .. '"' end

-- Where in a source a text stands, if it stands there once.
local function once(source, text)
  local first, last = source:find(text, 1, true)
  if not first or source:find(text, first + 1, true) then return nil end
  return first, last
end

local function replace(source, first, last, by) return source:sub(1, first - 1) .. by .. source:sub(last + 1) end

---Rewords a point of a checklist file.
---@return string|nil source nil where the point does not stand there once, as a text in quotes or in [[ ]]
function M.point(source, old, new)
  for _, form in ipairs { quoted(old), "[[" .. old .. "]]", "'" .. old .. "'" } do
    local first, last = once(source, form)
    if first then return replace(source, first, last, quoted(new)) end
  end
end

---Rewords a judge's prompt, which stands between [[ and ]].
---@return string|nil source nil where it does not stand there once
function M.prompt(source, old, new)
  local first, last = once(source, old)
  if not first or new:find("]]", 1, true) then return nil end
  local ends = old:match("%s*$")
  return replace(source, first, last, new:gsub("%s*$", "") .. ends)
end

---A checklist file for one question, with a point of it reworded.
---@param item table with its points
---@param dataset string
---@param id string of the point that is reworded
function M.checklist(item, dataset, id, new)
  local lines = { ("-- The checklist of %s, in place of the one that the dataset brings."):format(item.id),
    "question " .. quoted(item.id), "dataset " .. quoted(dataset), "" }
  for _, point in ipairs(item.points) do
    lines[#lines + 1] = ("%-9s %s"):format(point.kind, quoted(point.id == id and new or point.text))
  end
  return table.concat(lines, "\n") .. "\n"
end

return M
