"""What operators choose about exports of people's data."""

from datetime import timedelta

import attrs

from phantom_app import setting_values as values
from phantom_app.broker_settings import BrokerSettings
from phantom_app.setting_fields import setting

__all__ = ["ExportSettings"]


@attrs.frozen(kw_only=True)
class ExportSettings(BrokerSettings):
    """Choices about exports."""

    exports_a_day: int = setting(
        "5",
        values.count,
        "How many exports of what is held about them one person may ask for within 24 hours.",
    )
    export_ttl: timedelta = setting(
        "604800", values.seconds, "Seconds that an export is kept to be fetched."
    )
