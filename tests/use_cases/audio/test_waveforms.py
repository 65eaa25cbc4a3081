"""A recording's waveform is seen as soon as there is a report."""

import pytest

from phantom_core.audio import GetReport
from phantom_core.audio.flows import waveform, waveform_picture
from phantom_core.kernel import Invalid, NotFound
from tests.use_cases.audio.studio import Studio


async def test_the_waveform_is_fitted_to_the_points_asked_for(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    await studio.work()

    for points in (1, 10, 250, 999, 1000, 5000):
        outline = await waveform(studio.edge, file.id, points=points, actor=ada)

        assert outline.points == len(outline.min) == len(outline.max) == points
        assert set(outline.min) == {-56}
        assert set(outline.max) == {56}


@pytest.mark.parametrize("points", [0, -1, 10_001])
async def test_no_other_number_of_points_is_accepted(studio: Studio, points: int) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)

    with pytest.raises(Invalid, match="points"):
        await waveform(studio.edge, file.id, points=points, actor=ada)


async def test_the_picture_is_the_current_reports(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    await studio.work()

    picture = await waveform_picture(studio.edge, file.id, actor=ada)

    report = await studio.phantom.ask(GetReport(audio_file_id=file.id), actor=ada)
    assert (picture.report_id, picture.png) == (report.id, b"\x89PNG picture")


async def test_before_there_is_a_report_there_is_nothing_to_see(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)

    with pytest.raises(NotFound):
        await studio.phantom.ask(GetReport(audio_file_id=file.id), actor=ada)
    with pytest.raises(NotFound):
        await waveform(studio.edge, file.id, points=10, actor=ada)
    with pytest.raises(NotFound):
        await waveform_picture(studio.edge, file.id, actor=ada)
