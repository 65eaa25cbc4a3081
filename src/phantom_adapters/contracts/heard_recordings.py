"""What everybody promises who tells the studio what was found in recordings."""

from typing import Any, Final

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import add_people, user
from phantom_adapters.contracts.recording_examples import (
    ADA,
    EVE,
    MOMENT,
    RESULT,
    Repository,
    audio_file,
    audio_file_id,
    report,
)
from phantom_core.audio import Visibility
from phantom_core.identity import Consent, Purpose
from phantom_core.kernel import Storage, uuid7

__all__ = ["HeardRecordingsContract"]

_CONSENT: Final = Consent(
    id=uuid7(MOMENT, 99), user_id=ADA, purpose=Purpose.AUDIO_ANALYSIS, granted_at=MOMENT
)


class HeardRecordingsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def heard(self, storage: Storage) -> Any:
        """What is under test; of Ada's recordings one is private, one public, one has no report.

        She lets them be analysed.
        """
        await add_people(storage, user(1, id=ADA), user(2, id=EVE))
        files, reports = Repository(storage, "audio_files"), Repository(storage, "audio_reports")
        shown = (Visibility.PRIVATE, Visibility.PUBLIC, Visibility.PUBLIC)
        for number, visibility in enumerate(shown, start=1):
            await files.add(audio_file(number, visibility=visibility))
        for number in (1, 2):
            await reports.add(report(number, audio_file_id=audio_file_id(number)))
        await Repository(storage, "consents").add(_CONSENT)
        return Repository(storage, "heard_recordings")

    async def test_what_the_current_report_says_is_told(self, heard: Any) -> None:
        found = await heard.find(audio_file_id(1), seen_by=ADA)

        assert (found.tempo, found.tempo_confidence) == (RESULT.tempo.bpm, RESULT.tempo.confidence)
        assert (found.tonic, found.minor, found.key_confidence) == ("F#", True, 0.5)
        assert found.loudness == RESULT.loudness.integrated_lufs

    async def test_nothing_is_told_of_what_one_may_not_hear(self, heard: Any) -> None:
        assert await heard.find(audio_file_id(1), seen_by=EVE) is None
        assert await heard.find(audio_file_id(2), seen_by=EVE) is not None

    async def test_nothing_is_told_without_a_report(self, heard: Any) -> None:
        assert await heard.find(audio_file_id(3), seen_by=ADA) is None
        assert await heard.find(audio_file_id(4), seen_by=ADA) is None

    async def test_nothing_is_told_once_its_owner_does_not_want_it(
        self, heard: Any, storage: Storage
    ) -> None:
        revoked = attrs.evolve(_CONSENT, revoked_at=MOMENT)
        await Repository(storage, "consents").put(revoked)

        assert await heard.find(audio_file_id(1), seen_by=ADA) is None
