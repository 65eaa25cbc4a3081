"""A service that composes may be slow, broken or hostile; then it does not answer, and says why."""

import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import attrs
import pytest

from phantom_adapters.composing.openai_compatible import OpenAiCompatible, OpenAiSettings
from phantom_adapters.contracts.composing_examples import a_brief
from phantom_adapters.web.calls import Patience
from phantom_core.kernel import Unavailable
from tests.contracts.composing_server import (
    KEY,
    ComposingServer,
    Scripted,
    answer_of,
    composing_server,
    said,
)

PATIENCE = Patience(attempts=2, timeout=60, first_pause=0.01, largest=64 * 1024)
HASTE = attrs.evolve(PATIENCE, timeout=0.1)


@pytest.fixture
def server() -> Iterator[ComposingServer]:
    with composing_server() as served:
        yield served


@pytest.fixture
async def service(server: ComposingServer) -> AsyncIterator[OpenAiCompatible]:
    settings = OpenAiSettings(url=server.url, model="maestro", key=KEY, patience=PATIENCE)
    opened = OpenAiCompatible(settings)
    yield opened
    await opened.close()


def wanted(server: ComposingServer) -> Any:
    return json.loads(server.asked[-1][1]["messages"][-1]["content"])


async def test_the_brief_is_asked_for_as_json(
    server: ComposingServer, service: OpenAiCompatible
) -> None:
    composed = await service.compose(a_brief(), "calm piano")

    path, body = server.asked[-1]
    assert (path, body["model"]) == ("/v1/chat/completions", "maestro")
    assert body["response_format"] == {"type": "json_object"}
    assert wanted(server)["request"] == "calm piano"
    assert (composed.engine, composed.piece.chords[0].symbol) == ("maestro", "Dm")


@pytest.mark.parametrize(
    ("scripted", "reason"),
    [
        (Scripted(status=500), "is out of order (500)"),
        (Scripted(body=b"<html>"), "something that is no JSON object"),
        (Scripted(body=b"{}"), "no message"),
        (Scripted(body=b'{"choices": [{"message": {"content": 7}}]}'), "no text"),
        (Scripted(body=said("Here is your song!")), "it is no JSON"),
        (Scripted(body=said("[" * 100_000)[:60_000]), "no JSON object"),
        (Scripted(body=said("x" * 100_000)), "answers with more than 65536 bytes"),
        (Scripted(status=401), "refuses (401)"),
        (Scripted(status=302, headers={"Location": "http://169.254.169.254/"}), "refuses (302)"),
    ],
)
async def test_what_is_no_answer(
    server: ComposingServer, service: OpenAiCompatible, scripted: Scripted, reason: str
) -> None:
    server.script.extend([scripted, scripted])

    with pytest.raises(Unavailable) as refusal:
        await service.compose(a_brief(), "piano")

    assert reason in refusal.value.detail


async def test_a_model_that_dawdles_is_not_waited_for(server: ComposingServer) -> None:
    settings = OpenAiSettings(url=server.url, model="maestro", key=KEY, patience=HASTE)
    service, let_go = OpenAiCompatible(settings), threading.Event()
    server.script.extend([Scripted(before=let_go.wait)] * HASTE.attempts)

    with pytest.raises(Unavailable, match="does not answer in time"):
        await service.compose(a_brief(), "piano")

    let_go.set()
    await service.close()


def _without(name: str) -> Callable[[Any], None]:
    return lambda answer: answer.pop(name)


def _chord(**fields: Any) -> Callable[[Any], None]:
    return lambda answer: answer["chords"][0].update(fields)


def _note(*note: Any) -> Callable[[Any], None]:
    return lambda answer: answer["parts"][0]["notes"].append([*note])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_without("chords"), "it must have `chords` and `parts`"),
        (lambda answer: answer.update(chords=[]), "`chords` must be a list"),
        (lambda answer: answer["parts"].pop(), "every instrument"),
        (lambda answer: answer["parts"].reverse(), "the flute is missing"),
        (lambda answer: answer["parts"][0].update(notes=[]), "`notes` must be a list"),
        (_chord(symbol="Hm"), "'Hm' is no chord"),
        (_chord(symbol=None), "None is no chord"),
        (_chord(quarters=3), "the chords must fill the piece"),
        (_chord(quarters=0), "a chord must last"),
        (_chord(quarters=10**400), "must be a number from 0"),
        (_chord(quarters=True), "must be a number"),
        (_note(0, 62, 1), "a note must be"),
        (_note(0, 62.5, 1, 80), "a pitch must be"),
        (_note(0, 200, 1, 80), "a pitch must be from 60 to 93"),
        (_note(0, 62, 1, 0), "a velocity must be"),
        (_note(15.5, 62, 1, 80), "a note must lie within the piece"),
        (_note(0, 62, float("nan"), 80), "a length must be a number"),
        (
            lambda answer: [note.__setitem__(1, 61) for note in answer["parts"][0]["notes"]],
            "it is not in D dorian",
        ),
    ],
)
async def test_what_is_no_such_piece(
    server: ComposingServer,
    service: OpenAiCompatible,
    spoil: Callable[[Any], object],
    reason: str,
) -> None:
    await service.compose(a_brief(), "piano")
    answer = answer_of(wanted(server))
    spoil(answer)
    server.script.append(Scripted(body=said(json.dumps(answer))))

    with pytest.raises(Unavailable) as refusal:
        await service.compose(a_brief(), "piano")

    assert reason in refusal.value.detail


async def test_a_service_that_talks_nonsense_is_left_alone_for_a_while(
    server: ComposingServer,
) -> None:
    now = [0.0]
    settings = OpenAiSettings(url=server.url, model="maestro", key=KEY, patience=PATIENCE)
    service = OpenAiCompatible(settings, clock=lambda: now[0])
    server.script.extend([Scripted(body=said("la la la"))] * 5)

    for _ in range(6):
        with pytest.raises(Unavailable):
            await service.compose(a_brief(), "piano")
    assert len(server.asked) == 5
    now[0] += 31
    await service.compose(a_brief(), "piano")
    await service.close()


def test_the_key_is_shown_nowhere() -> None:
    settings = OpenAiSettings(url="https://example.org/v1", model="maestro", key=KEY)

    assert KEY not in repr(settings)
