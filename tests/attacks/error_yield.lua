-- A yield where nobody waits.
-- ends: refused
coroutine.yield('x')
