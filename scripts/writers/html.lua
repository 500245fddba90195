-- writers/html.lua: a report as one page for the browser that needs no network.
--
-- What models wrote is hostile: here it is escaped, in the page's script it is only ever text. The page's policy lets
-- its own scripts and style run, by their digests, and nothing else. html.css and html.js beside this file are the
-- looks and the manners, html_charts.js draws with Vega where it is installed; beyond `most` bytes the texts of the
-- items lie in files beside the report, which the script loads.

extension = "html"
assets = { "html.css", "html.js", "html_charts.js" }
charts = true
pages = {
  most = 5000000,
  before = '<script type="application/json" class="page">', after = "</script>\n",
  extension = "js", file_before = "viva_page(", file_after = ");\n",
}

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

local function entities(s) return (tostring(s):gsub("[&<>\"']", ENTITIES)) end

-- For texts of elements; attributes and the title take no elements.
local function escape(s) return mark_hidden(entities(s), '<span class="mark">', "</span>") end

local function attribute(s) return mark_hidden(entities(s), "[", "]") end

local function encode(s)
  return (tostring(s):gsub("[^%w%-._~]", function(c) return ("%%%02X"):format(c:byte()) end))
end

local ORDER = { "id", "model", "sample", "group", "category", "subcategory", "scene", "difficulty", "language",
  "outcome", "missing", "unsafe", "cut", "empty", "refusal", "code" }

