-- CSV: RFC 4180 in, RFC 4180 out, and nothing a spreadsheet would run.
local csv = require "csv"
local findings = require "findings"

local M = {}

local function read(s, separator)
  local found = findings.new("t.csv")
  local entries, columns = csv.read(s, found, separator)
  return entries, columns, findings.problems(found)
end

M["quoted fields hold separators, quotes and newlines; rows know their line"] = function(lu)
  local entries, columns, problems = read('a,b\n"x, y","he said ""no""\nand left"\n\n1,\n,"last"')
  lu.assertEquals(problems, {})
  lu.assertEquals(columns, { "a", "b" })
  lu.assertEquals(entries, {
    { item = { a = "x, y", b = "he said \"no\"\nand left" }, line = 2 },
    { item = { a = "1", b = "" }, line = 5 },
    { item = { a = "", b = "last" }, line = 6 },
  })
end

M["the separator is declared, by an option or by Excel's line"] = function(lu)
  lu.assertEquals(read("a;b\n1,5;2\n", ";")[1].item, { a = "1,5", b = "2" })
  lu.assertEquals(read("sep=;\na;b\n1,5;2\n")[1], { item = { a = "1,5", b = "2" }, line = 3 })
  lu.assertEquals(read("\"sep=\t\"\na\tb\n1\t2\n")[1].item, { a = "1", b = "2" })
  lu.assertEquals(read("a|b\n1|2\n", "|")[1].item, { a = "1", b = "2" })
  local _, _, problems = read("a;b\n1;2\n")
  lu.assertEquals(problems, { "t.csv:1: the heading has one column; is the separator ';'? Then say --separator ';'" })
end

M["every broken row is told with its line"] = function(lu)
  local _, _, problems = read('a,b\n1\n1,2,3\nx"y,2\n"x"y,2\n"open,2\n')
  lu.assertEquals(problems, {
    "t.csv:2: fields in this row: 1, in the heading: 2",
    "t.csv:3: fields in this row: 3, in the heading: 2",
    "t.csv:4: a quote stands in a field that does not begin with one",
    "t.csv:5: something stands behind a closing quote",
    "t.csv:6: the quote that opens here is never closed",
  })
end

M["a heading without names or with one twice is refused"] = function(lu)
  local entries, _, problems = read("a,,a\n1,2,3\n")
  lu.assertEquals(entries, {})
  lu.assertEquals(problems, { "t.csv:1: column 2 has no name", "t.csv:1: two columns are called 'a'" })
  local _, _, empty = read("")
  lu.assertStrContains(empty[1], "empty")
end

M["what is written reads back the same"] = function(lu)
  local rows = { { "a", "b" }, { "x, y", "line\nbreak" }, { 'q"q', " spaced " }, { 5, 2.5 }, { "中文", "", n = 2 } }
  local s = csv.write(rows)
  lu.assertEquals(s:sub(1, 3), "\u{FEFF}")
  lu.assertStrContains(s, '"x, y"')
  local back = csv.rows(s:sub(4):gsub("\r\n", "\n"), findings.new("t"))
  lu.assertEquals(back[2][2], "line\nbreak")
  lu.assertEquals(back[3], { 'q"q', " spaced ", line = 4 })
  lu.assertEquals(back[4], { "5", "2.5", line = 5 })
  lu.assertEquals(csv.write({ { "a", nil, "c", n = 3 } }, { bom = false, separator = ";" }), "a;;c\r\n")
end

M["texts that a spreadsheet would run are disarmed, numbers are not"] = function(lu)
  local s = csv.write({ { "=HYPERLINK(1)", "+1", "-cmd", "@SUM", "\tx", -5, "a=b" } }, { bom = false })
  lu.assertEquals(s, "'=HYPERLINK(1),'+1,'-cmd,'@SUM,'\tx,-5,a=b\r\n")
end

M["random texts survive writing and reading"] = function(lu)
  math.randomseed(5)
  local pieces = { "a", ",", '"', "\n", ";", "中", " ", "'", "1" }
  for _ = 1, 2000 do
    local row = {}
    for i = 1, 3 do
      local parts = {}
      for j = 1, math.random(0, 5) do parts[j] = pieces[math.random(#pieces)] end
      row[i] = table.concat(parts) .. "." -- a row of blanks is passed over
    end
    local found = findings.new("t")
    local s = csv.write({ row }, { bom = false }):gsub("\r\n$", "\n")
    local back = csv.rows(s, found)
    lu.assertEquals(found.problems, {})
    lu.assertEquals({ back[1][1], back[1][2], back[1][3] }, row)
  end
end

return M
