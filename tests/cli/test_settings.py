"""Settings: defaults that work, and one sentence for what does not."""

import traceback
from datetime import timedelta
from pathlib import Path

import pytest

from phantom_app.setting_values import DEFAULT_ALLOWANCES
from phantom_app.settings import BadSetting, read_settings, table
from phantom_app.settings_page import page

CERTIFICATE = Path(__file__).parents[1] / "contracts" / "localhost.pem"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def test_without_anything_everything_has_a_default() -> None:
    settings = read_settings({})

    assert settings.data_dir == Path("phantom-data")
    assert settings.database_url is None
    assert settings.access_ttl == timedelta(minutes=15)
    assert settings.allowances == DEFAULT_ALLOWANCES
    assert settings.secret_key is None


def test_what_is_given_by_hand_stands_before_the_environment() -> None:
    environment = {"PHANTOM_DATA_DIR": "/from/environment", "PHANTOM_ACCESS_TTL": "60"}
    settings = read_settings(environment, data_dir="/by/hand")

    assert settings.data_dir == Path("/by/hand")
    assert settings.access_ttl == timedelta(seconds=60)


def test_a_standby_is_that_of_a_postgresql() -> None:
    standby = {"PHANTOM_STANDBY_URL": "postgresql://standby.example/phantom"}
    shared = {"PHANTOM_DATABASE_URL": "postgresql://db.example/phantom"}
    settings = read_settings({**standby, **shared})

    assert settings.standby_patience == timedelta(milliseconds=50)
    for given in (standby, {**standby, "PHANTOM_DATABASE_URL": "sqlite:///phantom.db"}):
        with pytest.raises(BadSetting, match="PHANTOM_STANDBY_URL: takes PHANTOM_DATABASE_URL="):
            read_settings(given)


