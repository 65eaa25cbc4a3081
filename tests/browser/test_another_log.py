"""The documentation's client where the log is another one than before."""

import sqlite3
from contextlib import closing

from phantom_adapters.memory import ManualClock
from phantom_core.kernel import uuid7
from tests.browser.visitors import Visitor
from tests.crash.server import Server


async def test_a_page_is_given_the_state_anew_and_goes_on_from_it(
    pair: tuple[Visitor, Visitor, str], server: Server
) -> None:
    ada, bob, room = pair
    await ada.run("() => { delete window.state; window.heard = []; }")
    with closing(sqlite3.connect(server.data_dir / "phantom.db")) as connection, connection:
        epoch = str(uuid7(ManualClock().now, 1))
        connection.execute("UPDATE meta SET value = ? WHERE name = 'epoch'", [epoch])
    await ada.page.wait_for_function("() => window.state")
    await bob.send("POST", f"/api/rooms/{room}/leave")
    await ada.page.wait_for_function("() => window.heard.length")

    assert await ada.run("() => phantom.topics.values().next().value.epoch") == epoch
