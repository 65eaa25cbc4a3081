"""What is slow about recordings, in steps: the intent is stored, the edge works, the outcome is.

Whatever breaks off between two steps is cleared up by a sweep, or taken up again by a worker.
"""

from phantom_core.audio.flows.analysing import analyse
from phantom_core.audio.flows.edge import AudioEdge
from phantom_core.audio.flows.listening import (
    MOST_POINTS,
    AudioLink,
    WaveformPicture,
    link,
    waveform,
    waveform_picture,
)
from phantom_core.audio.flows.uploading import IncomingAudio, upload

__all__ = [
    "MOST_POINTS",
    "AudioEdge",
    "AudioLink",
    "IncomingAudio",
    "WaveformPicture",
    "analyse",
    "link",
    "upload",
    "waveform",
    "waveform_picture",
]