def test_an_empty_value_counts_as_unset() -> None:
    assert read_settings({"PHANTOM_ACCESS_TTL": " "}).access_ttl == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHANTOM_DATABASE_URL", "mysql://somewhere"),
        ("PHANTOM_DATABASE_URL", "postgresql://db.example:99999/phantom"),
        ("PHANTOM_DATABASE_URL", "postgresql://db.example:0/phantom"),
        ("PHANTOM_DATABASE_URL", "postgresql://a.example:5432,b.example:x/phantom"),
        ("PHANTOM_DATABASE_URL", "postgresql://[::1/phantom"),
        ("PHANTOM_STANDBY_URL", "postgresql://standby.example/phantom"),
        ("PHANTOM_STANDBY_URL", "postgresql://standby.example:0/phantom"),
        ("PHANTOM_STANDBY_URL", "sqlite:///phantom.db"),
        ("PHANTOM_STANDBY_PATIENCE", "0"),
        ("PHANTOM_STANDBY_PATIENCE", "10001"),
        ("PHANTOM_STANDBY_PATIENCE", "1s"),
        ("PHANTOM_BROKER_URL", "amqp://somewhere"),
        ("PHANTOM_RETENTION", "events=0"),
        ("PHANTOM_RETENTION", "weather=1"),
        ("PHANTOM_BROKER_URL", "redis://"),
        ("PHANTOM_BROKER_URL", "redis://broker.example:0"),
        ("PHANTOM_BROKER_URL", "redis://broker.example:x"),
        ("PHANTOM_BROKER_URL", "redis://broker.example/music"),
        ("PHANTOM_BROKER_URL", "redis://broker.example?ssl_cert_reqs=none"),
        ("PHANTOM_PUBLIC_URL", "phantom.example"),
        ("PHANTOM_PUBLIC_URL", "https:phantom.example"),
        ("PHANTOM_PUBLIC_URL", "https://"),
        ("PHANTOM_PUBLIC_URL", "https://[::1"),
        ("PHANTOM_PUBLIC_URL", "https://ada@phantom.example"),
        ("PHANTOM_PUBLIC_URL", "https://phantom.example/?a=b"),
        ("PHANTOM_PUBLIC_URL", "https://phantom.example/a b"),
        ("PHANTOM_PUBLIC_URL", "https://phantom.example/#top"),
        ("PHANTOM_APP_URL", "https://app.example/#/"),
        ("PHANTOM_APP_URL", "app.example"),
        ("PHANTOM_PUBLIC_URL", "http:///"),
        ("PHANTOM_PUBLIC_URL", "https://:8000"),
        ("PHANTOM_BLOB_URL", "file://elsewhere/files"),
        ("PHANTOM_BLOB_URL", "s3://"),
        ("PHANTOM_BLOB_URL", "s3://Bucket"),
        ("PHANTOM_BLOB_URL", "s3://key:secret@bucket"),
        ("PHANTOM_BLOB_URL", "s3://bucket/../other"),
        ("PHANTOM_BLOB_URL", "s3://bucket?region=x"),
        ("PHANTOM_S3_ENDPOINT", "s3.example"),
        ("PHANTOM_S3_CHECKSUMS", "always"),
        ("PHANTOM_CDN_URL", "cdn.example"),
        ("PHANTOM_TRUSTED_PROXIES", "bogus"),
        ("PHANTOM_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.1/8"),
        ("PHANTOM_TRUSTED_PROXIES", "127.0.0.1,"),
        ("PHANTOM_MAIL_FROM", "no address at all"),
        ("PHANTOM_MAIL_FROM", "Phantom <phantom>"),
        ("PHANTOM_MAIL_FROM", "ada@a.example, bob@b.example"),
        ("PHANTOM_MAIL_FROM", "Ada <ada@a.example>, Bob <bob@b.example>"),
        ("PHANTOM_BODY_LIMIT", "1"),
        ("PHANTOM_BODY_LIMIT", "15KiB"),
        ("PHANTOM_OUTBOX_LIMIT", "1KiB"),
        ("PHANTOM_BODY_TIMEOUT", "0"),
        ("PHANTOM_SPOTIFY_URL", "http://api.example/v1"),
        ("PHANTOM_SPOTIFY_TOKEN_URL", "accounts.example"),
        ("PHANTOM_SPOTIFY_CLIENT_ID", "two words"),
        ("PHANTOM_ALLOWED_ORIGINS", "https://a.example, b.example"),
        ("PHANTOM_ALLOWED_ORIGINS", "https://a.example/path"),
        ("PHANTOM_ACCESS_TTL", "15m"),
        ("PHANTOM_ACCESS_TTL", "0"),
        ("PHANTOM_ACCESS_TTL", "-1"),
        ("PHANTOM_RATE_LIMITS", "some"),
        ("PHANTOM_RATE_LIMITS", "log-in=0/60"),
        ("PHANTOM_RATE_LIMITS", "coffee=1/60"),
        ("PHANTOM_UPLOAD_LIMIT", "1 GB"),
        ("PHANTOM_SECRET_KEY", "too short"),
        ("PHANTOM_SMTP_URL", "http://mail.example"),
        ("PHANTOM_SMTP_URL", "smtp://mail.example:99999"),
        ("PHANTOM_SMTP_URL", "smtp://mail.example:0"),
        ("PHANTOM_SMTP_URL", "smtp://mail.example:x"),
        ("PHANTOM_SMTP_URL", "smtp://[::1"),
        ("PHANTOM_SMTP_URL", "smtp://"),
        ("PHANTOM_SCANNER_URL", "clamd:relative/clamd.ctl"),
        ("PHANTOM_SCANNER_URL", "clamd://scanner.example:99999"),
        ("PHANTOM_SCANNER_URL", "tcp://scanner.example:3310"),
        ("PHANTOM_ACCEL_PREFIX", "_blobs"),
        ("PHANTOM_ACCEL_PREFIX", "/"),
        ("PHANTOM_ACCEL_PREFIX", "/a b"),
        ("PHANTOM_VERIFIED_ONLY", "maybe"),
        ("PHANTOM_WORKERS", "0"),
        ("PHANTOM_METRICS", "yes"),
        ("PHANTOM_LOG_LEVEL", "loud"),
        ("PHANTOM_COLOUR", "blue"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_variable(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read_settings({name: value})

    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_a_session_may_not_be_over_before_its_first_refresh() -> None:
    with pytest.raises(BadSetting, match=r"^PHANTOM_IDLE_TTL: must be more"):
        read_settings({"PHANTOM_IDLE_TTL": "900"})

    assert read_settings({"PHANTOM_IDLE_TTL": "901"}).idle_ttl == timedelta(seconds=901)
    assert read_settings({}).idle_ttl is None


@pytest.mark.parametrize("value", ["*", "10.0.0.7", "10.0.0.0/8, ::1", "2001:db8::/32"])
def test_proxies_are_addresses_and_networks_or_all(value: str) -> None:
    assert read_settings({"PHANTOM_TRUSTED_PROXIES": value}).trusted_proxies == value


@pytest.mark.parametrize("value", ["phantom@example.org", "Die Bühne <buehne@example.org>"])
def test_mails_come_from_a_mailbox(value: str) -> None:
    assert read_settings({"PHANTOM_MAIL_FROM": value}).mail_from == value


@pytest.mark.parametrize(
    "value", ["files", "/srv/files", "file:///srv/files", "s3://bucket", "s3://my.bucket/a/b-1/"]
)
def test_files_are_kept_in_a_folder_or_a_bucket(value: str) -> None:
    assert read_settings({"PHANTOM_BLOB_URL": value}).blob_url == value


def test_a_place_for_files_that_is_mistyped_is_told_that_there_are_buckets_too() -> None:
    with pytest.raises(BadSetting, match=r"a folder of this machine, or s3://BUCKET, .*'s4://x'"):
        read_settings({"PHANTOM_BLOB_URL": "s4://x"})


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("clamd://scanner.example", ("scanner.example", 3310)),
        ("clamd://127.0.0.1:4000", ("127.0.0.1", 4000)),
        ("clamd:/run/clamav/clamd.ctl", Path("/run/clamav/clamd.ctl")),
        ("clamd:///run/clamav/clamd.ctl", Path("/run/clamav/clamd.ctl")),
    ],
)
def test_a_scanner_is_named_by_its_host_or_its_socket(
    value: str, place: tuple[str, int] | Path
) -> None:
    assert read_settings({"PHANTOM_SCANNER_URL": value}).scanner_url == place


