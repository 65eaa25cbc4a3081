"""How Sphinx builds the documentation."""

project = "Phantom"
author = "The Phantom authors"
project_copyright = "2026, The Phantom authors"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "decisions/template.md"]
nitpicky = True

html_theme = "furo"
html_title = "Phantom"
