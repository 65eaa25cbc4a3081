"""What an S3 server, or the way to it, refuses: told in our own errors."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from phantom_core.kernel.errors import Unavailable

__all__ = ["EXISTS", "NO_OBJECT", "NO_UPLOAD", "code_of", "is_refused", "translated"]

NO_OBJECT: Final = frozenset({"404", "NoSuchKey"})
"""There is no such object."""

NO_UPLOAD: Final = frozenset({"404", "NoSuchKey", "NoSuchUpload"})
"""There is no such multipart upload, or no longer; Ceph speaks of a key there."""

EXISTS: Final = frozenset({"412", "PreconditionFailed", "409", "ConditionalRequestConflict"})
"""There is an object of this name already, or somebody is about to finish one."""

_RETRY_SECONDS: Final = 5.0
_LOG: Final = logging.getLogger("phantom.blobs")


def code_of(error: Any) -> str:
    """What the server calls a `botocore.exceptions.ClientError`: `NoSuchKey`, or `404`."""
    return str(error.response.get("Error", {}).get("Code", ""))


def is_refused(error: Exception, codes: frozenset[str]) -> bool:
    """Whether an error is the server's refusal by one of these codes."""
    from botocore.exceptions import ClientError

    return isinstance(error, ClientError) and code_of(error) in codes


@contextmanager
def translated() -> Iterator[None]:
    """Let our own errors pass; what comes from the server or the way to it becomes Unavailable."""
    from aiohttp import ClientError as LineError
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

    try:
        yield
    except ClientError as error:
        code = code_of(error)
        _LOG.warning("The S3 server refused %s: %s", error.operation_name, code)
        raise _unavailable(f"The blob store failed: {code}.") from error
    except (BotoCoreError, HTTPClientError, LineError, TimeoutError, OSError) as error:
        _LOG.warning("The S3 server cannot be reached: %s", type(error).__name__)
        raise _unavailable("The blob store does not answer.") from error


def _unavailable(detail: str) -> Unavailable:
    return Unavailable(detail, retry_after=_RETRY_SECONDS)
