"""What chat asks of identity, and identity of chat, is answered by what the other keeps."""

from phantom_adapters.audits import TrailedChatAudit
from phantom_adapters.contracts.chat_neighbours import (
    ChatAuditContract,
    LinkedRoomsContract,
    MessageOwnersContract,
    ReceiptPreferencesContract,
    UsernamesContract,
)
from phantom_adapters.neighbours import (
    KeptLinkedRooms,
    KeptMessageOwners,
    KeptReceiptPreferences,
    KeptUsernames,
)


class TestUsernames(UsernamesContract):
    adapters = (KeptUsernames,)


class TestReceiptPreferences(ReceiptPreferencesContract):
    adapters = (KeptReceiptPreferences,)


class TestMessageOwners(MessageOwnersContract):
    adapters = (KeptMessageOwners,)


class TestLinkedRooms(LinkedRoomsContract):
    adapters = (KeptLinkedRooms,)


class TestChatAudit(ChatAuditContract):
    adapters = (TrailedChatAudit,)
