"""Two browsers see and hear each other, over what the documentation's client does."""

import asyncio
from typing import Any, Final

import pytest

from tests.browser.visitors import Visitor

_SECONDS: Final = 90

CALL: Final = """async ([room, kind]) => {
    const media = await navigator.mediaDevices.getUserMedia(
        kind === "video" ? {audio: true, video: true} : {audio: true});
    window.call = new Call(phantom, room, kind, media);
    window.streams = {};
    call.addEventListener("stream", ({detail}) => { streams[detail.userId] = detail.stream; });
    await call.start();
}"""
FLOWS: Final = """async ([other, kind, seconds]) => {
    const wanted = kind === "video" ? ["audio", "video"] : ["audio"];
    for (const end = Date.now() + 1000 * seconds; Date.now() < end;) {
        const peer = call.peers.get(other);
        const stats = peer ? [...(await peer.getStats()).values()] : [];
        const flowing = stats.filter((each) => each.type === "inbound-rtp"
            && (each.kind === "video" ? each.framesDecoded > 10 : each.packetsReceived > 50));
        const kinds = flowing.map((each) => each.kind).sort();
        if (wanted.every((each) => kinds.includes(each))) return kinds;
        await new Promise((again) => setTimeout(again, 100));
    }
    return call.peers.get(other)?.connectionState ?? "nobody";
}"""
HEARD: Final = """async ([type, seconds]) => {
    for (const end = Date.now() + 1000 * seconds; Date.now() < end;) {
        const found = heard.find((event) => event.type === type);
        if (found) return found;
        await new Promise((again) => setTimeout(again, 50));
    }
    return null;
}"""


async def _begin(pair: tuple[Visitor, Visitor, str], kind: str) -> None:
    ada, bob, room = pair
    await ada.run(CALL, [room, kind])
    await bob.run(CALL, [room, kind])


@pytest.mark.parametrize(("kind", "flowing"), [("voice", ["audio"]), ("video", ["audio", "video"])])
async def test_two_people_hear_and_see_each_other(
    pair: tuple[Visitor, Visitor, str], kind: str, flowing: list[str]
) -> None:
    ada, bob, _ = pair

    await _begin(pair, kind)

    assert await ada.run(FLOWS, [bob.id, kind, _SECONDS]) == flowing
    assert await bob.run(FLOWS, [ada.id, kind, _SECONDS]) == flowing
    joined: Any = await ada.run(HEARD, ["call.joined", _SECONDS])
    assert joined["data"]["participant"]["user"]["id"] == bob.id


async def test_a_call_goes_on_over_a_lost_connection(pair: tuple[Visitor, Visitor, str]) -> None:
    ada, bob, _ = pair
    await _begin(pair, "video")
    await bob.run(FLOWS, [ada.id, "video", _SECONDS])

    await bob.run("phantom.socket.close(4000)")
    await bob.run(
        """async () => {
            while (phantom.socket.readyState !== WebSocket.OPEN)
                await new Promise((again) => setTimeout(again, 50));
        }"""
    )

    assert await bob.run("call.peers.size") == 1
    assert await ada.run(FLOWS, [bob.id, "video", _SECONDS]) == ["audio", "video"]
    assert not await ada.run("heard.some((event) => event.type === 'call.left')")


async def test_who_is_put_out_of_the_room_is_out_of_the_call(
    pair: tuple[Visitor, Visitor, str],
) -> None:
    ada, bob, room = pair
    await _begin(pair, "voice")
    await ada.run(FLOWS, [bob.id, "voice", _SECONDS])

    await ada.send("POST", f"/api/rooms/{room}/kick", {"userId": bob.id})

    left: Any = await ada.run(HEARD, ["call.left", _SECONDS])
    assert (left["data"]["person"]["id"], left["data"]["reason"]) == (bob.id, "gone")
    assert await ada.run("call.peers.size") == 0


async def test_both_may_offer_at_once(pair: tuple[Visitor, Visitor, str]) -> None:
    ada, bob, _ = pair
    await _begin(pair, "voice")
    await ada.run(FLOWS, [bob.id, "voice", _SECONDS])
    renegotiate: Final = """async (other) => {
        const video = await navigator.mediaDevices.getUserMedia({video: true});
        call.peers.get(other).addTrack(video.getVideoTracks()[0], video);
        await call.offer(other);
    }"""

    pages = [(ada, bob.id), (bob, ada.id)]
    tasks = [asyncio.create_task(each.run(renegotiate, other)) for each, other in pages]
    await asyncio.gather(*tasks)

    assert await bob.run(FLOWS, [ada.id, "video", _SECONDS]) == ["audio", "video"]
    assert await ada.run(FLOWS, [bob.id, "video", _SECONDS]) == ["audio", "video"]
