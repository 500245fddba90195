std = "lua54"
max_line_length = 120
globals = { "viva_root" }
include_files = { "scripts/**/*.lua", "tests/**/*.lua" }
exclude_files = { "tests/attacks", "tests/data" }
