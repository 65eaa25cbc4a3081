"""Settings: uploads and other bodies."""

from datetime import timedelta

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting
from phantom_core.kernel import ByteCount

__all__ = ["UploadSettings"]


@attrs.frozen(kw_only=True, slots=False)
class UploadSettings:
    """Uploads and other bodies."""

    upload_limit: ByteCount = setting(
        "1GiB", values.byte_count, "The largest file that may be uploaded in one piece."
    )
    large_upload_limit: ByteCount = setting(
        "4GiB", values.byte_count, "The largest file that may be uploaded in parts."
    )
    storage_quota: ByteCount = setting(
        "100GiB", values.byte_count, "How much one person may keep, what is on its way included."
    )
    pending_quota: ByteCount = setting(
        "16GiB", values.byte_count, "How much one person may have on its way at once."
    )
    uploads_at_once: int = setting(
        "100", values.count, "How many uploads one person may have open at once."
    )
    upload_ttl: timedelta = setting(
        "86400", values.seconds, "Seconds that an upload stays open since its plan was asked for."
    )
    upload_url_ttl: timedelta = setting(
        "3600", values.seconds, "Seconds that the URL of a part lives."
    )
    image_limit: ByteCount = setting(
        "20MiB",
        values.byte_count,
        "The largest image that may be uploaded; several at once may be five times as large.",
    )
    chat_file_limit: ByteCount = setting(
        "25MiB", values.byte_count, "The largest file that may be sent in a chat."
    )
    midi_limit: ByteCount = setting(
        "4MiB", values.byte_count, "The largest file of MIDI that may be imported."
    )
    import_limit: ByteCount = setting(
        "4GiB", values.byte_count, "The largest project that may be imported, packed or not."
    )
    body_limit: ByteCount = setting(
        "1MiB",
        values.byte_count_from(16 * 2**10),
        "The largest body of any other request; 16 KiB at the least.",
    )
    body_timeout: timedelta = setting(
        "30", values.seconds, "Seconds that the next piece of a body is waited for."
    )
