-- writers/md.lua: a report as Markdown, for repositories and notes: every table, and a line for each answer. What
-- models wrote is escaped, so that no text becomes a link, a picture or markup.

extension = "md"

local function escape(value)
  local s = tostring(value):gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;")
  s = s:gsub("[\\`*_{}%[%]|~!$]", "\\%0"):gsub("://", ":\\/\\/"):gsub("www%.", "www\\.")
  return mark_hidden((s:gsub("%s+", " ")), "\\[", "\\]")
end

local function cell_text(cell)
  local text = escape(cell.text)
  if cell.strong then text = "**" .. text .. "**" end
  if cell.mark then text = text .. " *" .. escape(cell.mark) .. "*" end
  if cell.sub then text = text .. " (" .. escape(cell.sub) .. ")" end
  return text
end

local function row_text(cells) return "| " .. table.concat(cells, " | ") .. " |\n" end

local function head(columns)
  local titles, rules = {}, {}
  for i, column in ipairs(columns) do
    titles[i] = escape(column.title)
    rules[i] = column.number and "---:" or "---"
  end
  return row_text(titles) .. row_text(rules)
end

local function body(block, out)
  for _, part in ipairs(block.bodies) do
    if part.title then
      local group = { "*" .. escape(part.title) .. "*" }
      for i = 2, #block.columns do group[i] = "" end
      out[#out + 1] = row_text(group)
    end
    for _, row in ipairs(part.rows) do
      local cells = {}
      for i, cell in ipairs(row) do cells[i] = cell_text(cell) end
      out[#out + 1] = row_text(cells)
    end
  end
end

local render = {}

function render.heading(block) return "## " .. escape(block.text) .. "\n\n" end

function render.text(block) return escape(block.text) .. "\n\n" end

function render.table(block)
  local out = {}
  body(block, out)
  if #out == 0 then return escape(block.empty or "–") .. "\n\n" end
  local title = block.title and ("**%s**\n\n"):format(escape(block.title)) or ""
  local note = block.note and "\n" .. escape(block.note) .. "\n" or ""
  return title .. head(block.columns) .. table.concat(out) .. note .. "\n"
end

-- Of a chart, what it draws.
function render.chart(block)
  block.table.title = block.table.title or block.title
  return render.table(block.table)
end

function render.items(_, document)
  local words, index, out = document.words, document.index, {}
  local columns = { { title = words.item }, { title = words.model }, { title = words.state },
    { title = words.score, number = true }, { title = words.scores, number = true }, { title = words.question } }
  for i, answer in ipairs(index.answers) do
    local item = index.items[answer.item]
    out[i] = row_text { escape(item.id), escape(answer.model), escape(words["state_" .. answer.state]),
      answer.score and ("%.2f"):format(answer.score) or "–", (answer.scores:gsub(" ", " · ")), escape(item.start) }
  end
  return head(columns) .. table.concat(out) .. "\n"
end

function write(document)
  local out = {}
  for _, banner in ipairs(document.banners) do
    local lead = banner.lead and "**" .. escape(banner.lead) .. "** " or ""
    out[#out + 1] = "> " .. lead .. escape(banner.text) .. "\n\n"
  end
  out[#out + 1] = "# " .. escape(document.title) .. "\n\n" .. escape(document.subtitle) .. "\n\n"
  for _, block in ipairs(document.blocks) do out[#out + 1] = render[block.block](block, document) end
  return (table.concat(out):gsub("\n+$", "\n"))
end
