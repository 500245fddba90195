-- An undefined global is an error that names it; a new one is made with rawset on purpose or not at all.
setmetatable(_G, {
  __index = function(_, name)
    error(("there is no variable called '%s' here"):format(tostring(name)), 2)
  end,
  __newindex = function(_, name)
    error(("'%s' would become a global variable; say 'local'"):format(tostring(name)), 2)
  end,
})
return true
