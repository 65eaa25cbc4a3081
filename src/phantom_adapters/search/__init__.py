"""Indexes that propose whom to compare with somebody: exact, and inverted over arrays."""
