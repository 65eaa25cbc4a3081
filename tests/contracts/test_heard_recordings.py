"""What was found in recordings is told as promised, on every storage."""

from phantom_adapters.contracts.heard_recordings import HeardRecordingsContract
from phantom_adapters.heard_recordings import KeptHeardRecordings


class TestHeardRecordings(HeardRecordingsContract):
    adapters = (KeptHeardRecordings,)
