"""Use cases are values: a frozen class whose fields are its arguments and whose `run` does it."""

from datetime import timedelta
from typing import Any, ClassVar, Generic, TypeVar, get_args

from phantom_core.kernel.access import Access
from phantom_core.kernel.events import Topic
from phantom_core.kernel.urgency import SOMEBODY_WAITS

__all__ = ["Command", "Operation", "Query", "fingerprint"]

R = TypeVar("R")


class Operation(Generic[R]):
    """What commands and queries share: who may call them, and what they answer.

    A subclass is an `attrs.frozen` class. It states its `access` (there is no default: an
    operation without one cannot be defined) and implements `run`, which is synchronous, may
    be run again, and touches nothing but `work`.
    """

    __slots__ = ()
    access: ClassVar[Access]

    def __init_subclass__(cls) -> None:
        """Refuse to define an operation that does not say who may call it."""
        super().__init_subclass__()
        if "run" in vars(cls) and not hasattr(cls, "access"):
            message = f"{cls.__name__} must say who may call it: access = Access...."
            raise TypeError(message)

    def run(self, work: Any) -> R:
        """Do it, with what `work` offers, and answer."""
        raise AssertionError(type(self), work)

    @classmethod
    def answer_type(cls) -> Any:
        """The type of what `run` answers, as the class declares it."""
        for ancestor in cls.__mro__:
            for base in getattr(ancestor, "__orig_bases__", ()):
                for argument in get_args(base):
                    if not isinstance(argument, TypeVar):
                        return argument
        message = f"{cls.__name__} must be declared as Command[...] or Query[...]"
        raise TypeError(message)


class Command(Operation[R]):
    """Something an actor wants done. All of it happens, or none.

    Attributes:
        job_version: as that of a `Task`, for the commands that may be enqueued.
        patience: as that of a `Task`.
        one_waits: as that of a `Task`.
    """

    __slots__ = ()
    job_version: ClassVar[int] = 1
    patience: ClassVar[timedelta] = SOMEBODY_WAITS
    one_waits: ClassVar[bool] = False

    @property
    def hot_topic(self) -> Topic | None:
        """A topic that many write at once, if this command is one of those.

        Storage may commit waiting commands of one hot topic together. It is meant for rooms, where
        everybody votes and talks at once; none of the commands that there are yet needs it.
        """
        return None


class Query(Operation[R]):
    """Something an actor wants to know. It changes nothing."""

    __slots__ = ()


def fingerprint(value: object) -> str:
    """Tell operations, or other values, apart: SHA-256, in hex, of the name and the fields.

    Secrets are kept out of `repr`, and so out of this.
    """
    import hashlib  # noqa: PLC0415 - keeps `import phantom_core` light

    return hashlib.sha256(f"{type(value).__module__}.{value!r}".encode()).hexdigest()
