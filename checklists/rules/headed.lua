-- checklists/rules/headed.lua: finds the points in a dataset's own checklist or reference: the lists that stand under
-- headings such as 核心需求 and 次要需求, or "Core requirements" and "Secondary requirements".
--
-- To teach it other headings, copy this file into a folder checklists/rules/ beside your evaluation file and add them to
-- `headings`. A text without any of these headings has no points and is shown to the judges as it stands.

title = { en = "Lists under headings", zh = "标题下的列表" }
reads = { "checklist", "reference" }  -- the first of the two that has points counts

local headings = {
  core      = { "核心需求", "核心要求", "核心要点", "必备要点", "core requirement", "core point", "must contain" },
  secondary = { "次要需求", "次要要求", "次要要点", "secondary requirement", "secondary point", "should contain" },
  danger    = { "不可接受", "不得出现", "危险要点", "unacceptable", "not acceptable", "must not contain" },
}

local numerals = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" }
local bullets  = { "- ", "* ", "+ ", "•", "·", "●", "▪", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩" }
local stops    = { ".", ")", "、", "．", "）", "：", ":" }

local function trim(s) return s:match("^%s*(.-)%s*$") end

-- What follows the first of several beginnings that a text has, or nil.
local function behind(s, beginnings)
  for _, one in ipairs(beginnings) do
    if s:sub(1, #one):lower() == one then return s:sub(#one + 1) end
  end
end

-- "一、核心需求" without its numeral; such a line begins a part of the text, whatever it is called.
local function without_numeral(line)
  local rest = behind(line, numerals)
  rest = rest and behind(rest, stops)
  return rest or line, rest ~= nil
end

local function heading(line)
  local plain = without_numeral(line:gsub("^[#>*%s]+", "")):gsub("^[#>*%s]+", "")
  for _, kind in ipairs { "danger", "secondary", "core" } do
    local rest = behind(plain, headings[kind])
    if rest then
      rest = rest:gsub("^s%f[%A]", ""):gsub("^[%s*]*%b()", ""):gsub("^[%s*]+", "")
      return kind, trim((behind(rest, { ":", "：" }) or rest):gsub("^[%s*]+", ""))
    end
  end
end

-- The text of a line that begins a point, without its number or bullet; and whether it has a number.
local function listed(line)
  local bullet = behind(line, bullets)
  if bullet then return trim(bullet), false end
  local rest = line:match("^[(]?%d+(.*)$") or line:match("^（%d+(.*)$")
  rest = rest and not rest:find("^%.%d") and behind(rest, stops)
  if rest then return trim(rest), true end
end

-- Under a numbered point, bullets and plain lines go on with it; so do indented ones, and the bullets after a colon.
local function goes_on(list, text, numbered, indent)
  if not list.last then return false end
  if not text then return list.marked end
  return not numbered and (list.numbered or list.opened) or indent > list.indent
end

local function take(found, list, line)
  local indent = #line:match("^%s*")
  local text, numbered = listed(trim(line))
  local marked = text ~= nil
  text = text or trim(line)
  if goes_on(list, marked and text, numbered, indent) then
    list.last.text, list.marked = list.last.text .. " " .. text, true
  elseif text ~= "无" and text:lower() ~= "none" then
    list.last = { kind = list.kind, text = text }
    list.marked, list.numbered, list.indent = marked, numbered, list.indent or indent
    list.opened = text:find(":$") or text:find("：$")
    found[#found + 1] = list.last
  end
end

function points(text)
  local found, list = {}, nil
  for line in text:gmatch("[^\r\n]+") do
    local kind, said = heading(line)
    local _, part = without_numeral(trim(line))
    if kind then
      list = { kind = kind }
      if said ~= "" then take(found, list, said) end
    elseif part then
      list = nil
    elseif list and line:find("%S") then
      take(found, list, line)
    end
  end
  return found
end
