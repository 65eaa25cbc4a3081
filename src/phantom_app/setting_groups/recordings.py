"""Settings: recordings."""

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["RecordingSettings"]


@attrs.frozen(kw_only=True, slots=False)
class RecordingSettings:
    """Recordings."""

    workers: int = setting(
        "1",
        values.count,
        "How many recordings one worker process analyses at a time; nothing else waits for it.",
    )
    renditions: str = setting(
        "opus",
        values.one_of("opus", "mp3", "off"),
        "What is made of WAV and FLAC for listening over the network, by workers that have "
        "`ffmpeg`: `opus`, which is the smallest, `mp3`, which everything plays, or nothing "
        "(`off`).",
    )
    rendition_bitrate: int = setting(
        "128000", values.bitrate, "Bits a second of what is made, from 32000 to 320000."
    )
