"""What `docs/deploy` gives operators names real settings, commands and servers, and is safe."""

import ipaddress
import re
import shlex
from pathlib import Path
from typing import Any, Final

import click
import pytest
import yaml

from phantom_adapters.sql.postgres import PostgresDatabase
from phantom_app.cli import main
from phantom_app.settings import PREFIX, read_settings, table
from tests.architecture.sources import ROOT
from tests.benchmarks.deployed.site import HEAPS

DEPLOY: Final = ROOT / "docs" / "deploy"
UNITS: Final = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS: Final = {name for _, settings in table() for name, _, _ in settings}
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SITE: Final = (DEPLOY / "nginx" / "site.conf").read_text("utf-8")
_VARIABLE: Final = re.compile(r"\$\{(\w+):\?\}")
_SECRETS: Final = {
    "BROKER_PASSWORD": "w0rd",
    "DATABASE_PASSWORD": "p4ss",
    "SITE_HOST": "music.example",
    "FILES_HOST": "files.music.example",
    "FILES_ACCESS_KEY": "phantom",
    "FILES_SECRET_KEY": "s3cret",
    "SECRET_KEY": "k" * 48,
    "SMTP_URL": "smtps://phantom:word@mail.example:465",
    "MAIL_FROM": "Phantom <phantom@music.example>",
    "CERTIFICATES": "/etc/phantom/certificates",
}


def _ours() -> dict[str, Any]:
    """The services that run Phantom, with what they are told."""
    return {name: each for name, each in COMPOSE["services"].items() if each["image"] == "phantom"}


def _units() -> dict[str, dict[str, list[str]]]:
    return {unit.name: _unit(unit) for unit in UNITS}


def _unit(path: Path) -> dict[str, list[str]]:
    """The lines of a unit by their names, in whatever section."""
    told: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", path.read_text("utf-8"), re.MULTILINE):
        told.setdefault(name, []).append(value)
    return told


def _environment(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", path.read_text("utf-8"), re.MULTILINE))


def expect_command(words: list[str]) -> None:
    """Hold a command line against the commands and options that there are."""
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group):
        found = command.get_command(context, words.pop(0))
        assert found is not None
        command = found
    command.make_parser(context).parse_args(args=list(words))


@pytest.mark.parametrize("name", sorted(_ours()))
def test_containers_are_given_settings_and_commands_that_there_are(name: str) -> None:
    service = _ours()[name]
    told = {
        key: _VARIABLE.sub(lambda found: _SECRETS[found[1]], value)
        for key, value in service["environment"].items()
    }

    assert told.keys() <= SETTINGS
    assert read_settings(told).shares_store
    program, *words = service["command"]
    assert program == "phantom"
    expect_command(words)


def test_there_are_two_servers_and_two_workers_which_wait_for_the_migration() -> None:
    commands = {name: each["command"][1] for name, each in _ours().items()}
    waiting = {name for name, each in _ours().items() if "migrate" in each["depends_on"]}

    assert sorted(commands.values()) == ["migrate", "serve", "serve", "worker", "worker"]
    assert waiting == {name for name, command in commands.items() if command != "migrate"}


def test_containers_have_few_rights() -> None:
    for each in _ours().values():
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in each["security_opt"]


def test_each_listener_may_be_an_open_file() -> None:
    wanted = 65536
    assert {each["ulimits"]["nofile"] for each in _ours().values()} == {wanted}
    told = [unit["LimitNOFILE"] for name, unit in _units().items() if "@" in name]
    assert told == [[str(wanted)]] * 2


def test_servers_and_workers_have_one_heap_for_all_threads_as_the_benchmark_has() -> None:
    told = [f"{name}={value}" for name, value in HEAPS.items()]
    image = (DEPLOY / "Containerfile").read_text("utf-8").rpartition("\nENV ")[2]

    assert [unit["Environment"] for name, unit in _units().items() if "@" in name] == [told] * 2
    assert {*told} <= {*image.split()}


def test_the_proxy_has_room_for_two_connections_for_each_listener() -> None:
    main_file = (DEPLOY / "nginx" / "nginx.conf").read_text("utf-8")
    told = dict(re.findall(r"^ *(worker_\w+) (\d+);$", main_file, re.MULTILINE))
    proxy = COMPOSE["services"]["proxy"]

    assert int(told["worker_rlimit_nofile"]) == proxy["ulimits"]["nofile"]
    assert 2 * int(told["worker_connections"]) == proxy["ulimits"]["nofile"]
    assert "./nginx/nginx.conf:/etc/nginx/nginx.conf:ro" in proxy["volumes"]
    page = (DEPLOY / "index.md").read_text("utf-8")
    assert all(f"{name} {number};" in page for name, number in told.items())


def test_the_page_counts_the_connections_of_a_process_to_the_database() -> None:
    lanes = PostgresDatabase.writers + PostgresDatabase.readers
    watching = 1
    page = (DEPLOY / "index.md").read_text("utf-8")

    assert f"up to {lanes + watching} connections" in page
    assert f"need {4 * (lanes + watching)} of the 100" in page


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, each in COMPOSE["services"].items() if "ports" in each] == ["proxy"]


