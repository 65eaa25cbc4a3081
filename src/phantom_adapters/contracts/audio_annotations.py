"""What every store of annotations promises."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import (
    MOMENT,
    Repository,
    annotation,
    audio_file,
)
from phantom_core.audio import MusicWords
from phantom_core.kernel import Storage

__all__ = ["AnnotationsContract"]

_FILE = audio_file(1)
_SAID = annotation(1, description="By the sea.\nAt dawn.", mood="calm", instruments=("oud",))


class AnnotationsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def annotations(self, storage: Storage) -> Any:
        """The repository under test; there are two recordings to speak of."""
        files: Any = Repository(storage, "audio_files")
        await files.add(_FILE)
        await files.add(audio_file(2))
        return Repository(storage, "annotations")

    async def test_an_annotation_is_read_back_as_it_was_stored(self, annotations: Any) -> None:
        await annotations.put(_SAID)
        await annotations.put(annotation(2, genre="folk", tags=("a", "b")))

        assert await annotations.find(_FILE.id) == _SAID
        assert await annotations.find(audio_file(2).id) == annotation(
            2, genre="folk", tags=("a", "b")
        )

    async def test_a_recording_has_one_the_last(self, annotations: Any) -> None:
        later = attrs.evolve(_SAID, words=MusicWords(), updated_at=MOMENT + timedelta(seconds=1))
        await annotations.put(_SAID)

        await annotations.put(later)

        assert await annotations.find(_FILE.id) == later

    async def test_what_is_removed_is_gone_and_may_be_removed_again(self, annotations: Any) -> None:
        await annotations.put(_SAID)

        await annotations.remove(_FILE.id)
        await annotations.remove(_FILE.id)

        assert await annotations.find(_FILE.id) is None
