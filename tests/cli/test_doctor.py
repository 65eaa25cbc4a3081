"""`phantom doctor`, run as operators run it: its words, its JSON and its exit codes."""

import json
from pathlib import Path

from tests.cli.program import run, run_cold


def test_all_that_is_wrong_is_told_at_once_with_code_2(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o755)
    wrong = {
        "PHANTOM_ACCESS_TTL": "soon",
        "PHANTOM_NONE": "x",
        "PHANTOM_SECRET_KEY": "change-me-change-me-change-me-change-me",
    }
    answer = run_cold("doctor", "--data-dir", data_dir, settings=wrong)

    assert answer.returncode == 2, answer.stderr
    assert answer.stderr == ""
    for said in (
        "PHANTOM_ACCESS_TTL: must be",
        "PHANTOM_NONE: there is no such setting",
        "PHANTOM_SECRET_KEY is a word",
        f"-> Close it: chmod 700 {data_dir}.",
        "3 failures, ",
    ):
        assert said in answer.stdout


def test_warnings_count_only_where_that_is_asked_for(tmp_path: Path) -> None:
    usual = run("doctor", "--data-dir", tmp_path / "none", "--json")
    strict = run("doctor", "--data-dir", tmp_path / "none", "--json", "--strict")

    assert (usual.returncode, strict.returncode) == (0, 1)
    found = json.loads(usual.stdout)["findings"]
    assert {each["level"] for each in found} == {"ok", "warning"}
    assert {"data-folder", "schema"} <= {each["check"] for each in found}
    assert not (tmp_path / "none").exists()
