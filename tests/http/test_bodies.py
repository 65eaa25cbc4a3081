"""No body where none is asked for."""

import pytest

from tests.http.test_audio import added
from tests.http.world import World


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/auth/logout"),
        ("POST", "/api/auth/verify/again"),
        ("POST", "/api/audio/{file}/analyze"),
        ("PUT", "/api/users/{root}/follow"),
        ("DELETE", "/api/audio/{file}"),
    ],
)
async def test_a_field_is_refused_where_no_body_is_asked_for(
    world: World, method: str, path: str
) -> None:
    ada, root = await world.someone("ada"), await world.admin()
    path = path.format(file=(await added(ada))["id"], root=root.id)
    unknown = await ada.send(method, path, {"x": 1})
    empty = await ada.send(method, path, {})

    assert unknown.status_code == 400
    assert [fault["path"] for fault in unknown.json()["errors"]] == ["x"]
    assert b"malformed" not in empty.content
