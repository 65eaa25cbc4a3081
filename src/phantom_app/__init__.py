"""Phantom's server: HTTP, sockets, workers, the command line; here alone adapters are chosen."""
