"""The documentation's client comes back to its topics, as far as it may."""

from tests.browser.visitors import Visitor

Pair = tuple[Visitor, Visitor, str]

_REFUSE_ONCE = """() => {
    const { socket } = phantom;
    const send = socket.send.bind(socket);
    window.refused = 0;
    socket.send = (text) => {
        const { id, type } = JSON.parse(text);
        if (type !== "session.join" || window.refused++) return send(text);
        const problem = { type: "urn:phantom:unavailable", status: 503, detail: "Not now." };
        socket.onmessage({ data: JSON.stringify({ reply: id, ok: false, problem }) });
    };
    const [topic] = phantom.topics.keys();
    socket.onmessage({ data: JSON.stringify({ type: "resync", topic }) });
}"""

_HEAR_WHY = """() => {
    for (const topic of phantom.topics.values()) topic.onEnd = (error) => { window.why = error; };
}"""


async def test_a_server_without_time_is_asked_again(pair: Pair) -> None:
    ada, bob, room = pair
    await ada.run("() => { window.heard = []; }")
    await ada.run(_REFUSE_ONCE)
    await ada.page.wait_for_function("() => window.refused > 1")
    await bob.send("POST", f"/api/rooms/{room}/leave")
    await ada.page.wait_for_function("() => window.heard.length")


async def test_one_topic_that_refuses_keeps_none_of_the_others(pair: Pair) -> None:
    ada, bob, room = pair
    await bob.run("async () => { await phantom.join(`user:${phantom.userId}`); }")
    await bob.run(_HEAR_WHY)
    await bob.run("() => phantom.close()")
    await ada.send("POST", f"/api/rooms/{room}/kick", {"userId": bob.id})
    await bob.run("async () => { await phantom.connect(); }")

    assert await bob.run("() => why.rule") == "not-found"
    assert await bob.run("() => [...phantom.topics.keys()]") == [f"user:{bob.id}"]


async def test_who_is_shown_out_is_told_and_does_not_come_back(pair: Pair) -> None:
    ada, bob, room = pair
    await bob.run(_HEAR_WHY)
    await ada.send("POST", f"/api/rooms/{room}/kick", {"userId": bob.id})
    await bob.page.wait_for_function("() => window.why")

    assert await bob.run("() => phantom.topics.size") == 0
    assert [each["type"] for each in await bob.run("() => heard")][-1] == "room.member.left"


async def test_who_may_not_listen_is_told_and_is_not_listening(pair: Pair) -> None:
    _, bob, room = pair
    await bob.send("POST", f"/api/rooms/{room}/leave")
    await bob.page.wait_for_function("() => phantom.topics.size === 0")
    told = await bob.run("(room) => phantom.join(`room:${room}`).catch(({ rule }) => rule)", room)

    assert told == "not-found"
    assert await bob.run("() => phantom.topics.size") == 0