def test_every_image_but_ours_and_every_volume_is_named() -> None:
    services = COMPOSE["services"].values()
    named = {v.partition(":")[0] for each in services for v in each.get("volumes", [])}

    assert all("/" in each["image"] for each in services if each["image"] != "phantom")
    assert {name for name in named if re.fullmatch(r"\w+", name)} == COMPOSE["volumes"].keys()


def test_no_secret_has_a_default() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    secret = re.compile(r"^\s+(\w*(?:PASSWORD|SECRET|ACCESS_KEY|SMTP_URL)\w*): (.+)$", re.MULTILINE)
    units = _environment(DEPLOY / "phantom.env")

    assert len(secret.findall(text)) >= 8
    assert [name for name, value in secret.findall(text) if not _VARIABLE.fullmatch(value)] == []
    assert set(_VARIABLE.findall(text)) == _SECRETS.keys()
    assert units["PHANTOM_SECRET_KEY"] == units["PHANTOM_SMTP_URL"] == ""
    assert units["PHANTOM_BROKER_URL"] == ""


def test_the_page_tells_of_every_secret() -> None:
    page = (DEPLOY / "index.md").read_text("utf-8")

    assert [name for name in _SECRETS if f"\n{name}=" not in page] == []


def test_units_are_given_settings_that_there_are() -> None:
    told = _environment(DEPLOY / "phantom.env")

    assert told.keys() <= SETTINGS
    assert read_settings(told).shares_store


@pytest.mark.parametrize("name", sorted(_units()))
def test_units_run_commands_that_there_are(name: str) -> None:
    unit = _units()[name]

    for line in [*unit["ExecStart"], *unit.get("ExecStartPre", [])]:
        program, *words = shlex.split(line.replace("%i", "8001"))
        assert program == "/opt/phantom/bin/phantom"
        expect_command(words)


