"""What profiles may say."""

from datetime import UTC, datetime

import pytest

from phantom_core.identity import AgeRange, Gender, Profile, Seeking
from phantom_core.kernel import Invalid, Outdated, UserId, uuid7

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
PROFILE = Profile(user_id=UserId(uuid7(NOW, 1)), updated_at=NOW)


def test_an_empty_profile_is_open_to_all() -> None:
    assert PROFILE.discoverable
    assert PROFILE.seeking == Seeking()
    assert AgeRange() == AgeRange(lowest=18, highest=130)


@pytest.mark.parametrize(("lowest", "highest"), [(17, 20), (18, 131), (30, 29)])
def test_ages_are_a_range_of_adults(lowest: int, highest: int) -> None:
    with pytest.raises(Invalid):
        AgeRange(lowest=lowest, highest=highest)


def test_nobody_is_named_twice_in_a_wish() -> None:
    with pytest.raises(Invalid, match="genders: must not name the same twice"):
        Seeking(genders=(Gender.MALE, Gender.MALE))
    with pytest.raises(Invalid, match=r"regions\[0\]: must have 1 to 80 characters"):
        Seeking(regions=("",))


def test_a_change_names_the_newest_version_or_none() -> None:
    assert PROFILE.based_on(None) is PROFILE
    assert PROFILE.changed(NOW, bio="x").version == 2
    with pytest.raises(Outdated, match="The profile is at version 1"):
        PROFILE.based_on(2)
