"""Asking whether somebody may come into a topic, of the log that is told here."""

import attrs

from phantom_adapters.transport.block_lists import BlockLists
from phantom_adapters.transport.reader import End, Reader
from phantom_adapters.transport.tail import Tail
from phantom_core.kernel import Doer, Id, Unavailable
from phantom_core.live import Joined, JoinTopic

__all__ = ["Admission"]


class Admission:
    """Lets nobody in who was answered by another log than the one that is told here.

    Nor whoever was let go because of that: they come back, and are told one of the two alone.
    """

    def __init__(self, phantom: Doer, blocks: BlockLists, tail: Tail) -> None:
        """Ask `phantom`, and by `blocks` whom they will not see; `tail` knows which log is told."""
        self._phantom = phantom
        self._blocks = blocks
        self._tail = tail

    async def ask(self, reader: Reader, question: JoinTopic) -> Joined:
        """Ask whether somebody may come in, and whom they will not see there.

        Raises: what the topic's kind refuses with; Unavailable, as `insist`.
        """
        joined = await self._phantom.ask(question, actor=reader.actor)
        self.insist(reader, joined.epoch)
        if question.kind.speakers is None:
            return joined
        person = reader.actor.person
        await self._blocks.learn(person, reader.outbox)
        self.insist(reader, joined.epoch)
        return attrs.evolve(joined, hidden=self._blocks.of(person))

    def insist(self, reader: Reader, epoch: Id) -> None:
        """Let somebody go who was answered by another log.

        Raises: Unavailable, of them, and of whoever was let go before.
        """
        if not self._tail.is_of(epoch):
            reader.let_go = True
            reader.end(End.CLOSING)
        if reader.let_go:
            raise Unavailable("The log has just been replaced; connect again.")