def test_limits_are_changed_one_by_one_or_all_off() -> None:
    changed = read_settings({"PHANTOM_RATE_LIMITS": "default, log-in=5/30"}).allowances
    only = read_settings({"PHANTOM_RATE_LIMITS": "person=1/1"}).allowances

    assert (changed["log-in"].count, changed["log-in"].per) == (5, timedelta(seconds=30))
    assert changed["person"] == DEFAULT_ALLOWANCES["person"]
    assert list(only) == ["person"]
    assert read_settings({"PHANTOM_RATE_LIMITS": "off"}).allowances == {}


def test_origins_are_read_as_browsers_write_them() -> None:
    given = "https://App.example/, http://b.example:80,https://c.example:8443"
    settings = read_settings({"PHANTOM_ALLOWED_ORIGINS": given})

    assert settings.allowed_origins == (
        "https://app.example",
        "http://b.example",
        "https://c.example:8443",
    )


@pytest.mark.parametrize(
    ("text", "size"), [("1", 1), ("512KiB", 524_288), ("2GiB", 2**31), ("3 mib", 3 * 2**20)]
)
def test_sizes_are_read_with_their_units(text: str, size: int) -> None:
    assert read_settings({"PHANTOM_MIDI_LIMIT": text}).midi_limit == size


@pytest.mark.parametrize(
    ("name", "value", "bound"),
    [
        ("PHANTOM_UPLOAD_LIMIT", "9999999GiB", "1048576GiB"),
        ("PHANTOM_UPLOAD_LIMIT", "9" * 20, "1048576GiB"),
        ("PHANTOM_ACCESS_TTL", "9999999999", "999999999"),
        ("PHANTOM_WORKERS", "10000", "9999"),
        ("PHANTOM_RATE_LIMITS", "log-in=99999999/1", "9999999"),
        ("PHANTOM_BROKER_URL", "redis://broker.example:65536", "65535"),
        ("PHANTOM_DATABASE_URL", "postgresql://db.example:65536/x", "65535"),
    ],
)
def test_a_value_that_is_too_large_is_told_with_the_largest(
    name: str, value: str, bound: str
) -> None:
    with pytest.raises(BadSetting, match=rf"^{name}: .*\b{bound}\b"):
        read_settings({name: value})


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("postgresql://ada:hunter2@db.example:x/phantom", "port"),
        ("postgresql://ada:p@hunter2@db.example/phantom", "password"),
        ("postgresql://ada:p@hunter2/x@db.example/phantom", "password"),
        ("postgresql://ada:hunter2/x@db.example/phantom", "password"),
        ("postgresql://ada:12/hunter2@db.example/phantom", "password"),
        ("postgresql://ada:hunter2@db.example/phantom?sslmode=x", "sslmode"),
        ("postgresql://ada:hunter2@db.example/phantom?ssl_mode=require", "ssl_mode"),
        ("postgres:///phantom?host=/run/postgresql&connect_timeout=soon", "connect_timeout"),
        ("postgresql://a,b/phantom?target_session_attrs=master", "target_session_attrs"),
    ],
)
def test_what_is_wrong_about_the_url_of_a_postgresql_is_named(url: str, wrong: str) -> None:
    with pytest.raises(BadSetting, match=rf"^PHANTOM_DATABASE_URL: .*\b{wrong}\b") as caught:
        read_settings({"PHANTOM_DATABASE_URL": url})

    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///phantom?host=/run/postgresql",
        "postgres://a.example:5432,b.example:5433/phantom?target_session_attrs=read-write",
        "postgresql://ada:word@[::1]:5432/x?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        "postgresql://db.example/x?connect_timeout=5&options=-c%20lock_timeout%3D5s",
        "postgresql://ada@db.example/x?application_name=ada@home/1",
    ],
)
def test_a_postgresql_is_named_as_libpq_reads_it(url: str) -> None:
    assert read_settings({"PHANTOM_DATABASE_URL": url}).database_url == url


