"""Recordings, uploads and their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_adapters.contracts.recording_examples import ADA, audio_file, audio_file_id, upload
from phantom_core.audio import AnalysisRunId, AnalysisStatus, AudioFormat, MusicWords
from phantom_core.audio.audio_file import TITLE, AudioFile, original_key, title_of
from phantom_core.blobs import safe_file_name
from phantom_core.kernel import Invalid

RUN = AnalysisRunId(audio_file_id(7))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("song.wav", "song"),
        ("My_Song__take  2.final.flac", "My Song take 2.final"),
        ("song", "song"),
        ("___.wav", "Untitled"),
        ("x" * 300 + ".mp3", "x" * 200),
    ],
)
def test_a_title_is_made_of_the_file_name(name: str, title: str) -> None:
    assert title_of(name) == title


@given(name=st.text())
def test_any_file_name_makes_a_title_that_obeys_the_rule(name: str) -> None:
    assert [*TITLE(title_of(safe_file_name(name)))] == []


def test_an_original_is_named_for_its_owner_its_recording_and_its_format() -> None:
    key = original_key(ADA, audio_file_id(1), AudioFormat.MP3)

    assert key == f"audio/{ADA}/{audio_file_id(1)}.mp3"


def test_an_analysis_goes_from_queued_by_running_to_its_end() -> None:
    file = audio_file(1)

    queued, running = file.queued(RUN), file.queued(RUN).running()
    assert (queued.analysis_status, queued.awaits_analysis) == (AnalysisStatus.QUEUED, True)
    assert (running.analysis_status, running.analysis_run) == (AnalysisStatus.RUNNING, RUN)
    assert (running.analysed().analysis_status, running.analysed().awaits_analysis) == (
        AnalysisStatus.DONE,
        False,
    )
    assert running.unanalysed() == file


def test_a_failed_analysis_has_a_reason_until_the_next_one() -> None:
    failed = audio_file(1).queued(RUN).analysis_failed("It is silent.")

    assert (failed.analysis_status, failed.analysis_reason) == (
        AnalysisStatus.FAILED,
        "It is silent.",
    )
    assert failed.queued(RUN).analysis_reason is None


def test_no_analysis_counts_as_a_change() -> None:
    file: AudioFile = audio_file(1)

    assert file.queued(RUN).running().analysed().version == file.version


def test_an_upload_makes_its_file_name_safe() -> None:
    assert upload(1, file_name="../../etc/pass\0wd").file_name == "passwd"


def test_an_upload_is_over_from_the_moment_it_expires() -> None:
    one = upload(1)

    assert one.is_over(one.expires_at)
    assert not one.is_over(one.created_at)


@pytest.mark.parametrize(
    "words",
    [{"mood": " "}, {"genre": "x" * 101}, {"instruments": ("a", "a")}, {"tags": ("x" * 51,)}],
)
def test_words_obey_their_rules(words: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        MusicWords(**words)  # type: ignore[arg-type]
