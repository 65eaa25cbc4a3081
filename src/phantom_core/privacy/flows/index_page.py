"""The page that an export is read by: HTML without scripts, and nothing from elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Final

from phantom_core.privacy.flows.written_file import WrittenFile
from phantom_core.privacy.record_kinds import TOLD, RecordKind

__all__ = ["index_page"]

_HEAD: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; padding: .4rem .6rem; }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; overflow-wrap: anywhere; }
tr { border-bottom: 1px solid; }
td:last-child, thead th:last-child { text-align: end; white-space: nowrap; }
</style>"""

_ABOUT: Final = """<p>The data are files of JSON, which
<a href="schema.json">schema.json</a> describes; <a href="export.json">export.json</a> is their
table of contents for programs. <a href="checksums.sha256">checksums.sha256</a> shows whether all
is whole: <code>sha256sum -c checksums.sha256</code>. Other people stand there by their ids; only
<a href="data/people.json">people.json</a> has names, of those whom you talk or work with.</p>"""

_END: Final = "</main>\n</body>\n</html>\n"


def index_page(
    name: str,
    counts: Mapping[RecordKind, int],
    files: Sequence[WrittenFile],
    missing: Sequence[str],
    *,
    begun_at: datetime,
) -> str:
    """Write the page.

    Args:
        name: what the person calls themself.
        counts: how many records of each kind there are.
        files: the person's own files.
        missing: paths of files whose bytes are gone.
        begun_at: when the export was begun, UTC.
    """
    title = f"All that Phantom holds about {escape(name)}"
    moment = f'<time datetime="{begun_at.isoformat()}">{begun_at:%d %B %Y, %H:%M}</time>'
    parts = [
        _HEAD,
        f"<title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        f"<p>As it was on {moment} UTC.</p>",
        _ABOUT,
        "<h2>Data</h2>",
        *_kinds(counts),
        "<h2>Files</h2>",
        *(_files(files) if files else ["<p>There are none.</p>"]),
        *(_missing(missing) if missing else []),
        _END,
    ]
    return "\n".join(parts)


def _kinds(counts: Mapping[RecordKind, int]) -> Iterator[str]:
    yield from _table("What is held, and how many records of each kind", "Kind", "What it is")
    for kind, told in TOLD.items():
        yield _row(f"data/{kind}.json", told.title, told.meaning, counts[kind])
    yield "</tbody>\n</table>"


def _files(files: Sequence[WrittenFile]) -> Iterator[str]:
    yield from _table("Recordings, images and projects, and their sizes in bytes", "File", "Path")
    for file in files:
        yield _row(file.path, file.title, file.path, file.size_bytes)
    yield "</tbody>\n</table>"


def _missing(missing: Sequence[str]) -> Iterator[str]:
    yield "<h2>Missing files</h2>\n<p>Records name these, but their bytes are gone:</p>\n<ul>"
    yield from (f"<li>{escape(path)}</li>" for path in missing)
    yield "</ul>"


def _table(caption: str, *headings: str) -> Iterator[str]:
    yield f"<table>\n<caption>{caption}</caption>\n<thead><tr>"
    yield from (f'<th scope="col">{heading}</th>' for heading in (*headings, "Count"))
    yield "</tr></thead>\n<tbody>"


def _row(path: str, title: str, meaning: str, count: int) -> str:
    link = f'<a href="{escape(path)}">{escape(title)}</a>'
    return f'<tr><th scope="row">{link}</th><td>{escape(meaning)}</td><td>{count}</td></tr>'
