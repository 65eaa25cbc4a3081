"""Calls to services of others, over HTTP."""
