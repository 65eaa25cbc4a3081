"""What is done with sets of music, drawn by chance."""

from typing import Any, Final

from hypothesis import strategies as st

from phantom_core.blobs import blob_key
from phantom_core.kernel import (
    ByteCount,
    Command,
    Cursor,
    Milliseconds,
    PageRequest,
    Query,
    Visibility,
)
from phantom_core.kernel.unchanged import UNCHANGED
from phantom_core.media import sets as s
from phantom_core.media.sets.upload import TrackDetails
from phantom_core.uploads import Upload
from tests.agreement.identity_operations import NOBODY, Known, one_of

__all__ = ["commands", "learn", "queries"]

_WAV: Final = s.TrackFormat(name="wav", content_type="audio/wav")
_TITLES: Final = st.sampled_from(["Dawn", "Zweites Stück", "no\0thing", ""])
_WORDS: Final = st.sampled_from([UNCHANGED, None, "Words.\nMore."])
_NAMES: Final = st.sampled_from([UNCHANGED, "Larks"])
_SHOWN: Final = st.sampled_from(Visibility)
_VERSIONS: Final = st.sampled_from([None, None, 1, 3])
_SIZES: Final = st.sampled_from([ByteCount(1), ByteCount(10**9)])


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command about sets and tracks."""
    sets, tracks = one_of(known.sets), one_of(known.tracks)
    return st.one_of(
        st.builds(s.CreateMusicSet, title=_TITLES, visibility=_SHOWN),
        st.builds(
            s.ChangeMusicSet,
            set_id=sets,
            title=_NAMES,
            description=_WORDS,
            visibility=_SHOWN | st.just(UNCHANGED),
            version=_VERSIONS,
        ),
        st.builds(s.DeleteMusicSet, set_id=sets, version=_VERSIONS),
        st.builds(
            s.OrderTracks,
            set_id=sets,
            track_ids=st.permutations(known.tracks).map(tuple),
            version=_VERSIONS,
        ),
        st.builds(s.BeginTrack, set_id=sets, file_name=_TITLES, kind=st.just(_WAV), size=_SIZES),
        st.builds(
            s.PlanTrack,
            set_id=sets,
            file_name=st.just("a_b.wav"),
            kind=st.just(_WAV),
            size_bytes=_SIZES,
        ),
        st.builds(s.FinishTrack, upload_id=tracks, received=_received(sets), **_facts()),
        st.builds(s.FailTrack, track_id=tracks, reason=st.just("It is silent.")),
        st.builds(s.ChangeTrack, track_id=tracks, title=_NAMES, artist=_WORDS.filter(_is_line)),
        st.builds(s.DeleteTrack, track_id=tracks, version=_VERSIONS),
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query about sets and tracks, a page at a time."""
    sets, tracks = one_of(known.sets), one_of(known.tracks)
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    blobs = tracks.map(lambda each: blob_key(f"sets/{NOBODY}/{each}.wav"))
    return st.one_of(
        st.builds(s.ListMusicSets, visibility=st.none() | _SHOWN, page=pages),
        st.builds(s.GetMusicSet, set_id=sets),
        st.builds(s.GetTrack, track_id=tracks),
        st.builds(s.OpenTrack, track_id=tracks),
        st.builds(s.HearTrack, blob=blobs, reader=one_of(known.users)),
    )


def learn(known: Known, answer: Any) -> None:
    """Take what later operations need out of an answer."""
    if isinstance(answer, s.Tracklist) and answer.music_set.id not in known.sets:
        known.sets.append(answer.music_set.id)
    if isinstance(answer, Upload) and answer.purpose == s.PURPOSE:
        known.tracks.append(answer.id)


def _received(sets: st.SearchStrategy[Any]) -> st.SearchStrategy[s.ReceivedTrack]:
    return st.builds(
        s.ReceivedTrack,
        set_id=sets,
        file_name=st.just("a_b.wav"),
        sha256=st.just("a" * 64),
        details=st.builds(TrackDetails, title=st.sampled_from([None, "Said"])),
    )


def _facts() -> dict[str, st.SearchStrategy[Any]]:
    facts = s.TrackFacts(format=_WAV, duration_ms=Milliseconds(1000), title="Tagged")
    return {
        "facts": st.just(facts),
        "size_bytes": _SIZES,
        "key": st.sampled_from([None, None, "t"]),
    }


def _is_line(text: object) -> bool:
    return not isinstance(text, str) or "\n" not in text
