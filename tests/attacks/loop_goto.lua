-- An endless loop by goto.
-- ends: stopped
::again:: goto again
