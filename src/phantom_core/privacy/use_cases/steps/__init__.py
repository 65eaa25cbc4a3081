"""What is done, step by step, to forget somebody."""

from phantom_core.privacy.use_cases.steps.steps import AT_ONCE, STEPS

__all__ = ["AT_ONCE", "STEPS"]
