"""Having recordings analysed, reading what was found, and saying it in one's own words."""

from typing import Annotated

from litestar import Response, get, post, put
from litestar.params import JSONBody, QueryParameter

from phantom_app.http.audio.payloads import (
    AnnotationPayload,
    AudioFilePayload,
    WaveformPayload,
    annotation_of,
    audio_file_answer,
    audio_file_id,
    waveform_of,
)
from phantom_app.http.audio.report_payloads import ReportPayload, report_of
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, Payload
from phantom_core.audio import (
    Annotate,
    GetAnnotation,
    GetReport,
    ListReports,
    MusicWords,
    NoConsent,
    RequestAnalysis,
)
from phantom_core.audio.flows import MOST_POINTS, waveform, waveform_level, waveform_picture
from phantom_core.audio.zoom import ZOOM_LEVELS
from phantom_core.kernel import Forbidden, NotFound

__all__ = [
    "Level",
    "NewAnnotation",
    "Points",
    "analyze",
    "annotate",
    "annotation",
    "current_report",
    "level_of_outline",
    "outline",
    "picture",
    "reports",
]


class NewAnnotation(Payload):
    """All that one says about one's recording; what is left out is not said."""

    description: str | None = None
    mood: str | None = None
    genre: str | None = None
    instruments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


Points = Annotated[
    int, QueryParameter(ge=1, le=MOST_POINTS, description="How many points to fit it to.")
]
"""How finely a waveform is drawn."""

Level = Annotated[
    int,
    QueryParameter(
        ge=0,
        lt=ZOOM_LEVELS,
        description="0 for 256 samples to a point; each next one has four times as many.",
    ),
]
"""How coarse a waveform is wanted."""


@post(
    "/{audio_id:str}/analyze",
    status_code=202,
    refuses=[NotFound, Forbidden, NoConsent],
    response_headers=TAGGED,
)
async def analyze(request: PhantomRequest, audio_id: IdInPath) -> Response[AudioFilePayload]:
    """Have one's recording analysed, once more if need be; its topic tells how far it is."""
    command = RequestAnalysis(audio_file_id=audio_file_id(audio_id))
    return audio_file_answer(await request.caller.do(command), status=202)


@get("/{audio_id:str}/reports", refuses=[NotFound])
async def reports(
    request: PhantomRequest, audio_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[ReportPayload]:
    """The reports on a recording, newest first; the newest hundred are kept."""
    query = ListReports(audio_file_id=audio_file_id(audio_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), report_of)


@get("/{audio_id:str}/report", refuses=[NotFound])
async def current_report(request: PhantomRequest, audio_id: IdInPath) -> ReportPayload:
    """The current report on a recording."""
    return report_of(await request.caller.ask(GetReport(audio_file_id=audio_file_id(audio_id))))


@get("/{audio_id:str}/waveform", refuses=[NotFound])
async def outline(
    request: PhantomRequest, audio_id: IdInPath, points: Points = 1000
) -> WaveformPayload:
    """A recording's waveform, fitted to so many points."""
    caller = request.caller
    fitted = await waveform(
        caller.services.audio, audio_file_id(audio_id), points=points, actor=caller.actor
    )
    return waveform_of(fitted)


@get(
    "/{audio_id:str}/waveform.dat",
    media_type="application/octet-stream",
    refuses=[NotFound],
    response_headers=TAGGED,
)
async def level_of_outline(
    request: PhantomRequest, audio_id: IdInPath, level: Level = 0
) -> Response[bytes]:
    """A zoom level of a recording's waveform, as a data file of the BBC's audiowaveform."""
    caller = request.caller
    found = await waveform_level(
        caller.services.audio, audio_file_id(audio_id), level=level, actor=caller.actor
    )
    headers = {"ETag": f'"{found.report_id}.{level}"', "Cache-Control": "private, no-cache"}
    return Response(found.dat, media_type="application/octet-stream", headers=headers)


@get(
    "/{audio_id:str}/waveform.png",
    media_type="image/png",
    refuses=[NotFound],
    response_headers=TAGGED,
)
async def picture(request: PhantomRequest, audio_id: IdInPath) -> Response[bytes]:
    """A recording's waveform as a picture."""
    caller = request.caller
    drawn = await waveform_picture(
        caller.services.audio, audio_file_id(audio_id), actor=caller.actor
    )
    headers = {"ETag": f'"{drawn.report_id}"', "Cache-Control": "private, no-cache"}
    return Response(drawn.png, media_type="image/png", headers=headers)


@get("/{audio_id:str}/annotation", refuses=[NotFound])
async def annotation(request: PhantomRequest, audio_id: IdInPath) -> AnnotationPayload:
    """What its owner says about a recording's music."""
    query = GetAnnotation(audio_file_id=audio_file_id(audio_id))
    return annotation_of(await request.caller.ask(query))


@put("/{audio_id:str}/annotation", refuses=[NotFound, Forbidden])
async def annotate(
    request: PhantomRequest, audio_id: IdInPath, data: JSONBody[NewAnnotation]
) -> AnnotationPayload:
    """Say something about one's recording, in place of what was said before."""
    words = MusicWords(
        description=data.description,
        mood=data.mood,
        genre=data.genre,
        instruments=data.instruments,
        tags=data.tags,
    )
    command = Annotate(audio_file_id=audio_file_id(audio_id), words=words)
    return annotation_of(await request.caller.do(command))
