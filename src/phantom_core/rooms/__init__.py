"""Listening rooms."""
