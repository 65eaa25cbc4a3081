"""Every event that is stored can be told, and is told as the AsyncAPI document says."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
import jsonschema_rs
import pytest

from phantom_adapters.contracts.booking_examples import hours
from phantom_adapters.contracts.catalog_examples import playlist
from phantom_adapters.contracts.chat_examples import chat_member, chat_message, chat_room
from phantom_adapters.contracts.identity_examples import profile, user
from phantom_adapters.contracts.image_examples import image
from phantom_adapters.contracts.recording_examples import audio_file
from phantom_app.socket import asyncapi_document, encode_message
from phantom_app.socket.asyncapi import ANSWERS
from phantom_app.socket.closing import CloseCode
from phantom_app.socket.event_payloads import EventPayload
from phantom_app.socket.frames import FRAMES
from phantom_app.socket.payloads import EVENT_PAYLOADS, NOTICES, SIGNAL_PAYLOADS
from phantom_core import live
from phantom_core.audio import AudioFile
from phantom_core.booking import Slot
from phantom_core.catalog import Playlist, Taste
from phantom_core.chat import ChatRoom, Notice, NoticeKind, Reaction, ShownMember, ShownMessage
from phantom_core.identity import (
    Account,
    Consent,
    ContentCondemned,
    Profile,
    Purpose,
    SessionId,
    SignedInDevice,
    User,
)
from phantom_core.kernel import Event, Id, Person, StoredEvent, Topic, topic, uuid7
from phantom_core.live import Json, Removed, Resync, Scalar, Signal, Withheld
from phantom_core.media.images import Image
from phantom_core.registry import REGISTRY
from phantom_core.rooms.events import VoteTallied
from phantom_core.studio import Kind, Refusal
from phantom_core.studio.arrangement.writing import text_of
from phantom_core.sync import Change, Put, RecordId, ReplicaId, hybrid_time
from tests.socket.stage import ADA, BOB, NOW, of, stage

DOCUMENT = asyncapi_document()
EVENTS = sorted(EVENT_PAYLOADS, key=lambda event: event.name)


ENTITIES: dict[Any, Any] = {
    Account: Account(user=user(1), profile=profile(1)),
    AudioFile: audio_file(1),
    Image: image(1),
    Consent: Consent(
        id=Id(uuid7(NOW, 6)), user_id=ADA.person, purpose=Purpose.MATCHING, granted_at=NOW
    ),
    Playlist: playlist(1),
    ChatRoom: chat_room(1, title="Band", closed_at=NOW),
    Person: user(1).person,
    Profile: profile(1),
    ShownMember: ShownMember(
        member=chat_member(1, 1, left_at=NOW, muted_until=NOW, banned_until=NOW),
        person=user(1).person,
    ),
    ShownMessage: ShownMessage(
        message=chat_message(
            1,
            reactions=(Reaction(emoji="👍", user_ids=(user(1).id,)),),
            mentions=(user(1).id,),
            edited_at=NOW,
            notice=Notice(kind=NoticeKind.MUTED, user_id=user(1).id, until=NOW),
        ),
        people=(user(1).person,),
        seen_by=(user(1).person,),
    ),
    SignedInDevice: SignedInDevice(
        id=SessionId(uuid7(NOW, 7)), device="d", created_at=NOW, last_used_at=NOW, expires_at=NOW
    ),
    Slot: hours(1, 2),
    Taste: Taste(user_id=ADA.person),
    User: user(1),
    Kind: Kind.STEM,
    Refusal: Refusal(kind="invalid", rule="invalid", detail="No.", faults=(("a", "b"),)),
    Mapping[str, int]: {"tab": 3},
}


PLAIN_CHANGE: Any = text_of(
    Change(
        replica=ReplicaId("tab"),
        counter=3,
        author=user(1).id,
        time=hybrid_time(1, 2),
        seen={ReplicaId("other"): 1},
        edits=(Put(RecordId(uuid7(NOW, 5)), {"in": uuid7(NOW, 6), "volume": 0.5}),),
    )
)
"""A change, as the log has it."""


PLAIN: dict[Any, Any] = {
    Any: 0.5,
    Id: uuid7(NOW, 5),
    bool: True,
    datetime: NOW,
    float: 0.5,
    int: 3,
    str: "text",
}


def some(kind: Any) -> Any:
    """Some value of a type."""
    if kind in ENTITIES or kind in PLAIN:
        return ENTITIES.get(kind, PLAIN.get(kind))
    if hasattr(kind, "__supertype__"):
        return some(kind.__supertype__)
    if inner := get_args(kind):
        if get_origin(kind) in {Union, UnionType}:
            return some(inner[0])
        return tuple(some(each) for each in inner if each is not Ellipsis)
    return next(iter(kind)) if issubclass(kind, Enum) else made(kind)


def made(kind: type[Any]) -> Any:
    """Some value of a class, made of some values of its fields' types."""
    hints = get_type_hints(kind)
    fields = {field.name: some(hints[field.name]) for field in attrs.fields(kind)}
    written = {"text": PLAIN_CHANGE, "written": "0.5"}
    return kind(**{name: written.get(name, value) for name, value in fields.items()})


def stored(kind: type[Event]) -> StoredEvent:
    """Some event of a class, as the log has it."""
    return StoredEvent(topic=Topic(of(ADA)), seq=7, at=NOW, by=ADA.user_id, event=made(kind))


def check(message: str, told: Any) -> None:
    """Hold what was told to the document. Raises: ValidationError."""
    schema = DOCUMENT["components"]["messages"][message]["payload"]
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema_rs.validate(whole, told)


