-- The project's reference numbers, tests/data/stats/golden.json, and the comparison to its tolerance.
local files = require "files"
local json = require "json"

local M = {}
local cases = assert(json.decode(assert(files.read("tests/data/stats/golden.json")), { nan = true })).cases

function M.case(name) return assert(cases[name], name) end

---A JSON array as a plain list, each element through `of`.
function M.list(array, of)
  local out = {}
  for i, value in ipairs(array) do
    if of then value = of(value) end
    out[i] = value
  end
  return out
end

---Equal to 1e-6 relative, or to `absolute`.
function M.near(lu, value, expected, absolute)
  if expected == nil or value == nil then
    lu.assertEquals(value, expected)
    return
  end
  local tolerance = absolute or math.max(1e-6 * math.abs(expected), 1e-12)
  lu.assertTrue(math.abs(value - expected) <= tolerance, ("%.12g where %.12g is expected"):format(value, expected))
end

function M.iccs(lu, iccs, expected)
  for i = 1, 3 do
    local icc, reference = iccs["icc" .. i], expected["ICC" .. i]
    M.near(lu, icc.value, reference[1])
    M.near(lu, icc.low, reference[2])
    M.near(lu, icc.high, reference[3])
  end
end

---A generator of whole numbers 1..n that is the same on every run.
function M.generator(seed)
  local state = seed
  return function(n)
    state = (state * 6364136223846793005 + 1442695040888963407)
    return (state >> 33) % n + 1
  end
end

return M
