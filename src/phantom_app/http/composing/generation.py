"""Music and chords, made on request."""

import asyncio
from typing import Any, Final

from litestar import Response, post
from litestar.params import JSONBody

from phantom_adapters.composing import content_of
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.composing.payloads import (
    CompositionPayload,
    NewChords,
    NewMidi,
    composition_of,
)
from phantom_app.http.studio.midi_files import MIDI
from phantom_core.composing import Generated, Wish
from phantom_core.composing.flows import generate
from phantom_core.studio.midi import write

__all__ = ["generate_chords", "generate_midi"]

_FILE: Final = {MIDI: {"schema": {"type": "string", "format": "binary"}}}


@post("/generate-midi", status_code=200, allowance="generation", answers_too=_FILE)
async def generate_midi(
    request: PhantomRequest, data: JSONBody[NewMidi]
) -> Response[CompositionPayload]:
    """Compose what is wished for in words; the same wish is answered the same for 24 hours.

    Who accepts `audio/midi` gets a MIDI file.
    """
    return await _answer(request, data.wish())


@post("/generate-chords", status_code=200, allowance="generation", answers_too=_FILE)
async def generate_chords(
    request: PhantomRequest, data: JSONBody[NewChords]
) -> Response[CompositionPayload]:
    """Compose chords in a key; the same wish is answered the same for 24 hours.

    Who accepts `audio/midi` gets a MIDI file.
    """
    return await _answer(request, data.wish())


async def _answer(request: PhantomRequest, wish: Wish) -> Response[Any]:
    caller = request.caller
    with caller.once():
        generated = await generate(
            caller.services.composing, wish, actor=caller.actor, key=caller.key
        )
    if MIDI in request.headers.get("accept", ""):
        data = await asyncio.to_thread(_file_of, generated)
        headers = {"Content-Disposition": f'attachment; filename="{_file_name(generated)}"'}
        return Response(data, media_type=MIDI, headers=headers)
    return Response(await asyncio.to_thread(composition_of, generated))


def _file_of(generated: Generated) -> bytes:
    return write(content_of(generated.piece, generated.provenance.seed))


def _file_name(generated: Generated) -> str:
    """The piece's name, in letters that every header may have."""
    return generated.piece.name.lower().replace("#", "-sharp").replace(" ", "-") + ".mid"
