"""Phantom's server: HTTP, sockets, workers and the command line; the one place that chooses adapters."""
