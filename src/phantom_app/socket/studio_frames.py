"""What clients send about projects, besides changes."""

from typing import Final

from phantom_app.http.payloads import Payload
from phantom_app.http.rooms.playing import PositionNumber
from phantom_app.socket.frame_parts import ClientFrame, TopicName
from phantom_core.kernel import NotFound, Topic, split_topic

__all__ = ["FRAMES", "CursorData", "ShowCursor"]


class CursorData(Payload):
    """Where one points."""

    position_ms: PositionNumber


class ShowCursor(ClientFrame, tag="user.cursor"):
    """Show the others in a project where one is in its music; who comes later sees it too."""

    topic: TopicName
    data: CursorData

    def where(self) -> Topic:
        """The project's topic. Raises: NotFound, if it is another's."""
        parts = split_topic(self.topic)
        if parts is None or parts[0] != "project":
            raise NotFound("project topic", self.topic)
        return Topic(self.topic)


FRAMES: Final = (ShowCursor,)
"""All of them."""
