-- JSON as scripts see it: values, lines, messages, and a writer that never writes the same value in two ways.
local json = require "json"
local reference = dofile "tests/lua/support/json_reference.lua"

local M = {}

M["values keep their types"] = function(lu)
  local value = json.decode('{"a":5,"b":5.0,"c":null,"d":[],"e":{},"f":[true,false],"g":12345678901234567}')
  lu.assertEquals(math.type(value.a), "integer")
  lu.assertEquals(math.type(value.b), "float")
  lu.assertTrue(value.c == json.null)
  lu.assertEquals(value.f, { true, false })
  lu.assertEquals(value.g, 12345678901234567)
  lu.assertEquals(json.encode(value), '{"a":5,"b":5.0,"c":null,"d":[],"e":{},"f":[true,false],"g":12345678901234567}')
end

M["text survives both ways, NUL and slashes too"] = function(lu)
  for _, s in ipairs { "", "中文", "a\0b", "\\/ \\\\/", "\"", "\n\t\27", "MK/5/1", "\u{1F600}" } do
    lu.assertEquals(json.decode(json.encode(s)), s)
  end
  lu.assertEquals(json.encode("MK/5/1"), '"MK/5/1"')
  lu.assertEquals(json.encode("中"), '"中"')
  lu.assertEquals(json.encode("a\xFFb"), '"a\u{FFFD}b"')
end

M["messages name line and column"] = function(lu)
  local cases = {
    { '{"a":1,\n "a":2}', "line 2, column 2: this key stands twice in one object" },
    { '{"a":1,\n "\\u0061":2}', "line 2, column 2: this key stands twice in one object" },
    { "[1,\n\n 2,]", "line 3, column 4: a value was expected here" },
    { '["中\xFF"]', "line 1, column 4: not valid UTF-8" },
    { "[1]\n[2]", "line 2, column 1: something stands behind the end" },
    { "[NaN]", "line 1, column 2: NaN and Infinity are not JSON" },
  }
  for _, case in ipairs(cases) do
    local value, message, code = json.decode(case[1])
    lu.assertNil(value)
    lu.assertEquals(message, case[2])
    lu.assertEquals(code, "json")
  end
  local _, message = json.decode("[", { line = 7 })
  lu.assertEquals(message, "line 7, column 2: the text ends too early")
end

M["lines of objects are told"] = function(lu)
  local value, lines = json.decode('[\n{"a":\n{}},\n{}]', { lines = true })
  lu.assertEquals({ lines[value[1]], lines[value[1].a], lines[value[2]] }, { 2, 3, 4 })
  local one, own = json.decode("{}", { lines = true, line = 12 })
  lu.assertEquals(own[one], 12)
end

M["a bare NaN is read only when asked for"] = function(lu)
  local value = json.decode('{"checklist": NaN}', { nan = true })
  lu.assertTrue(value.checklist == json.null)
  lu.assertNil((json.decode("Infinity", { nan = true })))
end

M["values at paths are those that decoding gives, the rest is read and left"] = function(lu)
  local paths = json.paths("a", "b.2", "b.2.c", "d", "e.f", "g")
  local text = '{"x":{"y":[1,{}]},"b":[0,{"c":"\\u4e2d\\n"}],"a":null,"d":[1,{"k":2.5}],"e":7,"g":false}'
  local kind, a, b, c, d, f, g = json.pick(text, paths)
  local whole = json.decode(text)
  lu.assertEquals({ kind, b, c, f }, { "object", true, whole.b[2].c, nil })
  lu.assertNil(a)
  lu.assertEquals(d, whole.d)
  lu.assertEquals(g, false)
  for text_kind, s in pairs { array = "[1]", string = '"a"', number = "-1.5", boolean = "true", null = "null" } do
    lu.assertEquals(json.pick(s, paths), text_kind)
  end
end

M["picking refuses what decoding refuses, in the same words"] = function(lu)
  local paths = json.paths("a", "b.c")
  for _, bad in ipairs { "", "{", '{"a":1,\n "a":2}', '{"b":{"c":1,"c":2}}', '{"a":[{"x":1,"x":2}]}', "[1] [2]", '{"z":[1,]}',
    '{"z":"中\xFF"}', '{"z":tru}' } do
    local value, message, code = json.decode(bad)
    local picked, why, reason = json.pick(bad, paths)
    lu.assertNil(value)
    lu.assertEquals({ picked == nil, why, reason }, { true, message, code })
  end
  lu.assertEquals(json.pick('{"z":1,"z":2}', paths), "object") -- what no path goes through is not looked at so closely
end

M["the writer sorts keys and indents"] = function(lu)
  lu.assertEquals(json.encode { b = 1, a = { 1, { c = "x" } } }, '{"a":[1,{"c":"x"}],"b":1}')
  lu.assertEquals(json.encode({ a = { 1 }, b = json.array {}, c = {} }, { indent = 2 }),
    '{\n  "a": [\n    1\n  ],\n  "b": [],\n  "c": {}\n}')
end

M["numbers read back as the same"] = function(lu)
  local numbers = { 0, -1, math.maxinteger, math.mininteger, 0.1, 1 / 3, 5.0, 1e300, 5e-324, -0.0, 2^53, 1e15, 123.789 }
  for _, n in ipairs(numbers) do
    local back = json.decode(json.encode(n))
    lu.assertEquals(back, n)
    lu.assertEquals(math.type(back), math.type(n), json.encode(n))
  end
end

