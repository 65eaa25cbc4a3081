"""Everything that can be done with uploads, and the steps for those who take files in."""

from phantom_core.uploads.use_cases.open_uploads import (
    CancelUpload,
    DropUpload,
    GetStorageAccount,
    GetUpload,
    ListUploads,
    OpenUpload,
    ResumeUpload,
    SweepUploads,
)
from phantom_core.uploads.use_cases.taking import (
    AbortMultipart,
    begin_upload,
    charge,
    drop_upload,
    end_upload,
    prolong_upload,
    refund,
    running_upload,
)

__all__ = [
    "AbortMultipart",
    "CancelUpload",
    "DropUpload",
    "GetStorageAccount",
    "GetUpload",
    "ListUploads",
    "OpenUpload",
    "ResumeUpload",
    "SweepUploads",
    "begin_upload",
    "charge",
    "drop_upload",
    "end_upload",
    "prolong_upload",
    "refund",
    "running_upload",
]
