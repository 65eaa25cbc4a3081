"""The servers that help callers to find each other."""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Final

from phantom_adapters.contracts.call_examples import call_user
from phantom_adapters.contracts.recording_examples import MOMENT
from phantom_core.calls import IceSettings, ice_servers

ADA: Final = call_user(1)
TURN: Final = IceSettings(
    stun_urls=("stun:stun.example:3478",),
    turn_urls=("turn:turn.example?transport=udp", "turns:turn.example"),
    turn_secret="north",
    turn_life=timedelta(minutes=10),
)


def test_without_settings_there_are_none() -> None:
    assert [*ice_servers(IceSettings(), ADA, MOMENT)] == []


def test_stun_servers_need_no_credentials() -> None:
    (server,) = ice_servers(IceSettings(stun_urls=TURN.stun_urls), ADA, MOMENT)

    assert (server.urls, server.username, server.credential) == (TURN.stun_urls, None, None)


def test_credentials_for_turn_are_a_persons_own_and_run_out() -> None:
    _, turn = ice_servers(TURN, ADA, MOMENT)

    assert turn.urls == TURN.turn_urls
    assert turn.username == f"{int(MOMENT.timestamp()) + 600}:{ADA}"


def test_the_password_is_what_a_turn_server_computes_from_the_name() -> None:
    _, turn = ice_servers(TURN, ADA, MOMENT)
    digest = hmac.new(b"north", str(turn.username).encode(), hashlib.sha1).digest()

    assert turn.credential == base64.b64encode(digest).decode()


def test_turn_is_not_offered_without_its_secret() -> None:
    assert len(ice_servers(IceSettings(turn_urls=TURN.turn_urls), ADA, MOMENT)) == 0


def test_secrets_are_not_shown() -> None:
    _, turn = ice_servers(TURN, ADA, MOMENT)

    assert "north" not in repr(TURN)
    assert str(turn.credential) not in repr(turn)
