-- writers/tex.lua: a report as LaTeX, every table with booktabs, a chart as its table. English compiles with pdflatex
-- or xelatex, whose fonts differ: signs are LaTeX's own, and what neither has stands there by its number. Text with
-- Chinese characters compiles with xelatex, xeCJK and a Chinese font (Debian: texlive-xetex, texlive-latex-recommended,
-- texlive-lang-chinese, fonts-noto-cjk). Whatever models wrote is escaped.

extension = "tex"

local ESCAPES = { ["\\"] = "\\textbackslash{}", ["{"] = "\\{", ["}"] = "\\}", ["$"] = "\\$", ["&"] = "\\&",
  ["#"] = "\\#", ["_"] = "\\_", ["%"] = "\\%", ["~"] = "\\textasciitilde{}",
  ["^"] = "\\textasciicircum{}", ["<"] = "\\textless{}",
  [">"] = "\\textgreater{}", ["|"] = "\\textbar{}", ['"'] = "\\textquotedbl{}", ["`"] = "\\textasciigrave{}",
  ["'"] = "{'}", ["-"] = "{-}", ["["] = "{[}", ["]"] = "{]}", ["*"] = "{*}" }

-- Long words, such as digests, may be broken anywhere.
local function broken(word)
  if #word < 30 then return word end
  return (word:gsub(("[%w]"):rep(8), "%0\u{200B}"))
end

-- Signs that not every font has, as LaTeX's mathematics has them: text by its sign.
local SIGNS = {}

local function add_signs(pattern, list)
  for sign, name in list:gmatch "(%S+)%s+(%S+)" do SIGNS[sign] = (pattern:gsub("NAME", name)) end
end

add_signs("\\ensuremath{\\NAME}", [[
  α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ
  xi π pi ρ rho ς varsigma σ sigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ
  Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega ∆ Delta ≤ leq ⩽ leq ≦ leqq ≥ geq ⩾ geq ≧ geqq ≠
  neq ≈ approx ≡ equiv ≅ cong ∼ sim ∝ propto ≪ ll ≫ gg ∞ infty √ surd ∑ sum ∏ prod ∫ int ∂ partial ∈
  in ∉ notin ∩ cap ∪ cup ⊂ subset ⊆ subseteq ∅ emptyset ∀ forall ∃ exists ∠ angle ⊥ perp ∥ parallel ⊕
  oplus ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ⇑ Uparrow ⇓ Downarrow ↗ nearrow ↘
  searrow ∴ therefore ∵ because ✓ checkmark ✔ checkmark ☑ checkmark ✗ times ✘ times ✕ times ❌ times ★
  bigstar ☆ star ■ blacksquare □ square ☐ square ▲ blacktriangle △ triangle ▼ blacktriangledown ▽
  triangledown ◆ blacklozenge ◇ lozenge ● bullet ○ circ ]])
