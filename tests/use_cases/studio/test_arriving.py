"""What arrives may be anything: it is refused whole, and every fault is named."""

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import attrs
import pytest

from phantom_core.audio import ListAudioFiles
from phantom_core.kernel import (
    ByteCount,
    Invalid,
    TooLarge,
    UnsupportedMedia,
)
from phantom_core.studio import (
    ListProjects,
)
from phantom_core.studio.flows import (
    NotAnExport,
    import_project,
)
from tests.use_cases.studio.band import an_id
from tests.use_cases.studio.stage import Stage, rewritten


async def nothing_came(stage: Stage) -> bool:
    """Whether there is nothing but what was there before."""
    projects = await stage.band.ask(ListProjects(), stage.ada.who)
    recordings = await stage.band.ask(ListAudioFiles(), stage.ada.who)
    return (len(projects.items), len(recordings.items)) == (1, 1)


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + bytes(18)])
async def test_what_is_no_zip_of_a_project_is_refused(stage: Stage, data: bytes) -> None:
    with pytest.raises(NotAnExport):
        await stage.imported(data)


@pytest.mark.parametrize(
    "name", ["../project.json", "/etc/passwd", "audio/../../x.wav", "inside.zip", "audio\\x.wav"]
)
async def test_a_file_that_belongs_to_no_project_is_named(stage: Stage, name: str) -> None:
    await stage.compose()
    data = rewritten(await stage.exported(), lambda _: None, **{name: b"1"})

    with pytest.raises(Invalid) as refusal:
        await stage.imported(data)

    assert [fault.path for fault in refusal.value.faults] == [name]
    assert await nothing_came(stage)


async def test_every_fault_is_named_at_once(stage: Stage) -> None:
    await stage.compose()

    def spoil(told: dict[str, Any]) -> None:
        told["project"]["tempo"] = 7
        told["stems"][0]["volume"] = 7
        told["stems"][1]["group"] = told["stems"][1]["id"]
        told["segments"][0]["stemId"] = an_id()
        riff = next(each for each in told["segments"] if each["notes"])
        riff["notes"][0]["pitch"] = 200
        riff["frame"]["tracks"][0]["events"].append({"type": "shout", "time": 0})
        told["audio"].append({"audioFileId": "mine", "file": 7})

    with pytest.raises(Invalid) as refusal:
        await stage.imported(rewritten(await stage.exported(), spoil))

    paths = " ".join(fault.path for fault in refusal.value.faults)
    for each in ("project.tempo", "stems[0].volume", "stems[1].group", ".stemId", ".pitch"):
        assert each in paths
    assert ".frame." in paths
    assert "audio[1].audioFileId" in paths
    assert await nothing_came(stage)


async def test_a_bomb_is_not_unpacked(stage: Stage) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("project.json", b" " * 30_000_000)

    with pytest.raises(Invalid):
        await stage.imported(out.getvalue())


async def test_a_project_that_is_too_large_unpacked_is_refused(stage: Stage) -> None:
    small = attrs.evolve(stage.edge, largest_import=ByteCount(100))
    data = await stage.exported()

    with pytest.raises(TooLarge):
        await import_project(small, io.BytesIO(data), actor=stage.ada.who)


@pytest.mark.parametrize("document", [b"[" * 100_000, b"\xff", b"NaN", b'"\\ud800"', b"7", b"{}"])
async def test_a_document_that_is_none_is_refused(stage: Stage, document: bytes) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("project.json", document)

    with pytest.raises(Invalid):
        await stage.imported(out.getvalue())


async def test_where_one_recording_is_bad_nothing_arrives(stage: Stage) -> None:
    await stage.compose()
    bad = an_id()

    def name_another(told: dict[str, Any]) -> None:
        other = {**next(each for each in told["segments"] if each["audio"]), "id": an_id()}
        other["audio"] = {**other["audio"], "audioFileId": bad}
        told["segments"].append(other)
        told["audio"].append({"audioFileId": bad, "file": f"audio/{bad}.wav"})

    data = rewritten(
        await stage.exported(), name_another, **{f"audio/{bad}.wav": b"RIFF, and no more"}
    )

    with pytest.raises(UnsupportedMedia):
        await stage.imported(data)
    assert await nothing_came(stage)
