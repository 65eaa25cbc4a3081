"""Settings: files."""

from datetime import timedelta
from pathlib import Path

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["FileSettings"]


@attrs.frozen(kw_only=True, slots=False)
class FileSettings:
    """Files."""

    blob_url: str | None = setting(
        "",
        values.blob_place,
        "Where files are kept: a folder, or a bucket: `s3://BUCKET` or `s3://BUCKET/PREFIX`; "
        "`blobs` in the data folder if unset.",
    )
    s3_endpoint: str | None = setting(
        "",
        values.site,
        "Where the server of the bucket is, such as `https://s3.example`; AWS's own if unset.",
    )
    s3_public_url: str | None = setting(
        "", values.site, "The same server as clients reach it, if they know it by another address."
    )
    s3_region: str | None = setting(
        "",
        values.credential,
        "The region of the bucket; as AWS's usual variables and files have it, "
        "or `us-east-1`, if unset.",
    )
    s3_access_key: str | None = setting(
        "",
        values.credential,
        "Who Phantom is to that server; AWS's usual variables, files and roles are asked if unset.",
    )
    s3_secret_key: str | None = setting("", values.credential, "What proves it.", shown=False)
    s3_checksums: str = setting(
        "auto",
        values.one_of("auto", "when_required", "when_supported"),
        "Whether requests carry checksums beyond MD5: only where they must (`when_required`), "
        "wherever they may (`when_supported`), or `auto`: the second with AWS alone.",
    )
    cdn_url: str | None = setting(
        "",
        values.site,
        "The address of a CDN that stands before the files, if any; their URLs then begin with it.",
    )
    accel_prefix: str | None = setting(
        "",
        values.prefix,
        "Where an nginx in front has the folder of files as an internal location, such as "
        "`/_blobs`: it then sends the bytes that Phantom permits; Phantom sends them if unset.",
    )
    url_ttl: timedelta = setting("300", values.seconds, "Seconds that a signed URL lives.")
    scanner_url: tuple[str, int] | Path | None = setting(
        "",
        values.scanner,
        "The malware scanner that looks at every file that comes in, `clamd://HOST:PORT` or "
        "`clamd:/PATH/OF/SOCKET`; nothing does if unset. While it is away, no file is taken.",
    )
    sweep_grace: timedelta = setting(
        "259200",
        values.seconds,
        "Seconds after which a stored file that nothing names counts as a stray; more than any "
        "upload or signed URL lives, and than the clocks of store and database differ.",
    )
    quarantine: timedelta = setting(
        "1209600", values.seconds, "Seconds that a stray is left where it is before it is deleted."
    )
