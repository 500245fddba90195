std = "lua54"
max_line_length = 120
read_globals = { "viva_root", "viva_version" }
include_files = { "scripts/**/*.lua", "tests/**/*.lua" }
exclude_files = { "tests/attacks", "tests/data", "scripts/workspace", "scripts/comparisons", "scripts/meta/words" }
files["scripts/refine"] = { globals = { "title", "request", "proposal" } }
files["scripts/meta"] = { ignore = { "212" } } -- signatures without bodies
files["tests"] = { max_line_length = 140 }
files["scripts/writers"] = { globals = { "extension", "assets", "pages", "charts", "makes", "write", "page" },
  read_globals = { "json", "csv", "mark_hidden", "text" } }
files["scripts/reports"] = { globals = { "title", "show" }, read_globals = { "heading", "text", "items", "bars", "dots", "matrix",
  "heatmap", "distribution", "chart", "rows" } }
files["scripts/meta"] = { ignore = { "212" } }
