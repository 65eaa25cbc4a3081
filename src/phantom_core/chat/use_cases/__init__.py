"""Everything that can be done with chat rooms, members and messages."""

from phantom_core.chat.use_cases.changing import (
    DeleteMessage,
    DiscardMessage,
    EditMessage,
    React,
    Unreact,
)
from phantom_core.chat.use_cases.files import (
    AbandonFile,
    BeginFile,
    DeleteFile,
    DiscardFile,
    FetchFile,
    FinishFile,
    GetFile,
    forget_unsent,
)
from phantom_core.chat.use_cases.linked import (
    AdmitToLinkedChat,
    AnnounceInLinkedChat,
    CloseLinkedChat,
    HandOverLinkedChat,
    OpenLinkedChat,
    PartFromLinkedChat,
    RenameLinkedChat,
)
from phantom_core.chat.use_cases.members import RemoveChatMember, SetChatMember
from phantom_core.chat.use_cases.opening import CreateGroupChat, OpenDirectChat, OpenMatchedChat
from phantom_core.chat.use_cases.reading import (
    GetChat,
    GetChatMember,
    GetChatState,
    GetLinkedChat,
    ListChats,
    ListMessages,
    LocateMessage,
    SearchMessages,
    may_listen,
)
from phantom_core.chat.use_cases.receipts import MarkDelivered, MarkSeen
from phantom_core.chat.use_cases.sending import SendMessage

__all__ = [
    "AbandonFile",
    "AdmitToLinkedChat",
    "AnnounceInLinkedChat",
    "BeginFile",
    "CloseLinkedChat",
    "CreateGroupChat",
    "DeleteFile",
    "DeleteMessage",
    "DiscardFile",
    "DiscardMessage",
    "EditMessage",
    "FetchFile",
    "FinishFile",
    "GetChat",
    "GetChatMember",
    "GetChatState",
    "GetFile",
    "GetLinkedChat",
    "HandOverLinkedChat",
    "ListChats",
    "ListMessages",
    "LocateMessage",
    "MarkDelivered",
    "MarkSeen",
    "OpenDirectChat",
    "OpenLinkedChat",
    "OpenMatchedChat",
    "PartFromLinkedChat",
    "React",
    "RemoveChatMember",
    "RenameLinkedChat",
    "SearchMessages",
    "SendMessage",
    "SetChatMember",
    "Unreact",
    "forget_unsent",
    "may_listen",
]
