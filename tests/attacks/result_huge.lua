-- A title of many megabytes.
-- ends: refused|memory
title = ('x'):rep(16000000) .. ('y'):rep(16000000)
