"""Plots that cannot be drawn are told before anything is heard."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from phantom_adapters.contracts.audio_examples import silence, wav
from phantom_app.cli.listening import analyze


@pytest.mark.parametrize(
    ("plot", "said"),
    [("out.jpg", "must end in .png."), ("missing/out.png", "there is no folder")],
)
def test_a_plot_that_cannot_be_written_is_misuse(tmp_path: Path, plot: str, said: str) -> None:
    (tmp_path / "a.wav").write_bytes(wav(silence(1)))
    told = CliRunner().invoke(analyze, [str(tmp_path / "a.wav"), "--plot", str(tmp_path / plot)])

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert not (tmp_path / plot).exists()


def test_a_plot_of_two_files_is_misuse(tmp_path: Path) -> None:
    for name in ("a.wav", "b.wav"):
        (tmp_path / name).touch()
    pattern, plot = str(tmp_path / "*.wav"), str(tmp_path / "out.png")
    told = CliRunner().invoke(analyze, [pattern, "--plot", plot])

    assert told.exit_code == 2
    assert "it draws one file; 2 were named." in told.stderr
