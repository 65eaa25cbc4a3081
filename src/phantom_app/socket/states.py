"""What topics are about: what a client loads on joining one, in place of its whole past."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from phantom_app.http.audio.payloads import AudioFilePayload, audio_file_of
from phantom_app.http.identity.payloads import MePayload, me_of
from phantom_app.http.payloads import Payload
from phantom_core.audio import AudioFile, ListAudioFiles
from phantom_core.identity import (
    Account,
    Followed,
    FollowEnded,
    GetCircle,
    GetMe,
    UserBlocked,
    UserStatusChanged,
    UserUnblocked,
)
from phantom_core.kernel import Access, Cursor, Id, Page, PageRequest, Query, UserId
from phantom_core.kernel.paging import MAX_PAGE
from phantom_core.live import TOPICS, Circle, Topics

__all__ = [
    "MUTUAL_FOLLOWERS",
    "STATES",
    "TOPICS_SERVED",
    "GetOneself",
    "Oneself",
    "OneselfPayload",
    "RecordingsPayload",
]


@attrs.frozen(kw_only=True)
class Oneself:
    """What a person's own topic is about."""

    account: Account
    recordings: Page[AudioFile]


@attrs.frozen(kw_only=True)
class GetOneself(Query[Oneself]):
    """Look at all that one's own topic tells about."""

    access = Access.PERSON

    def run(self, work: Any) -> Oneself:
        """Answer one's account, and one's newest recordings."""
        newest = ListAudioFiles(page=PageRequest(limit=MAX_PAGE))
        return Oneself(account=GetMe().run(work), recordings=newest.run(work))


class RecordingsPayload(Payload):
    """One's newest recordings, as `GET /api/audio` lists them, which goes on from `next`."""

    items: list[AudioFilePayload]
    next: Cursor | None


class OneselfPayload(Payload):
    """The state of the topic `user:<one's own id>`."""

    user: MePayload
    audio: RecordingsPayload


def _oneself_of(oneself: Oneself) -> OneselfPayload:
    page = oneself.recordings
    return OneselfPayload(
        user=me_of(oneself.account),
        audio=RecordingsPayload(items=[audio_file_of(file) for file in page.items], next=page.next),
    )


def _oneself(_: Id) -> GetOneself:
    return GetOneself()


def _close_to(user_id: UserId) -> GetCircle:
    return GetCircle(user_id=user_id)


MUTUAL_FOLLOWERS: Final = Circle(
    of=_close_to,
    changes=(Followed, FollowEnded, UserBlocked, UserUnblocked, UserStatusChanged),
)
"""Whose presence one sees in one's own topic."""

TOPICS_SERVED: Final[Topics] = {
    "user": attrs.evolve(TOPICS["user"], state=_oneself, circle=MUTUAL_FOLLOWERS)
}
"""The kinds of topics that the server has, with their states."""

STATES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {Oneself: _oneself_of}
"""How each state is told, by the type of what its query answers."""
