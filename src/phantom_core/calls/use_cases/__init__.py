"""What people do with calls."""

from phantom_core.calls.use_cases.calling import (
    EndCalls,
    HangUp,
    JoinCall,
    LeaveCall,
    ListCalls,
    StartCall,
)
from phantom_core.calls.use_cases.muting import MutePerson
from phantom_core.calls.use_cases.signalling import (
    AnswerOffer,
    HangUpCall,
    OfferMedia,
    SendCandidates,
)

__all__ = [
    "AnswerOffer",
    "EndCalls",
    "HangUp",
    "HangUpCall",
    "JoinCall",
    "LeaveCall",
    "ListCalls",
    "MutePerson",
    "OfferMedia",
    "SendCandidates",
    "StartCall",
]
