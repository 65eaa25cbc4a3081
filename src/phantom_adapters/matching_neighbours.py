"""What matching asks of the other contexts' repositories."""

from contextlib import suppress
from datetime import date
from operator import attrgetter

from phantom_core.audio import AnalysisConsents
from phantom_core.audio.ports import AudioFiles, AudioReports
from phantom_core.catalog import Artists, Tastes
from phantom_core.identity import Profile, Purpose, User
from phantom_core.identity.ports import Consents, Profiles, Users
from phantom_core.identity.user import ADULT, age_on
from phantom_core.kernel import MAX_PAGE, NotFound, PageRequest, UserId
from phantom_core.matching import Facts, MatchingFacts

__all__ = ["KeptMatchingFacts"]

_HEARD = 20
"""So many of somebody's recordings are looked at."""


class KeptMatchingFacts(MatchingFacts):
    """Takes them from accounts, profiles, consents, tastes, and reports of recordings."""

    def __init__(  # noqa: PLR0913 - it is where six contexts' tables meet
        self,
        users: Users,
        profiles: Profiles,
        consents: Consents,
        *,
        tastes: Tastes,
        artists: Artists,
        analyses: AnalysisConsents,
        files: AudioFiles,
        reports: AudioReports,
    ) -> None:
        self._users = users
        self._profiles = profiles
        self._consents = consents
        self._tastes = tastes
        self._artists = artists
        self._analyses = analyses
        self._files = files
        self._reports = reports

    def hold(self, *user_ids: UserId) -> None:
        """Hold users, the least id first."""
        for user_id in sorted({*user_ids}):
            self._user(user_id)

    def facts(self, user_id: UserId) -> Facts | None:
        """What is known of somebody."""
        user = self._user(user_id)
        if user is None:
            return None
        taste = self._tastes.of([user_id])[user_id]
        artists = self._artists.of(taste.artist_ids)
        profile = self._profiles.get(user_id)
        seeking, ages = profile.seeking, profile.seeking.ages
        return Facts(
            user_id=user_id,
            active=user.active,
            consents=self._allows(user_id),
            discoverable=profile.discoverable,
            gender=None if user.gender is None else user.gender.value,
            birth_date=user.birth_date,
            region=profile.region,
            roles=profile.roles,
            tags=profile.tags,
            genders=tuple(gender.value for gender in seeking.genders),
            ages=None if ages is None else (ages.lowest, ages.highest),
            wanted_roles=seeking.roles,
            regions=seeking.regions,
            artist_ids=tuple(each for each in taste.artist_ids if artists[each].lives),
            genre_ids=taste.genre_ids,
            genres_of=tuple((each.id, each.genre_id) for each in artists.values() if each.lives),
            sounds=self._sounds(user_id),
        )

    def willing(self, user_id: UserId) -> bool:
        """Whether somebody lets themself be matched."""
        history = self._consents.history(user_id, PageRequest(limit=MAX_PAGE)).items
        return any(each.purpose is Purpose.MATCHING and each.stands for each in history)

    def matchable(self, user_id: UserId, today: date) -> bool:
        """Whether somebody may be shown as a match."""
        user = self._user(user_id)
        if user is None or not user.active or _is_minor(user, today):
            return False
        return self._profile(user_id).discoverable and self._allows(user_id)

    def _user(self, user_id: UserId) -> User | None:
        with suppress(NotFound):
            return self._users.get(user_id)
        return None

    def _profile(self, user_id: UserId) -> Profile:
        return self._profiles.get(user_id)

    def _allows(self, user_id: UserId) -> bool:
        return self._consents.standing(user_id, Purpose.MATCHING) is not None

    def _sounds(self, user_id: UserId) -> tuple[tuple[float, ...], ...]:
        """The fingerprints of recordings, of the scheme of the one that was made last."""
        if not self._analyses.allows_analysis(user_id):
            return ()
        files = self._files.with_analysis(user_id, _HEARD)
        reports = [self._reports.current(file.id) for file in files]
        found = sorted(filter(None, reports), key=attrgetter("created_at"))
        heard = [each.result.embedding for each in found]
        return tuple(
            each.vector
            for each in heard
            if each.vector is not None and each.scheme == heard[-1].scheme
        )


def _is_minor(user: User, today: date) -> bool:
    return user.birth_date is not None and age_on(user.birth_date, today) < ADULT
