"""Phantom's adapters: one folder per technology that implements the ports of the core."""
