"""Making images of files that came from anywhere, with Pillow, in processes of their own."""

from phantom_adapters.images.limits import ImageLimits
from phantom_adapters.images.pillow_renderer import PillowRenderer

__all__ = ["ImageLimits", "PillowRenderer"]
