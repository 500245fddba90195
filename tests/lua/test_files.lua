-- Files are replaced whole or left as they were.
local files = require "files"
local lfs = require "lfs"

local M = {}

local function temporary_folder()
  local path = os.tmpname()
  os.remove(path)
  assert(files.make_folder(path .. "/a/b"))
  return path
end

M["a file is written, read and replaced"] = function(lu)
  local folder = temporary_folder()
  local path = folder .. "/a/b/text"
  lu.assertTrue(files.write(path, "first\0second"))
  lu.assertTrue(files.write(path, "zweiter"))
  lu.assertEquals(files.read(path), "zweiter")
  local names = {}
  for name in lfs.dir(folder .. "/a/b") do names[#names + 1] = name end
  lu.assertEquals(#names, 3) -- ".", ".." and the file: no temporary file stays
  os.execute("rm -r " .. folder)
end

M["a failure names the path and leaves the old bytes"] = function(lu)
  local done, problem, code = files.write("/nowhere/at/all", "x")
  lu.assertNil(done)
  lu.assertStrContains(problem, "/nowhere/at/all")
  lu.assertEquals(code, "ENOENT")
end

M["a link stays a link, a device stays a device, a folder is refused"] = function(lu)
  local folder = temporary_folder()
  lu.assertTrue(files.write(folder .. "/a/real", "old"))
  os.execute(("ln -s real %s/a/link; mkfifo %s/a/pipe"):format(folder, folder))
  lu.assertTrue(files.write(folder .. "/a/link", "new"))
  lu.assertEquals(files.read(folder .. "/a/real"), "new")
  lu.assertEquals(lfs.symlinkattributes(folder .. "/a/link", "mode"), "link")
  local done, _, code = files.write("/dev/full", "x")
  lu.assertEquals({ done, code }, { nil, "ENOSPC" })
  lu.assertEquals(lfs.attributes("/dev/full", "mode"), "char device")
  lu.assertEquals(select(3, files.write(folder .. "/a/b", "x")), "EISDIR")
  os.execute("rm -r " .. folder)
end

M["a full device is told and no half file stays"] = function(lu)
  local done, problem = files.write("/dev/full/x", "x")
  lu.assertNil(done)
  lu.assertStrContains(problem, "/dev/full/x")
end

M["many files are written together; where one cannot be, none is and no temporary file stays"] = function(lu)
  local folder = temporary_folder()
  local function path(name) return ("%s/a/b/%s"):format(folder, name) end
  lu.assertTrue(files.write_all({ path "one", path "two" }, { "1", "2\0" }))
  lu.assertTrue(files.write_all({ path "two", path "three" }, { "zwei", "" }))
  lu.assertEquals({ files.read(path "one"), files.read(path "two"), files.read(path "three") }, { "1", "zwei", "" })
  local done, problem, code = files.write_all({ path "two", path "no/four" }, { "2", "4" })
  lu.assertEquals({ done, code }, { nil, "ENOENT" })
  lu.assertStrContains(problem, "no/four")
  lu.assertEquals(files.read(path "two"), "zwei")
  lu.assertTrue(files.write_all({}, {}))
  lu.assertErrorMsgContains("a text for each path", files.write_all, { path "one" }, {})
  lu.assertErrorMsgContains("element 1", files.write_all, { path "one" }, { 5 })
  local count = 0
  for _ in lfs.dir(folder .. "/a/b") do count = count + 1 end
  lu.assertEquals(count, 5)
  os.execute("rm -r " .. folder)
end

M["a folder or a device is not read as a file"] = function(lu)
  local bytes, problem = files.read("/tmp")
  lu.assertNil(bytes)
  lu.assertStrContains(problem, "not a file")
  lu.assertNil((files.read("/dev/zero")))
end

return M
