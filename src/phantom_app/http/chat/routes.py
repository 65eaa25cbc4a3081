"""All routes of chat."""

from litestar import Router

from phantom_app.http.chat import files, members, messages, rooms

__all__ = ["ROUTES"]

ROUTES = (
    Router(
        "/api/messages",
        tags=["Chat"],
        route_handlers=[
            rooms.list_chats,
            rooms.open_chat,
            rooms.show_chat,
            rooms.mark_seen,
            messages.history,
            messages.send,
            messages.search,
            messages.change_message,
            messages.delete_message,
            messages.react,
            messages.unreact,
            files.add,
            files.show,
            files.remove,
            members.show_member,
            members.set_member,
            members.remove_member,
        ],
    ),
    Router("/", tags=["Chat"], route_handlers=[messages.room_history, messages.send_in_room]),
)
"""What the server serves of chat."""
