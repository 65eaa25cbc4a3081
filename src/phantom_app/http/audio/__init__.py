"""Recordings over HTTP: handing them in, hearing them, having them analysed, describing them.

Its routes are not imported with it: `phantom analyze` tells what it hears as they do.
"""
