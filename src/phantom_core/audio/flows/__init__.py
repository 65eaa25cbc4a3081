"""What is slow about recordings, in steps: the intent is stored, the edge works, the outcome is.

Whatever breaks off between two steps is cleared up by a sweep, or taken up again by a worker.
"""

from phantom_core.audio.flows.analysing import analyse
from phantom_core.audio.flows.completing import complete
from phantom_core.audio.flows.edge import AudioEdge
from phantom_core.audio.flows.listening import (
    MOST_POINTS,
    AudioLink,
    LinkUse,
    WaveformLevel,
    WaveformPicture,
    link,
    link_to,
    waveform,
    waveform_level,
    waveform_picture,
)
from phantom_core.audio.flows.rendering import Rendering, render
from phantom_core.audio.flows.uploading import IncomingAudio, upload

__all__ = [
    "MOST_POINTS",
    "AudioEdge",
    "AudioLink",
    "IncomingAudio",
    "LinkUse",
    "Rendering",
    "WaveformLevel",
    "WaveformPicture",
    "analyse",
    "complete",
    "link",
    "link_to",
    "render",
    "upload",
    "waveform",
    "waveform_level",
    "waveform_picture",
]
