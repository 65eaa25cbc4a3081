"""Malware scanners."""

from phantom_adapters.scanning.clamd import ClamdPatience, ClamdScanner

__all__ = ["ClamdPatience", "ClamdScanner"]
