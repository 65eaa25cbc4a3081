"""Repositories over SQL, a module for each group of ports; `SqlUnit` brings them together."""
