"""`phantom doctor`: what is wrong with an installation, and what to do about it."""

import os

import rich_click as click

__all__ = ["doctor"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option("--strict", is_flag=True, help="Let warnings count too: exit code 1.")
@click.option(
    "--data-dir",
    metavar="DIR",
    help="The folder that holds whatever is not kept elsewhere "
    "[default: $PHANTOM_DATA_DIR, or ./phantom-data].",
)
def doctor(*, as_json: bool, strict: bool, data_dir: str | None) -> None:
    """Look at settings, folders, database, files and whatever else is configured.

    It says of each what is wrong with it and what to do. Nothing is changed but for a probe that is
    written to the store of files and deleted. The exit code is 0 where all works, 1 for warnings
    with --strict, and 2 where something fails.
    """
    from phantom_app.doctor import Patient, as_text, examine, exit_code, read_what_is_right
    from phantom_app.doctor import as_json as told_as_json
    from phantom_app.running import run

    settings, wrong = read_what_is_right(os.environ, data_dir=data_dir)
    findings = [*wrong, *run(examine(Patient(settings=settings)))]
    click.echo(told_as_json(findings) if as_json else as_text(findings))
    raise SystemExit(exit_code(findings, strict=strict))
