-- Functions stay short and files readable: the budget of design.md, "Habits". Prints the longest, fails past the limits.
local files = require "files"
local lfs = require "lfs"

local M = {}

local LIMITS = { c = { file = 500, fn = 60 }, lua = { file = 250, fn = 60 } }

local function walk(folder, found)
  for name in lfs.dir(folder) do
    local path = folder .. "/" .. name
    if name:sub(1, 1) ~= "." and lfs.attributes(path, "mode") == "directory" then walk(path, found)
    elseif name:find("%.c$") or name:find("%.lua$") then found[#found + 1] = path end
  end
  return found
end

local function lines_of(path)
  local lines = {}
  for line in (files.read(path)):gmatch("(.-)\n") do lines[#lines + 1] = line end
  return lines
end

-- In C a function's braces stand alone in the first column.
local function c_functions(lines)
  local found, start = {}, nil
  for i, line in ipairs(lines) do
    if line == "{" then start = i end
    if line == "}" and start then
      found[#found + 1] = { line = start - 1, length = i - start + 2 }
      start = nil
    end
  end
  return found
end

-- In Lua a function that is more than a line ends with `end` at its own indentation.
local function lua_functions(lines)
  local found = {}
  for i, line in ipairs(lines) do
    local indent = line:match("^(%s*)local function ") or line:match("^(%s*)function ") or line:match("^(%s*)M%.[%w_]+ = function")
    if indent and not line:find("%f[%w]end[%),]*$") then
      for j = i + 1, #lines do
        if lines[j]:find("^" .. indent .. "end") then
          found[#found + 1] = { line = i, length = j - i + 1 }
          break
        end
      end
    end
  end
  return found
end

local function measure(folders)
  local all, long = { c = {}, lua = {} }, {}
  for _, folder in ipairs(folders) do
    for _, path in ipairs(walk(folder, {})) do
      local kind, lines = path:match("%.(%w+)$"), lines_of(path)
      if #lines > LIMITS[kind].file then long[#long + 1] = ("%s: %d lines"):format(path, #lines) end
      for _, fn in ipairs((kind == "c" and c_functions or lua_functions)(lines)) do
        fn.path = path
        table.insert(all[kind], fn)
      end
    end
  end
  return all, long
end

local function quantile(functions, share)
  return functions[math.max(1, math.ceil(#functions * (1 - share)))].length
end

M["functions and files keep to their budget"] = function(lu)
  local all, long = measure { "host", "scripts" }
  lu.assertEquals(long, {}, "files that are too long")
  for kind, functions in pairs(all) do
    table.sort(functions, function(a, b) return a.length > b.length end)
    print(("\n%s: %d functions, median %d, 90%% within %d; the longest:"):format(kind, #functions, quantile(functions, 0.5),
      quantile(functions, 0.9)))
    for i = 1, math.min(10, #functions) do
      print(("  %3d  %s:%d"):format(functions[i].length, functions[i].path, functions[i].line))
    end
    lu.assertTrue(functions[1].length <= LIMITS[kind].fn, "the longest function")
    lu.assertTrue(quantile(functions, 0.9) <= 30, "nine of ten functions are within 30 lines")
    lu.assertTrue(quantile(functions, 0.5) <= 10, "the median function")
  end
end

return M
