-- Text as scripts see it.
local text = require "viva.text"

local M = {}

M["malformed text is told with its place"] = function(lu)
  lu.assertTrue(text.valid("中文"))
  local ok, message, code, offset = text.valid("ab\xFFc")
  lu.assertNil(ok)
  lu.assertEquals({ message, code, offset }, { "byte 3 is not valid UTF-8 (0xFF)", "utf8", 3 })
  lu.assertEquals(text.repair("ab\xFFc"), "ab\u{FFFD}c")
end

M["cutting keeps within the columns"] = function(lu)
  lu.assertEquals(text.cut("医疗知识", 8), "医疗知识")
  lu.assertEquals(text.cut("医疗知识", 7), "医疗知…")
  lu.assertEquals(text.cut("医疗知识", 6), "医疗…")
  lu.assertEquals(text.cut("abc", 0), "")
  for columns = 0, 20 do
    lu.assertTrue(text.width(text.cut("a医b疗e\u{301}\u{1F468}\u{200D}\u{1F469}知识xyz", columns)) <= columns)
  end
end

M["padding aligns Chinese and English"] = function(lu)
  lu.assertEquals(text.pad("中", 4), "中  ")
  lu.assertEquals(text.pad("中", 4, "right"), "  中")
  lu.assertEquals(text.pad("中文字", 4), "中文字")
end

M["folding makes scores readable"] = function(lu)
  lu.assertEquals(text.fold("［４］"), "[4]")
  lu.assertEquals(text.fold("得分：４／５"), "得分:4/5")
  lu.assertEquals(text.fold("bad\xFF４"), "bad\u{FFFD}4")
  lu.assertEquals(text.fold(""), "")
end

M["the nearest word is found, a far one is not"] = function(lu)
  local words = { "title", "usable_from", "repeats", "prompt" }
  lu.assertEquals(text.similar("useable_from", words), "usable_from")
  lu.assertEquals(text.similar("promt", words), "prompt")
  lu.assertNil(text.similar("zebra", words))
  lu.assertNil(text.similar("x", { "a", "b" }))
  lu.assertNil(text.similar("anything", {}))
end

M["wrong arguments raise"] = function(lu)
  lu.assertError(text.cut, "x", -1)
  lu.assertError(text.width)
  lu.assertError(text.similar, "x", "y")
end

return M
