-- The Vega specifications of the charts a report file can name, from a chart's data (scripts/charts.lua). Colours and
-- fonts are the page's: they come with it, light or dark. The signal `page` is the width there is.
local M = {}

M.SCHEMA = "https://vega.github.io/schema/vega/v5.json"

local STEP, GROUP = 26, "#|" -- height of a row; a key with this heads a group
local LABEL = "slice(datum.value, indexof(datum.value, '|') + 1)"
local NARROW = "page < 500" -- a phone
local IS_GROUP = "indexof(datum.value, '#|') > 0"

local function signal(expression) return { signal = expression } end

-- Calls `add(group, key)` for the first row of each group.
local function each_group(data, add)
  local last
  for _, key in ipairs(data.keys) do
    local group = data.groups[key]
    if group and group ~= last then add(group, key) end
    last = group
  end
end

-- Rows in order, with a line of its own before the first of each group.
local function lanes(data)
  local keys, heads = {}, {}
  each_group(data, function(group, key) heads[key] = group end)
  for _, key in ipairs(data.keys) do
    if heads[key] then keys[#keys + 1] = #keys .. GROUP .. heads[key] end
    keys[#keys + 1] = key
  end
  return keys
end

local function is_percent(data)
  local seen = false
  for _, cell in ipairs(data.cells) do
    if cell.value and (cell.value < 0 or cell.value > 1) then return false end
    seen = seen or cell.text:find("%%$") ~= nil or cell.small == true
  end
  return seen
end

local function has(data, field)
  for _, cell in ipairs(data.cells) do
    if cell[field] then return true end
  end
  return false
end

local function base(data, height)
  return {
    ["$schema"] = M.SCHEMA, autosize = { type = "fit-x", contains = "padding" }, padding = 2, width = 720,
    height = height,
    signals = { { name = "page", value = 720 } },
    data = { { name = "cells", values = data.cells },
      { name = "shown", source = "cells", transform = { { type = "filter", expr = "isValid(datum.value)" } } } },
  }
end

-- Names of rows, on a phone in two lines where one has no room: broken at the last space of its first letters. `plain`
-- where they are no keys; `share`: of the page's width; `letters`: about as many as that holds.
local function row_axis(more)
  local name, share, most = more.plain and "datum.value" or LABEL, more.share or 0.42, more.letters or 25
  local broken = ("%s && length(%s) > %d"):format(NARROW, name, most - 2)
  local lines = ("split(replace(%s, regexp('^(.{1,%d}) '), '$1\\n'), '\\n')"):format(name, most)
  return { scale = "row", orient = "left", domain = false, ticks = false, labelPadding = 8,
    labelLimit = signal(("min(300, page * %g)"):format(share)),
    encode = { labels = { update = { text = signal(("%s ? %s : %s"):format(broken, lines, name)),
      dy = signal(("%s && length(%s) > 1 ? -6 : 0"):format(broken, lines)), lineHeight = { value = 12 },
      fontSize = signal(("%s ? (%s ? 10 : 11) : 12"):format(NARROW, IS_GROUP)),
      fontWeight = not more.plain and signal(IS_GROUP .. " ? 'bold' : 'normal'") or nil } } } }
end

local function value_axis(percent)
  return { scale = "value", orient = "bottom", grid = true, domain = false, ticks = false,
    tickCount = signal(NARROW .. " ? 3 : 5"), labelOverlap = true, labelFlush = true, labelPadding = 6,
    format = percent and ".0%" or nil }
end

local function value_scale(data, percent, zero, room)
  local fields = { "value", has(data, "low") and "low" or nil }
  if has(data, "high") then fields[#fields + 1] = "high" end
  return { name = "value", type = "linear", domain = percent and { 0, 1 } or { data = "shown", fields = fields },
    nice = not percent, zero = zero, range = { 0, signal("width - " .. room) } }
end

local function series_scales(data)
  return { name = "color", type = "ordinal", domain = data.columns, range = "category" },
    { name = "slot", type = "band", domain = data.columns, paddingInner = .15,
      range = { 0, signal "bandwidth('row')" } }
end

local function legend(data)
  if #data.columns < 2 then return nil end
  return { { name = "series", fill = "color", orient = "top", direction = "horizontal", symbolType = "square",
    columns = signal(NARROW .. " ? 2 : 5") } }
end

local function lane_y(offset)
  return { scale = "row", field = "key", offset = { scale = "slot", field = "column", offset = offset } }
end

local MIDDLE = signal "bandwidth('slot') / 2"
local SAYS = signal "datum.row + (datum.group ? ' · ' + datum.group : '') + ': ' + datum.column + ' ' + datum.text"

local function mark(kind, name, update, from)
  update.tooltip = SAYS
  if kind == "rect" or kind == "symbol" then update.href = { field = "href" } end
  return { type = kind, name = name, from = { data = from or "shown" }, encode = { update = update } }
end

-- A whisker from low to high, where the source gives them.
local function interval(y)
  return mark("rule", "intervals", { y = y, x = { scale = "value", field = "low" },
    x2 = { scale = "value", field = "high" },
    strokeWidth = { value = 2 }, opacity = signal "isValid(datum.low) ? 0.75 : 0" })
end

local function value_labels(y)
  return mark("text", "labels", { y = y, baseline = { value = "middle" }, fontSize = { value = 11 }, dx = { value = 7 },
    x = { scale = "value", signal = "max(datum.value, isValid(datum.high) ? datum.high : datum.value)" },
    text = { field = "text" } })
end

-- Where rows are tall, the name of a group stands above its first.
local function add_heads(spec, data)
  local heads = {}
  each_group(data, function(group, key) heads[#heads + 1] = { key = key, group = group } end)
  spec.data[#spec.data + 1] = { name = "groups", values = heads }
  spec.marks[#spec.marks + 1] = { type = "text", name = "heads", from = { data = "groups" }, encode = { update = {
    x = { value = 2 }, y = { scale = "row", field = "key", offset = -4 }, text = { field = "group" },
    fontWeight = { value = "bold" }, fontSize = { value = 11 } } } }
end

local function lane_chart(data, marks)
  local series, percent = #data.columns, is_percent(data)
  local keys = series > 1 and data.keys or lanes(data)
  local spec = base(data, #keys * (series > 1 and 10 * series + 22 or STEP))
  local color, slot = series_scales(data)
  spec.scales = { { name = "row", type = "band", domain = keys, range = "height",
    paddingInner = series > 1 and .36 or .22, paddingOuter = series > 1 and .35 or .1 },
    value_scale(data, percent, marks.zero, series == 1 and 56 or 12), color, slot }
  spec.axes, spec.legends, spec.marks = { value_axis(percent), row_axis {} }, legend(data), {}
  local y = lane_y(MIDDLE)
  local fill = series > 1 and { scale = "color", field = "column" } or nil
  spec.marks[1] = marks.draw(y, fill)
  local place = marks.under and 1 or 2
  if has(data, "low") then table.insert(spec.marks, place, interval(y)) end
  if series == 1 then spec.marks[#spec.marks + 1] = value_labels(y) else add_heads(spec, data) end
  return spec
end

-- What rests on few items is drawn pale, as its cell shows a count and no rate.
local PALE = signal "datum.small ? 0.45 : 1"

function M.bars(data)
  return lane_chart(data, { zero = true, draw = function(_, fill)
    return mark("rect", "bars", { y = lane_y(), height = { scale = "slot", band = 1 },
      x = { scale = "value", value = 0 }, x2 = { scale = "value", field = "value" }, fill = fill, opacity = PALE })
  end })
end

function M.dots(data)
  return lane_chart(data, { zero = false, under = true, draw = function(y, fill)
    return mark("symbol", "dots", { y = y, x = { scale = "value", field = "value" }, size = { value = 70 }, fill = fill,
      opacity = PALE })
  end })
end

-- Names of columns are slanted where there is no room for them side by side.
local function column_axis(slanted)
  local update = { angle = signal(slanted .. " ? -62 : 0"), align = signal(slanted .. " ? 'left' : 'center'"),
    limit = signal(slanted .. " ? 190 : 300"), baseline = signal(slanted .. " ? 'middle' : 'bottom'") }
  return { scale = "column", orient = "top", domain = false, ticks = false, labelOverlap = false, labelPadding = 6,
    encode = { labels = { update = update } } }
end

local function tiles(data, height, color)
  local keys = lanes(data)
  local spec = base(data, #keys * height)
  local longest = 0
  for _, title in ipairs(data.columns) do longest = math.max(longest, utf8.len(title) or #title) end
  local slanted = ("((page - 160) / %d < %d)"):format(#data.columns, 7 * longest + 16)
  spec.scales = { { name = "row", type = "band", domain = keys, range = "height", padding = .04 },
    { name = "column", type = "band", domain = data.columns, padding = .02,
      range = { 0, signal(("width - (%s ? %d : 0)"):format(slanted, 3 * longest)) } }, color }
  spec.axes = { row_axis { share = 0.38, letters = 20 }, column_axis(slanted) }
  local x, y = { scale = "column", field = "column" }, { scale = "row", field = "key" }
  local shade = "scale('shade', datum.shade)"
  spec.marks = {
    mark("rect", "tiles", { x = x, width = { scale = "column", band = 1 }, y = y, height = { scale = "row", band = 1 },
      fill = { scale = "shade", field = "shade" }, cornerRadius = { value = 2 } }),
    mark("text", "labels", { x = { scale = "column", field = "column", band = .5 }, align = { value = "center" },
      y = { scale = "row", field = "key", band = .5 }, baseline = { value = "middle" },
      fontSize = signal(NARROW .. " ? 10 : 12"), text = { field = "text" },
      fill = signal("luminance(" .. shade .. ") > 0.2 ? '#16202c' : '#ffffff'") }),
  }
  return spec
end

function M.heatmap(data)
  local percent = is_percent(data)
  local spec = tiles(data, 30, { name = "shade", type = "linear", range = "ramp", nice = not percent,
    domain = percent and { 0, 1 } or { data = "shown", field = "value" } })
  table.insert(spec.data[2].transform, { type = "formula", as = "shade", expr = "datum.value" })
  return spec
end

-- Counts of one scale against another: each row's shares are its shades.
function M.matrix(data)
  local spec = tiles(data, 44, { name = "shade", type = "linear", range = "ramp", domain = { 0, 1 } })
  local transform = spec.data[2].transform
  transform[#transform + 1] = { type = "joinaggregate", groupby = { "key" }, ops = { "sum" }, fields = { "value" },
    as = { "whole" } }
  transform[#transform + 1] = { type = "formula", as = "shade",
    expr = "datum.whole > 0 ? datum.value / datum.whole : 0" }
  spec.axes[1].title = data.row_title
  return spec
end

-- How often values fall where: a histogram for each column, one under another.
function M.distribution(data)
  local percent, series = is_percent(data), #data.columns
  local spec = base(data, series == 1 and 180 or 64 * series)
  spec.signals[2] = { name = "range", update = percent and "[0, 1]" or "extent(pluck(data('shown'), 'value'))" }
  spec.data[3] = { name = "bins", source = "shown", transform = {
    { type = "bin", field = "value", extent = signal "range", maxbins = 20, as = { "from", "to" } },
    { type = "aggregate", groupby = { "column", "from", "to" }, as = { "count" }, ops = { "count" } } } }
  spec.scales = { { name = "row", type = "band", domain = data.columns, range = "height",
    padding = series > 1 and .12 or 0 },
    { name = "value", type = "linear", range = "width", domain = signal "range", nice = not percent },
    { name = "count", type = "linear", range = { signal "bandwidth('row')", 0 }, zero = true, nice = true,
      domain = { data = "bins", field = "count" } },
    { name = "color", type = "ordinal", domain = data.columns, range = "category" } }
  spec.axes = { value_axis(percent), row_axis { plain = true } }
  if series == 1 then
    spec.axes[2] = { scale = "count", orient = "left", domain = false, ticks = false, grid = true, tickCount = 4 }
  end
  local top = { scale = "row", field = "column", offset = { scale = "count", field = "count" } }
  spec.marks = { { type = "rect", name = "bars", from = { data = "bins" }, encode = { update = {
    x = { scale = "value", field = "from", offset = 1 }, x2 = { scale = "value", field = "to" }, y = top,
    y2 = { scale = "row", field = "column", offset = signal "bandwidth('row')" },
    fill = series > 1 and { scale = "color", field = "column" } or nil,
    tooltip = signal "datum.column + ' · ' + datum.from + '–' + datum.to + ': ' + datum.count" } } } }
  return spec
end

return M