-- Where a cell leads: one item's own view, or the list of items behind a filter.
local function address(link)
  local parts = {}
  for _, key in ipairs(ORDER) do
    if link[key] ~= nil then parts[#parts + 1] = key .. "=" .. encode(link[key]) end
  end
  return (link.id and "#item?" or "#items?") .. table.concat(parts, "&amp;")
end

local function bar(range)
  local low, high, value = range.low * 100, range.high * 100, range.value * 100
  return ('<svg class="bar" viewBox="0 0 100 8" aria-hidden="true"><rect class="track" y="3" width="100" height="2"/>'
    .. '<rect class="range" x="%.2f" y="2" width="%.2f" height="4"/>'
    .. '<rect class="value" x="%.2f" width="1.6" height="8"/></svg>'):format(low, math.max(high - low, .4), value - .8)
end

local function class_of(cell, column)
  local classes = {}
  if column.number then classes[#classes + 1] = "n" end
  for _, name in ipairs { "strong", "wide", "nowrap", "code" } do
    if cell[name] then classes[#classes + 1] = name end
  end
  if cell.tone then classes[#classes + 1] = cell.tone end
  return #classes > 0 and (' class="%s"'):format(table.concat(classes, " ")) or ""
end

-- Small print may break after a comma and nowhere else, so that a column is no wider than its longest part.
local function small_print(sub)
  return "<small><span>" .. escape(sub):gsub(", ", ",</span> <span>") .. "</span></small>"
end

local function cell_html(cell, column)
  local body = escape(cell.text)
  if cell.link and next(cell.link) ~= nil and cell.text ~= "" then
    body = ('<a href="%s">%s</a>'):format(address(cell.link), body)
  end
  if cell.mark then
    body = body .. (' <span class="origin%s">%s</span>'):format(cell.mark_tone and " " .. cell.mark_tone or "",
      escape(cell.mark))
  end
  if cell.sub then body = body .. small_print(cell.sub) end
  if cell.bar then body = body .. bar(cell.bar) end
  local sort = cell.sort ~= nil and (' data-s="%s"'):format(attribute(cell.sort)) or ""
  local tag = cell.head and 'th scope="row"' or "td"
  return ("<%s%s%s>%s</%s>"):format(tag, class_of(cell, column), sort, body, cell.head and "th" or "td")
end

local function head_html(columns)
  local parts = {}
  for i, column in ipairs(columns) do
    local hint = column.hint and (' title="%s"'):format(attribute(column.hint)) or ""
    parts[i] = ('<th scope="col"%s%s><button type="button">%s</button></th>'):format(
      column.number and ' class="n"' or "", hint, escape(column.title))
  end
  return "<thead><tr>" .. table.concat(parts) .. "</tr></thead>\n"
end

local function body_html(body, columns)
  local parts = { "<tbody>" }
  if body.title then
    parts[2] = ('<tr class="group"><th colspan="%d" scope="rowgroup"><span>%s</span></th></tr>\n'):format(#columns,
      escape(body.title))
  end
  for _, row in ipairs(body.rows) do
    local cells = {}
    for i, cell in ipairs(row) do cells[i] = cell_html(cell, columns[i]) end
    parts[#parts + 1] = "<tr>" .. table.concat(cells) .. "</tr>\n"
  end
  return table.concat(parts) .. "</tbody>\n"
end

local render = {}

function render.text(block) return ("<p>%s</p>\n"):format(escape(block.text)) end

function render.table(block)
  if #block.bodies == 0 then return ("<p class=\"note\">%s</p>\n"):format(escape(block.empty or "–")) end
  local parts = { block.title and ("<h3>%s</h3>\n"):format(escape(block.title)) or "" }
  parts[2] = ('<div class="scroll" tabindex="0"><table class="%s">\n'):format(block.plain and "plain" or "sortable")
  if not block.plain then parts[#parts + 1] = head_html(block.columns) end
  for _, body in ipairs(block.bodies) do parts[#parts + 1] = body_html(body, block.columns) end
  parts[#parts + 1] = "</table></div>\n"
  if block.note then parts[#parts + 1] = ('<p class="note">%s</p>\n'):format(escape(block.note)) end
  return table.concat(parts)
end

-- Always with its table: folded behind what is drawn, open where nothing can be.
function render.chart(block, document)
  local number = block.spec and document.vega and #document.charts
  if number then document.charts[number + 1] = block.spec end
  local title = block.title and ('<span class="name">%s</span>'):format(escape(block.title)) or ""
  local bare = {}
  for key, value in pairs(block.table) do bare[key] = value end
  bare.title = nil
  local parts = { ('<figure><figcaption>%s</figcaption>\n'):format(title) }
  if number then
    parts = { ('<figure class="chart" data-chart="%d"><figcaption>%s</figcaption>\n'):format(number, title),
      ('<div class="plot" role="img" aria-label="%s"></div>\n'):format(attribute(block.title or "")) }
  end
  if block.spec and not number then
    parts[#parts + 1] = ('<p class="note">%s</p>\n'):format(escape(document.words.no_vega))
  end
  parts[#parts + 1] = ("<details%s><summary>%s</summary>\n%s</details></figure>\n"):format(number and "" or " open",
    escape(document.words.the_table), render.table(bare))
  return table.concat(parts)
end

function render.items(_, document)
  return ('<div id="items"><noscript><p class="note">%s</p></noscript></div>\n'):format(
    escape(document.words.needs_scripts))
end

-- A heading opens a section; the page's menu is made of the headings.
local function sections_html(document)
  local parts, menu, open = {}, {}, false
  for i, block in ipairs(document.blocks) do
    if block.block == "heading" then
      parts[#parts + 1] = ('%s<section id="s%d"><h2>%s</h2>\n'):format(open and "</section>\n" or "", i,
        escape(block.text))
      menu[#menu + 1] = ('<a href="#s%d">%s</a>'):format(i, escape(block.text))
      open = true
    else
      parts[#parts + 1] = render[block.block](block, document)
    end
  end
  if open then parts[#parts + 1] = "</section>\n" end
  return table.concat(parts), table.concat(menu, "\n")
end

local function banners_html(banners)
  local parts = {}
  for i, banner in ipairs(banners) do
    local lead = banner.lead and ("<strong>%s</strong> "):format(escape(banner.lead)) or ""
    parts[i] = ('<p class="banner %s" role="note">%s%s</p>\n'):format(banner.tone, lead, escape(banner.text))
  end
  return table.concat(parts)
end

-- The scripts of the page, in their order.
local function scripts_of(document)
  local assets, list = document.assets, {}
  if #document.charts > 0 then list = { document.vega, assets["html_charts.js"] } end
  list[#list + 1] = assets["html.js"]
  return list
end

local function policy(document, scripts)
  local digests = {}
  for i, script in ipairs(scripts) do digests[i] = ("'sha256-%s'"):format(script.sha256) end
  -- A script that the policy trusts may load the item pages; nothing written into the page can.
  local loads = document.page_files and " 'strict-dynamic'" or ""
  return ("default-src 'none'; script-src %s%s; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"):format(
    table.concat(digests, " "), loads, document.assets["html.css"].sha256)
end

local function scripts_html(scripts)
  local parts = {}
  for i, script in ipairs(scripts) do parts[i] = ("<script>%s</script>\n"):format(script.text) end
  return table.concat(parts) .. "</body>\n</html>\n"
end

local PAGE = [[
<!DOCTYPE html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>%s</title>
<style>%s</style>
</head>
<body>
<header>
%s<h1>%s</h1>
<p class="subtitle">%s</p>
</header>
<nav aria-label="%s">%s</nav>
<main id="report">
%s</main>
<main id="item" hidden></main>
<script type="application/json" id="data">%s</script>
]]

local function data_of(document)
  local banner = document.banners[1]
  return json { words = document.words, index = document.index, models = document.models, files = document.page_files,
    folder = document.page_folder, charts = document.charts, title = document.title,
    lead = banner and banner.tone == "simulated" and banner.lead or nil }
end

function write(document)
  document.charts = {}
  local sections, menu = sections_html(document)
  local words, scripts = document.words, scripts_of(document)
  local before = PAGE:format(document.language == "zh" and "zh-CN" or "en", policy(document, scripts),
    attribute(document.title), document.assets["html.css"].text, banners_html(document.banners), escape(document.title),
    escape(document.subtitle), attribute(words.contents), menu, sections, data_of(document))
  return { before, scripts_html(scripts) }
end

function page(items) return json(items) end