add_signs("NAME", [[
  Α A Β B Ε E Ζ Z Η H Ι I Κ K Μ M Ν N Ο O Ρ P Τ T Υ Y Χ X ο o Ⅰ I Ⅱ II Ⅲ III Ⅳ IV Ⅴ V Ⅵ VI Ⅶ VII Ⅷ
  VIII Ⅸ IX Ⅹ X Ⅺ XI Ⅻ XII ⅰ i ⅱ ii ⅲ iii ⅳ iv ⅴ v − \ensuremath{-} ∶ : ′ \ensuremath{'} ″
  \ensuremath{''} ℃ °C ]])
add_signs("\\ensuremath{^{NAME}}", "⁰ 0 ⁴ 4 ⁵ 5 ⁶ 6 ⁷ 7 ⁸ 8 ⁹ 9 ⁺ + ⁻ - ⁿ n")
add_signs("\\ensuremath{_{NAME}}", "₀ 0 ₁ 1 ₂ 2 ₃ 3 ₄ 4 ₅ 5 ₆ 6 ₇ 7 ₈ 8 ₉ 9 ₊ + ₋ -")
add_signs("\\ensuremath{{}^NAME}", "⅓ 1\\!/_3 ⅔ 2\\!/_3 ⅕ 1\\!/_5 ⅖ 2\\!/_5 ⅗ 3\\!/_5 ⅘ 4\\!/_5 ⅙ 1\\!/_6 ⅚ 5\\!/_6 "
  .. "⅛ 1\\!/_8 ⅜ 3\\!/_8 ⅝ 5\\!/_8 ⅞ 7\\!/_8")
for i = 1, 20 do SIGNS[utf8.char(0x245F + i)] = ("\\textcircled{\\tiny %d}"):format(i) end

-- What every engine sets from its usual font; the two spaces are taken care of last.
local KNOWN = {}
for sign in ("–—‘’“”„†‡•…‰‹›€№™←↑→↓\u{202F}\u{200B}"):gmatch(utf8.charpattern) do KNOWN[sign] = true end

local unknown = {} -- characters shown by their numbers

local function sign_tex(sign)
  local code = utf8.codepoint(sign)
  if SIGNS[sign] then return SIGNS[sign] end
  local chinese = code >= 0x3000 and code < 0xE000 or code >= 0xF900 and code < 0xFFF0
    or code >= 0x20000 and code < 0x40000
  if code >= 0xFE00 and code <= 0xFE0F then return "" end -- which shape of a sign
  if code < 0x180 or KNOWN[sign] or chinese then return nil end
  unknown[#unknown + 1] = code
  return ("{[}U+%04X{]}"):format(code)
end

local function escape(value)
  local s = mark_hidden((text.repair(tostring(value)):gsub("%s+", " ")), "[", "]"):gsub("[%w]+", broken)
  s = s:gsub("[\\{}$&#_%%~^<>|\"`'%-%[%]*]", ESCAPES):gsub("[\xC2-\xF4][\x80-\xBF]+", sign_tex)
  return (s:gsub("\u{202F}", "\\,"):gsub("\u{200B}", "\\allowbreak{}"))
end

local PREAMBLE = [[
%% !TeX program = xelatex
\documentclass[10pt]{article}
\usepackage[a4paper,landscape,margin=14mm]{geometry}
\usepackage{amssymb,booktabs,longtable,array,iftex}
%s\ifPDFTeX\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{textcomp}\else\usepackage{fontspec}\fi
%s\newcommand{\below}[2]{\begin{tabular}[t]{@{}r@{}}#1\\[-2pt]{\tiny #2}\end{tabular}}
\setlength{\tabcolsep}{3pt}\setlength{\LTleft}{0pt}\setlength{\LTright}{0pt plus 1fill}
\setlength{\parindent}{0pt}\setlength{\parskip}{4pt}\sloppy
\begin{document}
]]

local CHINESE = [[
\usepackage{xeCJK}
\IfFontExistsTF{Noto Serif CJK SC}{\setCJKmainfont{Noto Serif CJK SC}}{%
\IfFontExistsTF{FandolSong-Regular.otf}{\setCJKmainfont{FandolSong-Regular.otf}}{}}
]]

-- What of a table fits beside one another, in characters, from the largest letters to the smallest.
local SIZES = { { "footnotesize", 150 }, { "scriptsize", 175 }, { "tiny", 208 } }
local TEXT_MOST, SMALL = 46, 0.75 -- columns of a text before it wraps; width of small print
local ITEMS_MOST = 200 -- answers listed; a paper has no use for thousands

-- A title in lines as narrow as its column allows.
local function stacked(title, width, align)
  local lines = {}
  for word in title:gmatch "%S+" do
    local last = lines[#lines]
    if last and text.width(last .. " " .. word) <= width then lines[#lines] = last .. " " .. word
    else lines[#lines + 1] = word end
  end
  if #lines < 2 then return escape(title) end
  for i, line in ipairs(lines) do lines[i] = escape(line) end
  return ("\\shortstack[%s]{%s}"):format(align, table.concat(lines, "\\\\"))
end

local function seen_width(cell)
  local shown = text.width(cell.text) + (cell.mark and text.width(cell.mark) + 1 or 0)
  return math.max(shown, SMALL * text.width(cell.sub or ""))
end

local function longest_word(title)
  local most = 1
  for word in title:gmatch "%S+" do most = math.max(most, text.width(word)) end
  return most
end

local function measure(block)
  local widths = {}
  for i, column in ipairs(block.columns) do
    widths[i] = longest_word(column.title)
    for _, body in ipairs(block.bodies) do
      for _, row in ipairs(body.rows) do widths[i] = math.max(widths[i], row[i] and seen_width(row[i]) or 0) end
    end
    if not column.number then widths[i] = math.min(widths[i], TEXT_MOST) end
  end
  return widths
end

-- Which columns stand together: as many numbers as fit beside the columns that say what the row is.
local function parts_of(block, widths, room)
  local heads, used, parts = {}, 0, {}
  for i, column in ipairs(block.columns) do
    if column.number then break end
    heads[i], used = i, used + widths[i] + 2
  end
  local part, left = table.move(heads, 1, #heads, 1, {}), room - used
  for i = #heads + 1, #block.columns do
    if left < widths[i] + 2 and #part > #heads then
      parts[#parts + 1] = part
      part, left = table.move(heads, 1, #heads, 1, {}), room - used
    end
    part[#part + 1], left = i, left - widths[i] - 2
  end
  parts[#parts + 1] = part
  return parts
end

local function size_of(widths)
  local sum = 0
  for _, width in ipairs(widths) do sum = sum + width + 2 end
  for _, size in ipairs(SIZES) do
    if sum <= size[2] then return size end
  end
  return SIZES[#SIZES]
end

local function cell_tex(cell, column)
  if not cell then return "" end
  local shown = escape(cell.text)
  if cell.strong then shown = "\\textbf{" .. shown .. "}" end
  if cell.mark then shown = shown .. " \\textit{" .. escape(cell.mark) .. "}" end
  if not cell.sub then return shown end
  if not column.number then return shown .. " (" .. escape(cell.sub) .. ")" end
  return ("\\below{%s}{%s}"):format(shown, escape(cell.sub))
end

local function column_spec(column, width, room)
  if column.number then return "r" end
  if width < TEXT_MOST and not column.wide then return "l" end
  return (">{\\raggedright\\arraybackslash}p{%.3f\\linewidth}"):format(width / room * 0.93)
end

local function longtable(block, part, widths, size, out)
  local specs, titles = {}, {}
  for k, i in ipairs(part) do
    local column = block.columns[i]
    specs[k] = column_spec(column, widths[i], size[2])
    titles[k] = stacked(column.title, widths[i], column.number and "r" or "l")
  end
  out[#out + 1] = ("{\\%s\n\\begin{longtable}{@{}%s@{}}\n\\toprule\n"):format(size[1], table.concat(specs))
  if not block.plain then out[#out + 1] = table.concat(titles, " & ") .. " \\\\\n\\midrule\n\\endhead\n" end
  for _, body in ipairs(block.bodies) do
    if body.title then
      out[#out + 1] = ("\\multicolumn{%d}{@{}l}{\\textit{%s}} \\\\\n"):format(#part, escape(body.title))
    end
    for _, row in ipairs(body.rows) do
      local cells = {}
      for k, i in ipairs(part) do cells[k] = cell_tex(row[i], block.columns[i]) end
      out[#out + 1] = table.concat(cells, " & ") .. " \\\\\n"
    end
  end
  out[#out + 1] = "\\bottomrule\n\\end{longtable}}\n"
end

local render = {}

function render.heading(block, out) out[#out + 1] = ("\\section*{%s}\n"):format(escape(block.text)) end

function render.text(block, out) out[#out + 1] = escape(block.text) .. "\n\n" end

function render.table(block, out)
  if #block.bodies == 0 then return render.text({ text = block.empty or "–" }, out) end
  if block.title then out[#out + 1] = ("\\subsection*{%s}\n"):format(escape(block.title)) end
  local widths = measure(block)
  local size = size_of(widths)
  for _, part in ipairs(parts_of(block, widths, size[2])) do longtable(block, part, widths, size, out) end
  if block.note then out[#out + 1] = ("{\\scriptsize %s\\par}\n"):format(escape(block.note)) end
end

function render.chart(block, out)
  block.table.title = block.title
  render.table(block.table, out)
end

function render.items(_, out, document)
  local words, index, rows = document.words, document.index, {}
  for i = 1, math.min(#index.answers, ITEMS_MOST) do
    local answer = index.answers[i]
    local item = index.items[answer.item]
    rows[i] = { { text = item.id }, { text = answer.model }, { text = words["state_" .. answer.state] },
      { text = answer.score and ("%.2f"):format(answer.score) or "–" }, { text = answer.scores:gsub(" ", " · ") },
      { text = item.start } }
  end
  local note = #rows < #index.answers and words.first_of:format(#rows, #index.answers) or nil
  render.table({ note = note, bodies = { { rows = rows } }, columns = { { title = words.item }, { title = words.model },
    { title = words.state }, { title = words.score, number = true }, { title = words.scores, number = true },
    { title = words.question, wide = true } } }, out)
end

function write(document)
  local out = {}
  unknown = {}
  for _, banner in ipairs(document.banners) do
    local lead = banner.lead and "\\textbf{" .. escape(banner.lead) .. "} " or ""
    out[#out + 1] = ("\\fbox{\\parbox{0.98\\linewidth}{%s%s}}\n\n"):format(lead, escape(banner.text))
  end
  out[#out + 1] = ("{\\LARGE\\bfseries %s\\par}\n%s\n\n"):format(escape(document.title), escape(document.subtitle))
  for _, block in ipairs(document.blocks) do render[block.block](block, out, document) end
  if #unknown > 0 then
    out[#out + 1] = ("{\\scriptsize %s\\par}\n"):format(escape(document.words.tex_unknown))
  end
  local body = table.concat(out)
  -- Chinese, Japanese and Korean characters, from U+3000 on, the full-width ones, and the rare ones.
  local chinese = body:find("[\xE3-\xED][\x80-\xBF][\x80-\xBF]") or body:find("\xEF[\xA4-\xBF]")
    or body:find("\xF0[\xA0-\xBF]")
  return PREAMBLE:format(chinese and "\\RequireXeTeX % Chinese text\n" or "", chinese and CHINESE or "") .. body
    .. "\\end{document}\n"
end