def test_every_event_that_is_stored_can_be_told() -> None:
    assert set(EVENT_PAYLOADS) == set(REGISTRY.events.values())


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.name)
def test_an_event_is_told_as_the_document_says(kind: type[Event]) -> None:
    told = json.loads(encode_message(stored(kind)))
    check(kind.name, told)

    assert told["type"] == kind.name
    assert told["seq"] == 7
    assert told["by"] == (None if kind is VoteTallied else ADA.user_id)
    with pytest.raises(jsonschema_rs.ValidationError):
        check(kind.name, {**told, "secret": 1})


def test_in_ones_own_topic_nobody_else_is_said_to_have_caused_an_event() -> None:
    condemned = stored(ContentCondemned)
    mine = attrs.evolve(condemned, topic=Topic(of(ADA)), by=ADA.user_id)
    admins = attrs.evolve(condemned, topic=Topic(of(ADA)), by=BOB.user_id)
    room = attrs.evolve(condemned, topic=topic("room", ADA.person), by=BOB.user_id)
    told = [json.loads(encode_message(each))["by"] for each in (mine, admins, room)]
    check("content.condemned", json.loads(encode_message(admins)))

    assert told == [ADA.user_id, None, BOB.user_id]


def test_a_signal_is_told_as_the_document_says() -> None:
    data: dict[str, Scalar] = {"status": "online", "activity": "", "count": 3}
    signal = Signal(topic=Topic(of(ADA)), name="user.presence", at=NOW, by=ADA.user_id, data=data)
    check("user.presence", json.loads(encode_message(signal)))
    assert json.loads(encode_message(signal))["data"] == data


NOTICES_TOLD: list[tuple[live.Notice, dict[str, Any]]] = [
    (Resync(topic=Topic(of(ADA)), seq=4), {"type": "resync"}),
    (Removed(topic=Topic(of(ADA)), seq=4), {"type": "removed"}),
    (
        Withheld(topic=Topic(of(ADA)), seq=4, at=NOW),
        {"type": "withheld", "at": "2024-10-04T00:00:00.000Z"},
    ),
]


@pytest.mark.parametrize(("notice", "told"), NOTICES_TOLD, ids=NOTICES)
def test_what_single_clients_are_told_is_as_the_document_says(
    notice: live.Notice, told: dict[str, Any]
) -> None:
    written = json.loads(encode_message(notice))
    check(told["type"], written)

    assert written == {**told, "topic": of(ADA), "seq": 4}


def test_a_signal_may_carry_lists_and_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    class Batch(EventPayload):
        candidates: list[dict[str, Any]]

    monkeypatch.setitem(SIGNAL_PAYLOADS, "call.ice", Batch)
    data: dict[str, Json] = {"candidates": [{"candidate": "c", "sdpMLineIndex": 0}, {}]}
    signal = Signal(topic=Topic(of(ADA)), name="call.ice", at=NOW, by=BOB.user_id, data=data)

    assert json.loads(encode_message(signal))["data"] == data


def test_the_document_names_everything_that_goes_over_the_socket() -> None:
    messages = DOCUMENT["components"]["messages"]

    assert set(ANSWERS) == set(FRAMES)
    assert set(messages) == {
        *(f"{name}.frame" for name in FRAMES),
        *(f"{name}.answer" for name in FRAMES),
        *(event.name for event in EVENTS),
        *SIGNAL_PAYLOADS,
        *NOTICES,
        *("refusal", "auth.required"),
    }
    assert all(message["summary"] for message in messages.values())
    assert all(str(code.value) in DOCUMENT["info"]["description"] for code in CloseCode)


def test_each_way_to_the_socket_is_described() -> None:
    channels = DOCUMENT["channels"]

    assert [each["address"] for each in channels.values()] == ["/ws", "/ws/rooms/{roomId}/chat"]
    assert channels["roomChat"]["messages"] == channels["socket"]["messages"]


def test_every_reference_in_the_document_leads_somewhere() -> None:
    for reference in references(DOCUMENT):
        place: Any = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]

        assert place


def references(value: Any) -> list[str]:
    """All references in a document."""
    if isinstance(value, list):
        return [found for each in value for found in references(each)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if "$ref" in value else []
    return own + references([*value.values()])


async def test_frames_and_answers_are_as_the_document_says() -> None:
    frames: list[dict[str, Any]] = [
        {"id": "a", "type": "auth", "token": "ada"},
        {"id": "b", "type": "session.join", "topic": of(ADA), "data": {"since": 0}},
        {"id": "c", "type": "user.presence", "topic": of(ADA), "data": {"status": "busy"}},
        {"id": "d", "type": "ping", "data": {"t0": 1}},
    ]
    async with stage() as world:
        client = await world.request()
        for frame in frames:
            check(f"{frame['type']}.frame", frame)
            check(f"{frame['type']}.answer", await answer_to(client, frame))
        check("refusal", await answer_to(client, {"id": "e", "type": "ping"}))
        unknown = {"id": "f", "type": "session.join", "topic": "x"}
        check("refusal", await answer_to(client, unknown))


async def answer_to(client: Any, frame: dict[str, Any]) -> Any:
    """The answer to a frame, whatever else is told meanwhile."""
    client.send(frame)
    while True:
        told = await client.next()
        if told.get("reply") == frame["id"]:
            return told


async def test_the_request_for_a_token_is_as_the_document_says() -> None:
    async with stage() as world:
        world.tokens["ada"] = world.bearer(ADA, 1, NOW)
        client = await world.connect()
        check("auth.required", await client.next())
