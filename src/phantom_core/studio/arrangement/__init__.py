"""Arrangements: what stands in a project, merged from what several made of it at once."""