def test_commands_by_hand_have_what_the_units_have() -> None:
    (page,) = re.findall(
        r"^phantom\(\) \{\n(.*?)^\}\n(.*?)^```",
        (DEPLOY / "index.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    words = shlex.split(page[0].replace("\\\n", ""))
    unit = _units()["phantom-server@.service"]

    for name in ("EnvironmentFile", "UMask"):
        assert f"--property={name}={unit[name][0]}" in words
    assert {f"--uid={unit['User'][0]}", f"--gid={unit['Group'][0]}"} <= {*words}
    assert words[-2:] == [shlex.split(unit["ExecStart"][0])[0], "$@"]
    for line in page[1].splitlines():
        program, *told = shlex.split(line)
        assert program == "phantom"
        expect_command(told)


@pytest.mark.parametrize("name", sorted(_units()))
def test_units_run_with_few_rights(name: str) -> None:
    unit = _units()[name]

    assert unit["User"] == ["phantom"]
    assert unit["CapabilityBoundingSet"] == [""]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["NoNewPrivileges"] == unit["PrivateTmp"] == ["yes"]
    assert unit["UMask"] == ["0077"]


def test_what_units_run_is_a_link_to_a_version_wherever_it_is_installed() -> None:
    pages = [(DEPLOY / name).read_text("utf-8") for name in ("index.md", "upgrade.md")]
    venv = "python3 -m venv /opt/phantom-$version"
    link = "ln --symbolic --force --no-dereference /opt/phantom-$version /opt/phantom"

    for page in pages:
        made = [line for line in page.splitlines() if re.search(r"^(python3 -m venv|ln) ", line)]
        assert made == [venv, link]
        assert "/opt/phantom/bin/pip" not in page


def test_the_broker_beside_the_units_is_installed_with_a_password() -> None:
    page = (DEPLOY / "index.md").read_text("utf-8").partition("## With systemd")[2]

    assert "Valkey" in page.partition("```")[0]
    assert "\nrequirepass " in page


def test_the_target_starts_units_that_there_are() -> None:
    wanted = " ".join(_unit(DEPLOY / "systemd" / "phantom.target")["Wants"]).split()
    templates = {re.sub(r"@\w+", "@", name) for name in wanted}

    assert templates <= {unit.name for unit in UNITS}


def test_the_proxy_knows_the_servers_alone() -> None:
    units = (DEPLOY / "nginx" / "units.conf").read_text("utf-8")
    containers = (DEPLOY / "nginx" / "containers.conf").read_text("utf-8")
    passed = re.findall(r"proxy_pass (\S+);", SITE + units + containers)
    servers = {name for name, each in _ours().items() if each["command"][1] == "serve"}
    ports = {re.sub(r"\D+", "", each) for each in _served_units()}

    assert set(passed) == {"http://phantom", "http://files"}
    assert set(re.findall(r"^    server ([\w-]+):8000", containers, re.MULTILINE)) == servers
    assert re.findall(r"^    server ([\w-]+):9000", containers, re.MULTILINE) == ["files"]
    assert set(re.findall(r"^    server 127.0.0.1:(\d+)", units, re.MULTILINE)) == ports


def test_the_proxy_finds_containers_that_come_back_at_another_address() -> None:
    containers = (DEPLOY / "nginx" / "containers.conf").read_text("utf-8")
    proxy = COMPOSE["services"]["proxy"]
    asked = proxy["environment"]["NGINX_ENVSUBST_FILTER"].replace("$$", "$")
    named = re.findall(r"^    server \w.*", containers, re.MULTILINE)

    assert [line for line in named if " resolve " not in line] == []
    assert len(re.findall(r"^    zone ", containers, re.MULTILINE)) == containers.count("upstream ")
    assert "resolver ${NGINX_LOCAL_RESOLVERS}" in containers
    assert [name for name in re.findall(r"\$\{?(\w+)", containers) if re.search(asked, name)] == [
        "NGINX_LOCAL_RESOLVERS"
    ]
    assert proxy["environment"]["NGINX_ENTRYPOINT_LOCAL_RESOLVERS"]
    assert any("/etc/nginx/templates/default.conf.template" in each for each in proxy["volumes"])


def test_no_container_is_given_an_address_that_another_wants() -> None:
    fixed = [
        (name, ipaddress.ip_address(network["ipv4_address"]))
        for each in COMPOSE["services"].values()
        if isinstance(each.get("networks"), dict)
        for name, network in each["networks"].items()
    ]

    assert len({address for _, address in fixed}) == len(fixed) > 0
    for name, address in fixed:
        (ipam,) = COMPOSE["networks"][name]["ipam"]["config"]
        subnet = ipaddress.ip_network(ipam["subnet"])
        given = ipaddress.ip_network(ipam["ip_range"])
        # The first is the gateway's.
        assert address in list(subnet.hosts())[1:]
        assert address not in given
        assert given.subnet_of(subnet)  # type: ignore[arg-type]


def _served_units() -> list[str]:
    target = " ".join(_unit(DEPLOY / "systemd" / "phantom.target")["Wants"]).split()
    return [name for name in target if name.startswith("phantom-server@")]


def test_the_proxy_says_itself_who_calls() -> None:
    told = dict(re.findall(r"proxy_set_header (\S+) +(\S+);", SITE))
    address = COMPOSE["services"]["proxy"]["networks"]["front"]["ipv4_address"]

    assert told["X-Forwarded-For"] == "$remote_addr"
    assert told["X-Forwarded-Proto"] == "$scheme"
    assert told["Forwarded"] == "''"
    assert COMPOSE["x-settings"]["PHANTOM_TRUSTED_PROXIES"] == address


def test_the_proxy_speaks_good_tls() -> None:
    (ciphers,) = re.findall(r"ssl_ciphers (\S+);", SITE)

    assert re.findall(r"ssl_protocols (.+);", SITE) == ["TLSv1.2 TLSv1.3"]
    assert all(re.match(r"ECDHE-.*(GCM|CHACHA20)", each) for each in ciphers.split(":"))
    assert "ssl_session_tickets off;" in SITE


def test_plain_http_is_redirected_for_pages_alone() -> None:
    plain = SITE.partition("listen 80;")[2].partition("listen 443")[0]

    assert "location ~ ^/(api|blobs|ws)(/|$) {" in plain
    assert "return 403" in plain
    assert plain.count("return 308 https://$host$request_uri;") == 1
    assert "proxy_pass" not in plain


def test_the_proxy_takes_sockets_and_sends_files_as_phantom_permits() -> None:
    prefix = _environment(DEPLOY / "phantom.env")["PHANTOM_ACCEL_PREFIX"]
    (files,) = re.findall(rf"location {prefix}/ {{(.+?)\n    }}", SITE, re.DOTALL)

    assert "proxy_set_header Upgrade $http_upgrade;" in SITE
    assert "internal;" in files
    assert "alias /var/lib/phantom/blobs/;" in files


def test_the_image_holds_nothing_but_what_runs() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    last = text.rpartition("\nFROM ")[2]
    (removed,) = re.findall(r"pip uninstall --yes (.+)", text)

    assert " ".join(copied).split() == [
        "requirements/app.lock",
        *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"),
        "src",
    ]
    assert "COPY --from=build /opt/phantom /opt/phantom" in last
    assert "USER 10001" in last
    assert {"pytest", "nox", "hatchling"} <= set(removed.split())


def test_the_image_runs_a_command_that_there_is_and_knows_settings_that_there_are() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    (command,) = re.findall(r"^CMD (\[.+\])$", text, re.MULTILINE)
    program, *words = yaml.safe_load(command)

    assert program == "phantom"
    expect_command(words)
    assert set(re.findall(rf"\b({PREFIX}\w+)=", text)) <= SETTINGS


def test_pages_of_deployment_name_settings_that_there_are() -> None:
    told = "".join(page.read_text("utf-8") for page in sorted(DEPLOY.rglob("*.md")))

    assert set(re.findall(rf"\b{PREFIX}[A-Z0-9_]+\b", told)) <= SETTINGS


@pytest.mark.parametrize("words", [["serve", "--nonsense"], ["nothing"]])
def test_a_command_that_there_is_not_is_found(words: list[str]) -> None:
    with pytest.raises((AssertionError, click.UsageError)):
        expect_command(words)
