"""Hearing audio files: decoding under limits, analysis, waveform pictures, renditions."""

from phantom_adapters.audio.ffmpeg_renderer import FfmpegRenderer, found_renderer
from phantom_adapters.audio.librosa_analyzer import ANALYZER, ANALYZER_VERSION, LibrosaAnalyzer
from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.waveform_picture import render_waveform

__all__ = [
    "ANALYZER",
    "ANALYZER_VERSION",
    "AudioLimits",
    "FfmpegRenderer",
    "LibrosaAnalyzer",
    "found_renderer",
    "render_waveform",
]
