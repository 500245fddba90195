-- The digest binding: known values, binary strings, identities, refusals.
local digest = require "viva.digest"

local M = {}

M["sha256 gives the published values as raw bytes"] = function(lu)
  lu.assertEquals(#digest.sha256(""), 32)
  lu.assertEquals(digest.hex(digest.sha256("abc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  lu.assertEquals(digest.hex(digest.sha256("\0")),
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
end

M["hex and unhex are inverse for every byte"] = function(lu)
  local bytes = {}
  for i = 0, 255 do bytes[#bytes + 1] = string.char(i) end
  local all = table.concat(bytes)
  lu.assertEquals(digest.unhex(digest.hex(all)), all)
  lu.assertEquals(digest.unhex(digest.hex(all):upper()), all)
  lu.assertEquals(digest.unhex(""), "")
end

M["unhex tells what is not hexadecimal"] = function(lu)
  for _, wrong in ipairs { "a", "zz", "0 ", "\0\0" } do
    local value, text, code = digest.unhex(wrong)
    lu.assertNil(value)
    lu.assertStrContains(text, "hexadecimal")
    lu.assertEquals(code, "hex")
  end
end

M["no two lists share an identity"] = function(lu)
  local lists = { {}, { "" }, { "", "" }, { "ab", "c" }, { "a", "bc" }, { "abc" }, { "abc", "" }, { "", "abc" },
    { "a\0b" },
    { "a", "\0b" }, { ("\0"):rep(8) }, { ("\0"):rep(7) .. "\1" } }
  local seen = {}
  for i, list in ipairs(lists) do
    local identity = digest.identity(list)
    lu.assertEquals(#identity, 32)
    lu.assertNil(seen[identity], "list " .. i)
    seen[identity] = true
    lu.assertEquals(digest.identity(list), identity)
  end
end

M["identity has a fixed value, the same on every machine"] = function(lu)
  local prefix = ("\0"):rep(7)
  lu.assertEquals(digest.identity { "ab", "c" }, digest.sha256(prefix .. "\2ab" .. prefix .. "\1c"))
end

M["identity refuses what is not a string"] = function(lu)
  lu.assertErrorMsgContains("element 2 is a number", digest.identity, { "a", 5 })
  lu.assertErrorMsgContains("table expected", digest.identity, "a")
  lu.assertEquals(digest.identity { "a" }, digest.identity { "a" })
end

M["random gives what is asked and never the same"] = function(lu)
  lu.assertEquals(digest.random(0), "")
  lu.assertEquals(#digest.random(1000), 1000)
  lu.assertNotEquals(digest.random(16), digest.random(16))
  lu.assertErrorMsgContains("0 to 1048576", digest.random, -1)
  lu.assertErrorMsgContains("0 to 1048576", digest.random, 1 << 40)
end

return M
