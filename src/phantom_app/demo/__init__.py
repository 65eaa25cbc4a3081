"""A world to look at: people, what they play, and what a machine hears in it."""

from phantom_app.demo.filling import fill

__all__ = ["fill"]