M["what JSON cannot hold raises"] = function(lu)
  lu.assertErrorMsgContains("NaN", json.encode, 0 / 0)
  lu.assertErrorMsgContains("NaN", json.encode, { -math.huge })
  lu.assertErrorMsgContains("no text", json.encode, { [5] = "x" })
  lu.assertErrorMsgContains("holes", json.encode, { 1, nil, 3, nil, 5 })
  lu.assertErrorMsgContains("the key 'x'", json.encode, { 1, x = 2 })
  lu.assertErrorMsgContains("function", json.encode, { print })
  local loop = {}
  loop.loop = loop
  lu.assertErrorMsgContains("nested", json.encode, loop)
end

local TEXTS = { "", "a", "<b>", "</script><!--", "中文", "\0", "\u{1F600}", "\xFF<\xE4\xB8", "\xE4\xB8\xAD\xE4<", "\"\\\n\27", "\u{2028}",
  ("<x"):rep(3000), ("\1"):rep(5000), ("病历"):rep(2000) }
local NUMBERS = { 0, -1, math.maxinteger, math.mininteger, 0.1, -0.0, 5.0, 1e15, 1e16, 123456789012345.0, 1e300, 5e-324, 2^53, 1 / 3 }

local function random_scalar()
  local kind = math.random(6)
  if kind == 1 then return math.random(0) end
  if kind == 2 then return (math.random() - 0.5) * 10.0 ^ math.random(-300, 300) end
  if kind == 3 then return NUMBERS[math.random(#NUMBERS)] end
  if kind == 4 then return math.random(2) == 1 end
  if kind == 5 then return json.null end
  return TEXTS[math.random(#TEXTS)]
end

local function random_value(depth)
  local kind = depth == 0 and 1 or math.random(4)
  if kind <= 2 then return random_scalar() end
  local value = {}
  for i = 1, math.random(4) == 1 and math.random(60) or math.random(0, 4) do
    local key = kind == 3 and i or TEXTS[math.random(11)] .. (math.random(3) == 1 and math.random(50) or "")
    value[key] = random_value(depth - 1)
  end
  return next(value) == nil and math.random(2) == 1 and json.array(value) or value
end

M["any value is written as the plain writer in Lua writes it"] = function(lu)
  math.randomseed(5)
  for _ = 1, 400 do
    local value, indent = random_value(math.random(0, 5)), math.random(0, 3)
    local written = json.encode(value, { indent = indent })
    if written ~= reference(value, { indent = indent }) then lu.assertEquals(written, reference(value, { indent = indent })) end
    local safe = json.encode(value, { html = true })
    lu.assertEquals(safe == (reference(value):gsub("<", "\\u003c")), true)
  end
end

M["what cannot be written raises in the same words at any depth"] = function(lu)
  local deep = "x"
  for _ = 1, 64 do deep = { deep } end
  lu.assertEquals(json.encode(deep), reference(deep))
  local odd = setmetatable({}, { __tostring = function() return "odd" end })
  local loop = {}
  loop[1] = loop
  for _, bad in ipairs { { deep }, loop, { a = loop }, { 0 / 0 }, { -1 / 0 }, { [5] = 1 }, { [odd] = 1 }, { 1, [odd] = 2 },
    { 1, [1.5] = 2 }, { 1, 2, nil, 4 }, { 1, [-1] = 2 }, { print }, { io.stdout },
    { a = { b = coroutine.create(print) } }, { [true] = 1 } } do
    local good, why = pcall(json.encode, bad)
    local _, wanted = pcall(reference, bad)
    lu.assertEquals({ good, why }, { false, wanted })
  end
  lu.assertEquals(select(2, pcall(json.encode, nil)), "a nil cannot be written as JSON")
  lu.assertErrorMsgContains("unknown option 'indents'", json.encode, 1, { indents = 2 })
end

M["objects of very many keys and texts of many megabytes are written"] = function(lu)
  local many = {}
  for i = 1, 100000 do many["k" .. i] = i end
  lu.assertTrue(json.encode(many) == reference(many))
  local long = ("<病"):rep(1000000)
  lu.assertEquals(#json.encode({ long }, { html = true }), 9 * 1000000 + 4)
end

M["with the option lists what is empty is an array"] = function(lu)
  lu.assertEquals(json.encode({ a = {}, b = { {}, { c = 1 } } }, { lists = true }), '{"a":[],"b":[[],{"c":1}]}')
  lu.assertEquals(json.encode({}, { lists = true, indent = 2 }), "[]")
end

M["a hundred megabytes are read"] = function(lu)
  local big = '["' .. ("病历"):rep(17 * 1024 * 1024) .. '"]'
  local value = json.decode(big)
  lu.assertEquals(#value[1], #big - 4)
end

M["random bytes are refused or read, never fatal"] = function(lu)
  math.randomseed(3)
  local pieces = {
    "{", "}", "[", "]", ",", ":", '"', "\\", "u00", "ud8", "1", "-", ".", "e", "null", "中", "\xFF", " ", "\n", '"a"',
  }
  for _ = 1, 20000 do
    local parts = {}
    for i = 1, math.random(0, 12) do parts[i] = pieces[math.random(#pieces)] end
    local s = table.concat(parts)
    local value, message, code = json.decode(s, { lines = true, nan = true })
    if value == nil then
      lu.assertEquals(code, "json")
      lu.assertStrMatches(message, "line %d+, column %d+: .+")
    end
  end
end

return M
