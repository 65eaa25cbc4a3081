"""What Ada does with music, and admins with hers."""

from typing import Any

__all__ = ["MUSIC"]


async def _genre(life: Any) -> str:
    body = {"name": f"Genre {life.chance.random()}"}
    return str((await life.root.send("POST", "/api/genres", body)).json()["id"])


async def _playlist(life: Any) -> str:
    body = {"name": f"Mine {life.chance.random()}"}
    return str((await life.ada.send("POST", "/api/playlists", body)).json()["id"])


async def like_genres(life: Any) -> None:
    ids = [await _genre(life), await _genre(life)]
    await life.ada.send("PUT", "/api/users/me/genres", {"ids": ids})


async def like_an_artist_who_goes(life: Any) -> None:
    body = {"name": "Drake", "genreId": await _genre(life)}
    artist = (await life.root.send("POST", "/api/artists", body)).json()["id"]
    await life.ada.send("PUT", "/api/users/me/artists", {"ids": [artist]})
    await life.root.send("DELETE", f"/api/artists/{artist}")


async def keep_a_playlist(life: Any) -> None:
    playlist = await _playlist(life)
    who = life.chance.choice([life.ada, life.root])
    await who.send("PATCH", f"/api/playlists/{playlist}", {"name": "Ours"})


async def drop_a_playlist(life: Any) -> None:
    who = life.chance.choice([life.ada, life.root])
    await who.send("DELETE", f"/api/playlists/{await _playlist(life)}")


MUSIC = (like_genres, like_an_artist_who_goes, keep_a_playlist, drop_a_playlist)