def test_secrets_are_not_shown() -> None:
    secret, mail = "s" * 40, "smtps://ada:hunter2@mail.example"
    database = "postgresql://ada:opensesame@db.example/phantom"
    settings = read_settings(
        {
            "PHANTOM_SECRET_KEY": secret,
            "PHANTOM_SMTP_URL": mail,
            "PHANTOM_DATABASE_URL": database,
        }
    )

    assert secret not in repr(settings)
    assert "hunter2" not in repr(settings)
    assert "opensesame" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHANTOM_BROKER_URL", "redis://:hunter2@broker.example/music"),
        ("PHANTOM_SMTP_URL", "smtp://ada:hunter2@mail.example"),
        ("PHANTOM_SMTP_URL", "smtps://ada:hunter2/x@mail.example"),
        ("PHANTOM_SMTP_URL", "smtps://ada:hunter2@mail\u2100.example"),
        ("PHANTOM_DATABASE_URL", "mysql://ada:hunter2@db.example"),
        ("PHANTOM_DATABASE_URL", "postgresql://ada:hunter2%zz@db.example/x"),
        ("PHANTOM_DATABASE_URL", "postgresql://ada:hunter2@[::1/x"),
    ],
)
def test_a_password_is_not_told_with_what_is_wrong_about_its_setting(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read_settings({name: value})

    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "value", ["smtp://ada:secret@mail.example", "smtp://ada@10.0.0.1", "smtp://a:b@[2001:db8::1]"]
)
def test_a_password_of_the_mail_server_does_not_travel_in_the_clear(value: str) -> None:
    with pytest.raises(BadSetting, match="in the clear"):
        read_settings({"PHANTOM_SMTP_URL": value})


