"""The table of `phantom analyze`: a row for each file, whole."""

from phantom_adapters.contracts.recording_examples import RESULT
from phantom_app.analysis_table import as_table
from phantom_app.hearing import FailedPayload, HeardPayload
from phantom_app.http.audio.report_payloads import result_fields
from phantom_app.http.problems import problem_of
from phantom_core.audio.media_type import NotDecodable


def test_a_row_tells_what_was_heard_and_what_was_not() -> None:
    long_name = f"{'very ' * 60}long.wav"
    heard = HeardPayload(file=long_name, **result_fields(RESULT))
    failed = FailedPayload("[b]broken[/b].mp3", problem_of(NotDecodable("it is empty")))

    head, first, second = as_table([heard, failed]).splitlines()

    assert head.split()[:4] == ["file", "length", "tempo", "bar"]
    assert first.startswith(f"{long_name}  0:04.0  120.25 BPM    3  F# minor")
    assert first.endswith("fast (truncated)")
    assert second.startswith("[b]broken[/b].mp3 ")
    assert "it is empty" in second
