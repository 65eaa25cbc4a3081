"""What a client does with the events of a chat room's topic: one function for each event's name.

A picture is the state that the answer to a join has, as JSON, beside the id of whose it is.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

__all__ = ["CHAT_REDUCERS", "chat_reduced"]

Picture = dict[str, Any]
Data = dict[str, Any]

_PAGE: Final = 50


def chat_reduced(picture: Picture, event: Mapping[str, Any]) -> Picture:
    """The picture after an event. Raises: KeyError, for an event that clients do not know."""
    changed = CHAT_REDUCERS[event["type"]](picture, event["data"])
    chat = changed["chat"]
    unread = chat["lastSeq"] - chat["me"]["lastSeenSeq"]
    return {**changed, "chat": {**chat, "unread": unread}}


def _chat(picture: Picture, **changes: Any) -> Picture:
    return {**picture, "chat": {**picture["chat"], **changes}}


def _messages(picture: Picture, change: Callable[[Data], Data]) -> Picture:
    items = [change(each) for each in picture["messages"]["items"]]
    return {**picture, "messages": {**picture["messages"], "items": items}}


def _message(picture: Picture, seq: int, change: Callable[[Data], Data]) -> Picture:
    return _messages(picture, lambda each: change(each) if each["seq"] == seq else each)


def _sent(picture: Picture, data: Data) -> Picture:
    message = data["message"]
    items = [message, *picture["messages"]["items"]][:_PAGE]
    changed = {**picture, "messages": {**picture["messages"], "items": items}}
    changed = _chat(changed, lastSeq=message["seq"], lastAt=message["sentAt"])
    mine = message.get("sender", {}).get("id") == picture["me"] and message["type"] != "system"
    return _my_marks(changed, message["seq"], message["seq"]) if mine else changed


def _my_marks(picture: Picture, delivered: int, seen: int) -> Picture:
    me = {**picture["chat"]["me"], "lastDeliveredSeq": delivered, "lastSeenSeq": seen}
    return _chat(picture, me=me)


def _edited(picture: Picture, data: Data) -> Picture:
    new = {name: data[name] for name in ("content", "mentions", "editedAt")}
    return _message(picture, data["seq"], lambda each: {**each, **new})


def _deleted(picture: Picture, data: Data) -> Picture:
    new = {"content": "", "mentions": [], "reactions": {}, "deletedAt": data["deletedAt"]}
    return _message(picture, data["seq"], lambda each: {**each, **new})


def _reaction(picture: Picture, data: Data) -> Picture:
    def change(each: Data) -> Data:
        others = each["reactions"].get(data["emoji"], [])
        people = [one for one in others if one["id"] != data["person"]["id"]]
        people += [data["person"]] if data["given"] else []
        reactions = {**each["reactions"], data["emoji"]: people}
        return {**each, "reactions": {emoji: who for emoji, who in reactions.items() if who}}

    return _message(picture, data["seq"], change)


def _receipt(picture: Picture, data: Data) -> Picture:
    who, delivered, seen = data["person"]["id"], data["deliveredSeq"], data["seenSeq"]
    if who == picture["me"]:
        picture = _my_marks(picture, delivered, seen)
    found = [each for each in picture["chat"]["members"] if each["user"]["id"] == who]
    if not data["shared"] or not found:
        return picture
    member = {**found[0], "lastDeliveredSeq": delivered, "lastSeenSeq": seen}
    return _with_member(picture, member)


def _with_member(picture: Picture, member: Data) -> Picture:
    """With somebody as they stand now, in the list and under what they have seen."""
    who = member["user"]["id"]
    others = [each for each in picture["chat"]["members"] if each["user"]["id"] != who]
    members = sorted([*others, member], key=lambda each: (each["joinedAt"], each["user"]["id"]))
    return _seen(_chat(picture, members=members), member)


def _seen(picture: Picture, member: Data) -> Picture:
    who = member["user"]

    def change(each: Data) -> Data:
        seen = (
            who["id"] not in {picture["me"], each.get("sender", {}).get("id")}
            and each["seq"] <= member["lastSeenSeq"]
            and member["joinedAt"] <= each["sentAt"]
        )
        others = [one for one in each["seenBy"] if one["id"] != who["id"]]
        return {**each, "seenBy": [*others, who] if seen else others}

    return _messages(picture, change)


def _joined(picture: Picture, data: Data) -> Picture:
    return _with_member(_chat(picture, memberCount=data["memberCount"]), data["member"])


def _left(picture: Picture, data: Data) -> Picture:
    who = data["userId"]
    members = [each for each in picture["chat"]["members"] if each["user"]["id"] != who]
    changed = _chat(picture, members=members, memberCount=data["memberCount"])
    return _messages(
        changed,
        lambda each: {**each, "seenBy": [one for one in each["seenBy"] if one["id"] != who]},
    )


def _moderated(picture: Picture, data: Data) -> Picture:
    member = data["member"]
    if "leftAt" in member:
        return picture
    if member["user"]["id"] == picture["me"]:
        same = {name: member[name] for name in ("role", "mutedUntil") if name in member}
        marks = ("joinedAt", "lastDeliveredSeq", "lastSeenSeq")
        mine = {name: picture["chat"]["me"][name] for name in marks}
        picture = _chat(picture, me={**mine, **same})
    return _with_member(picture, member)


def _room(picture: Picture, data: Data) -> Picture:
    return _chat(picture, **data["room"])


def _same(picture: Picture, _: Data) -> Picture:
    return picture


CHAT_REDUCERS: Final[Mapping[str, Callable[[Picture, Data], Picture]]] = {
    "chat.message": _sent,
    "chat.edited": _edited,
    "chat.deleted": _deleted,
    "chat.reaction": _reaction,
    "chat.receipt": _receipt,
    "chat.member.joined": _joined,
    "chat.member.left": _left,
    "chat.moderated": _moderated,
    "chat.banned": _same,
    "chat.room.changed": _room,
}
"""What each event does to a picture."""
