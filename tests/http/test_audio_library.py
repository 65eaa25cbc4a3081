"""Recordings are found over HTTP by what is said of them."""

from tests.http.test_audio import added
from tests.http.world import World


async def test_recordings_are_searched_and_their_tags_counted(world: World) -> None:
    ada = await world.someone("ada")
    await added(ada, data={"title": "Café del Mar", "tags": ["Sea", "dusk"]})
    await added(ada, data={"title": "Abend", "tags": ["sea"]})
    queries = {
        "q=cafe%20mar": ["Café del Mar"],
        "tag=SEA&sort=title": ["Abend", "Café del Mar"],
        "format=wav&visibility=private&status=none&sort=title": ["Abend", "Café del Mar"],
        "format=mp3": [],
        "visibility=public": [],
    }

    found = {
        query: [
            file["title"] for file in (await ada.send("GET", f"/api/audio?{query}")).json()["items"]
        ]
        for query in queries
    }
    tags = (await ada.send("GET", "/api/audio/tags")).json()

    assert found == queries
    assert tags == {
        "items": [{"tag": "dusk", "count": 1}, {"tag": "Sea", "count": 2}],
        "next": None,
    }


async def test_a_search_is_refused_by_the_names_that_the_caller_used(world: World) -> None:
    ada = await world.someone("ada")

    answer = await ada.send("GET", f"/api/audio?q={'x' * 101}&tag=%20")

    assert answer.status_code == 400
    assert {each["path"] for each in answer.json()["errors"]} == {"q", "tag"}
    for query, choices in (
        ("sort=best", "newest, oldest, "),
        ("format=exe", "wav, mp3, flac, ogg"),
        ("status=lost", "none, queued, running, done, failed"),
    ):
        refused = await ada.send("GET", f"/api/audio?{query}")
        (fault,) = refused.json()["errors"]
        assert (refused.status_code, fault["path"]) == (400, query.partition("=")[0])
        assert fault["message"].startswith(f"must be one of: {choices}")
