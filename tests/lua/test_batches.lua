-- Lists of plain data in batches.
local batches = require "batches"

local M = {}

-- What reading the bytes as a file gives.
local function read(bytes)
  local handle <close> = assert(io.tmpfile())
  handle:write(bytes)
  handle:seek "set"
  return batches.read(handle)
end

local function itself(one) return one end

M["a list that is larger than plain data may be is read as it was written"] = function(lu)
  local list, long = {}, ("x"):rep(100000)
  for i = 1, 300 do list[i] = { place = i, text = long } end
  local again = read(assert(batches.write(list, itself)))
  lu.assertEquals(#again, 300)
  for i = 1, 300 do lu.assertTrue(again[i].place == i and again[i].text == long) end
  lu.assertEquals(read(assert(batches.write({}, itself))), {})
end

M["a byte changed or lost anywhere is noticed"] = function(lu)
  local list = {}
  for i = 1, 130 do list[i] = { place = i } end
  local bytes = assert(batches.write(list, itself))
  for at = 1, #bytes, 7 do
    local changed = bytes:sub(1, at - 1) .. string.char(bytes:byte(at) ~ 1) .. bytes:sub(at + 1)
    lu.assertNil(read(changed), at)
    lu.assertNil(read(bytes:sub(1, at - 1)), at)
  end
end

M["what cannot be written gives the whole up"] = function(lu)
  lu.assertNil((batches.write({ { 1 }, { 2 } }, function(one) return one[1] == 1 and one or nil end)))
  local bytes, problem = batches.write({ { print } }, itself)
  lu.assertNil(bytes)
  lu.assertStrContains(problem, "function")
end

return M
