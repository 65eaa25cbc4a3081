"""What somebody planted in every field is in their export, and nothing of others is."""

import io
import json
import zipfile
from typing import Any

from tests.http import test_audio, test_images
from tests.http.band_room import BandRoom
from tests.http.listeners import Music, likes, music
from tests.http.test_data_exports import records, unpacked
from tests.http.world import Someone, World


def _markers(of: str) -> "_Markers":
    return _Markers(of)


class _Markers:
    """Words that stand nowhere else, and where each was planted."""

    def __init__(self, of: str) -> None:
        self._of = of
        self.planted: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        return self.planted.setdefault(place, f"{self._of}mark{len(self.planted)}x")


async def _done(who: Someone, method: str, path: str, body: Any = None, **options: Any) -> Any:
    answer = await who.send(method, path, body, **options)
    assert answer.is_success, f"{method} {path}: {answer.text}"
    return answer.json() if answer.content else None


async def _plant(world: World, name: str, friend: Someone, heard: Music) -> Any:
    """Have somebody say something wherever something can be said."""
    mark = _markers(name)
    me = await world.someone(name, displayName=mark("display name"))
    await _done(
        me,
        "PUT",
        "/api/users/me/profile",
        {
            "bio": mark("bio"),
            "roles": [mark("role")],
            "instruments": [mark("instrument")],
            "region": mark("region"),
            "tags": [mark("tag")],
            "seeking": {"roles": [mark("role sought")], "regions": [mark("region sought")]},
        },
    )
    await test_audio.consent(me)
    await _done(me, "PUT", f"/api/users/{friend.id}/follow")
    complaint = {"kind": "user", "id": friend.id, "reason": mark("report")}
    await _done(me, "POST", "/api/reports", complaint)
    await likes(world, me, heard)
    wish = {"prompt": f"calm piano {mark('prompt')}", "bars": 2}
    await _done(me, "POST", "/api/ai/generate-midi", wish)
    await _plant_media(me, mark)
    await _plant_talk(me, mark, friend, heard)
    await _plant_work(me, mark, friend)
    return me, mark


async def _plant_media(me: Someone, mark: _Markers) -> None:
    fields = {"title": mark("recording"), "tags": mark("recording's tag")}
    file = await test_audio.added(me, name=f"{mark('file name')}.wav", data=fields)
    words = {"description": mark("annotation"), "mood": mark("mood"), "tags": [mark("own tag")]}
    await _done(me, "PUT", f"/api/audio/{file['id']}/annotation", words)
    await test_images.added(me, title=mark("image"), description=mark("image's description"))
    promise = {"fileName": f"{mark('upload')}.wav", "sizeBytes": 9, "contentType": "audio/wav"}
    await _done(me, "POST", "/api/audio", promise)


async def _plant_talk(me: Someone, mark: _Markers, friend: Someone, heard: Music) -> None:
    songs = {"name": mark("playlist"), "songIds": heard.song_ids[:1]}
    await _done(me, "POST", "/api/playlists", songs)
    place = {"name": mark("room"), "isPublic": True, "artistId": heard.artist_id}
    room = await _done(me, "POST", "/api/rooms", place)
    said = {"content": mark("message in a room")}
    await _done(me, "POST", f"/api/rooms/{room['id']}/messages", said)
    group = {"kind": "group", "memberIds": [friend.id], "title": mark("chat")}
    chat = await _done(me, "POST", "/api/messages/rooms", group)
    path = f"/api/messages/rooms/{chat['id']}/messages"
    message = await _done(me, "POST", path, {"content": mark("message")})
    answer = await _done(friend, "POST", path, {"content": f"friendsaid{me.id}"})
    await _done(me, "PUT", f"/api/messages/{answer['id']}/reactions/👍")
    await _done(friend, "PUT", f"/api/messages/{message['id']}/reactions/🎉")


async def _plant_work(me: Someone, mark: _Markers, friend: Someone) -> None:
    body = {"name": mark("project"), "description": mark("project's description")}
    project = await _done(me, "POST", "/api/projects", body)
    band = BandRoom(me, project["id"])
    await band.stem(mark("stem"), ((0, 60, 1),))
    path = f"/api/projects/{project['id']}"
    await _done(me, "POST", f"{path}/versions", {"name": mark("version")})
    await _done(me, "POST", f"{path}/collaborators", {"userId": friend.id, "role": "contributor"})
    await _done(friend, "POST", f"{path}/collaborators/accept")
    wanted = {"projectId": project["id"], "userId": friend.id, "note": mark("note")}
    await _done(me, "POST", "/api/bookings", wanted)


def _text_of(zipped: zipfile.ZipFile) -> str:
    """All words in a zip, those of zips in it too."""
    parts = []
    for name in zipped.namelist():
        data = zipped.read(name)
        if name.endswith(".zip"):
            parts.append(_text_of(zipfile.ZipFile(io.BytesIO(data))))
        else:
            parts.append(data.decode(errors="replace"))
    return "\n".join(parts)


async def test_all_that_one_has_planted_is_there_and_nothing_of_others(world: World) -> None:
    heard = await music(world, 60)
    friend = await world.someone("friend")
    foe = await world.someone("foe")
    ada, hers = await _plant(world, "ada", friend, heard)
    _, others = await _plant(world, "eve", friend, heard)
    chat = {"kind": "direct", "memberIds": [ada.id]}
    talk = await _done(foe, "POST", "/api/messages/rooms", chat)
    path = f"/api/messages/rooms/{talk['id']}/messages"
    await _done(ada, "POST", path, {"content": f"hello @{'foe'} foemark"})
    await _done(foe, "PUT", f"/api/users/{ada.id}/block")
    await world.work()

    zipped = await unpacked(world, ada)
    text = _text_of(zipped)

    assert [place for place, mark in hers.planted.items() if mark not in text] == []
    assert [place for place, mark in others.planted.items() if mark in text] == []
    assert "friendsaid" not in text
    # Who has blocked somebody is not there for them, not even by an id.
    assert foe.id not in text
    assert "foemark" in text
    assert [each["username"] for each in records(zipped, "people")] == ["friend"]
    assert len(records(zipped, "reactions")) == 1
    assert "🎉" not in text
    (recording,) = records(zipped, "recordings")
    assert [zipped.getinfo(name).file_size > 40 for name in recording["files"]] == [True]
    assert len(records(zipped, "images")[0]["files"]) == 3
    assert json.loads(zipped.read("export.json"))["missing"] == []
    (project,) = records(zipped, "projects")
    inner = zipfile.ZipFile(io.BytesIO(zipped.read(f"projects/{project['id']}.zip")))
    assert "project.json" in inner.namelist()


async def test_an_export_is_imported_again_as_a_project(world: World) -> None:
    ada = await world.someone("ada")
    made = await _done(ada, "POST", "/api/projects", {"name": "Nights"})
    await BandRoom(ada, made["id"]).stem("Bass", ((0, 40, 1),))

    zipped = await unpacked(world, ada)
    packed = zipped.read(f"projects/{made['id']}.zip")
    files = {"file": ("nights.zip", packed, "application/zip")}
    again = await ada.send("POST", "/api/projects/import", files=files)

    assert again.status_code == 201, again.text
    assert again.json()["name"] == "Nights"
