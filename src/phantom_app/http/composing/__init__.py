"""Routes of composing, and of looking for what could be better."""

from litestar import Router

from phantom_app.http.composing.generation import generate_chords, generate_midi
from phantom_app.http.composing.suggesting import analyze_project

__all__ = ["ROUTES"]

ROUTES = (
    Router(
        "/api/ai",
        tags=["Generation"],
        route_handlers=[generate_midi, generate_chords, analyze_project],
    ),
)
"""What is served here."""
