"""A change passes that was made to the newest version, or that does not say to which."""

import pytest

from phantom_core.kernel import Outdated, expect_version


@pytest.mark.parametrize("expected", [3, None])
def test_a_change_to_the_newest_version_or_to_any_passes(expected: int | None) -> None:
    expect_version("song", current=3, expected=expected)


@pytest.mark.parametrize("expected", [2, 4, 0])
def test_a_change_to_another_version_is_outdated_and_says_both(expected: int) -> None:
    with pytest.raises(Outdated, match=f"The song is at version 3, .* made to {expected}") as error:
        expect_version("song", current=3, expected=expected)

    assert (error.value.rule, error.value.current, error.value.expected) == (
        "outdated",
        3,
        expected,
    )
