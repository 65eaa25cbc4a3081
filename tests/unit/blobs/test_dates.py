"""Dates of HTTP are read in three forms and written in one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.blobs import http_date, parse_http_date
from phantom_core.kernel.quantities import EPOCH

NOW = datetime(2026, 11, 20, tzinfo=UTC)
MOMENT = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "  Sun, 06 Nov 1994 08:49:37 GMT ",
    ],
)
def test_each_form_of_the_standard_is_read(text: str) -> None:
    assert parse_http_date(text, now=NOW) == MOMENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 0000 08:49:37 GMT",
        "sun, 06 nov 1994 08:49:37 gmt",
        "Sun, 0\u0666 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert parse_http_date(text, now=NOW) is None


@pytest.mark.parametrize(
    ("year", "read"), [("26", 2026), ("76", 2076), ("77", 1977), ("99", 1999), ("00", 2000)]
)
def test_two_digits_mean_a_year_no_more_than_fifty_ahead(year: str, read: int) -> None:
    moment = parse_http_date(f"Sunday, 06-Nov-{year} 08:49:37 GMT", now=NOW)

    assert moment is not None
    assert moment.year == read


def test_a_leap_second_is_read_as_the_second_before() -> None:
    moment = parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT", now=NOW)

    assert moment == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


@given(st.timedeltas(timedelta(days=-350_000), timedelta(days=2_900_000)).map(EPOCH.__add__))
def test_what_is_written_is_read_back_to_the_second(moment: datetime) -> None:
    assert parse_http_date(http_date(moment), now=NOW) == moment.replace(microsecond=0)
