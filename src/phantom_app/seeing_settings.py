"""What operators choose about faults of what lies outside, and about what they see of a server."""

from datetime import timedelta

import attrs

from phantom_app import setting_values as values
from phantom_app.retention_settings import RetentionSettings
from phantom_app.setting_fields import setting

__all__ = ["SeeingSettings"]


@attrs.frozen(kw_only=True)
class SeeingSettings(RetentionSettings):
    """Choices about patience and sight."""

    database_patience: timedelta = setting(
        "1",
        values.seconds,
        "Seconds that PostgreSQL may not answer before all who wait for it are refused (503), and "
        "everybody else until it does.",
    )
