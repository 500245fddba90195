std = "lua54"
max_line_length = 120
read_globals = { "viva_root", "viva_version" }
include_files = { "scripts/**/*.lua", "tests/**/*.lua" }
exclude_files = { "tests/attacks", "tests/data" }
files["tests"] = { max_line_length = 140 }
