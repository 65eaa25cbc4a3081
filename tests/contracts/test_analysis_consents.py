"""Consents to analysis are known as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.analysis_consents import AnalysisConsentsContract
from phantom_adapters.neighbours import StandingAnalysisConsents


class TestAnalysisConsents(AnalysisConsentsContract):
    adapters = (StandingAnalysisConsents,)
