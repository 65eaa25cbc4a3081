"""Recordings over HTTP: handing them in, hearing them, having them analysed, describing them."""

from phantom_app.http.audio.routes import ROUTES

__all__ = ["ROUTES"]