@pytest.mark.parametrize(
    "value",
    [
        "smtp://mail.example",
        "smtp://ada:secret@localhost:1025",
        "smtp://ada:secret@127.0.0.1",
        "smtp://ada:secret@[::1]:25",
        "smtps://ada:secret@mail.example",
        "smtp+starttls://ada:secret@mail.example:587",
    ],
)
def test_a_mail_server_is_named_by_its_url(value: str) -> None:
    assert read_settings({"PHANTOM_SMTP_URL": value}).smtp_url == value


@pytest.mark.parametrize(
    "value",
    [
        "redis://broker.example",
        "redis://:secret@127.0.0.1:6379/3",
        f"rediss://phantom:secret@broker.example:6380/0?ssl_ca_certs={CERTIFICATE}",
    ],
)
def test_a_broker_is_named_by_its_url(value: str) -> None:
    assert read_settings({"PHANTOM_BROKER_URL": value}).broker_url == value


@pytest.mark.parametrize(
    "file",
    [CERTIFICATE.parent, CERTIFICATE.with_name("none.pem"), Path(__file__)],
    ids=["a folder", "nothing", "no certificate"],
)
def test_the_authority_of_a_broker_is_a_certificate_that_is_there(file: Path) -> None:
    url = f"rediss://:hunter2@broker.example?ssl_ca_certs={file}"
    with pytest.raises(BadSetting, match=rf"^PHANTOM_BROKER_URL: .*{file}") as caught:
        read_settings({"PHANTOM_BROKER_URL": url})

    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHANTOM_PORT", "tcp://10.0.0.7:8000"),
        ("PHANTOM_PORT_8000_TCP", "tcp://10.0.0.7:8000"),
        ("PHANTOM_PORT_8000_TCP_ADDR", "10.0.0.7"),
        ("PHANTOM_SERVICE_HOST", "10.0.0.7"),
        ("PHANTOM_SERVICE_PORT_HTTP", "8000"),
        ("PHANTOM_WEB_2_SERVICE_HOST", "10.0.0.7"),
        ("PHANTOM_WEB_2_SERVICE_PORT", "8000"),
        ("PHANTOM_WEB_2_PORT", "tcp://10.0.0.7:8000"),
        ("PHANTOM_WEB_2_PORT_8000_TCP_PROTO", "tcp"),
    ],
)
def test_what_kubernetes_tells_of_a_service_is_passed_over(name: str, value: str) -> None:
    assert read_settings({name: value}) == read_settings({})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PHANTOM_DATABSE_URL", "x", "there is no such setting; PHANTOM_DATABASE_URL is one"),
        ("phantom_secret_key", "x", "there is no such setting; PHANTOM_SECRET_KEY is one"),
        ("PHANTOM_SECRET", "x", "there is no such setting; PHANTOM_SECRET_KEY is one"),
        ("PHANTOM_PORT", "8001", "there is no such setting"),
        ("PHANTOM_PORT_HTTP", "8001", "there is no such setting"),
        ("PHANTOM_REDIS_URL", "x", "there is no such setting"),
        ("PHANTOM_DEBUG", "1", "there is no such setting"),
    ],
)
def test_a_setting_that_is_mistyped_is_told_with_the_one_that_may_be_meant_if_any(
    name: str, value: str, said: str
) -> None:
    with pytest.raises(BadSetting, match=f"^{name}: {said}$"):
        read_settings({name: value})


def test_variables_of_tests_are_left_alone() -> None:
    assert read_settings({"PHANTOM_TEST_DATA": "/data"}) == read_settings({})


def test_every_setting_is_in_the_reference_as_it_is() -> None:
    assert REFERENCE.read_text() == page()
    assert all(f"`{name}`" in page() for _, settings in table() for name, _, _ in settings)
