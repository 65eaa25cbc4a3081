"""Uploads: files on their way in, for any context, and how much anybody may keep.

The steps that are slow are in `phantom_core.uploads.flows`, which says at its top how a context
takes files in.
"""

from phantom_core.uploads.errors import (
    DigestMismatch,
    PendingQuotaExceeded,
    SizeMismatch,
    StorageQuotaExceeded,
    TooManyUploads,
    TypeMismatch,
)
from phantom_core.uploads.ports import StorageAccounts, Uploads, UploadsWork
from phantom_core.uploads.quota import StorageAccount, UploadLimits, expect_size
from phantom_core.uploads.upload import (
    BLOB_GRACE,
    SHA256,
    Upload,
    UploadId,
    UploadPlan,
    part_size_for,
)
from phantom_core.uploads.use_cases import (
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
    "BLOB_GRACE",
    "SHA256",
    "AbortMultipart",
    "CancelUpload",
    "DigestMismatch",
    "DropUpload",
    "GetStorageAccount",
    "GetUpload",
    "ListUploads",
    "OpenUpload",
    "PendingQuotaExceeded",
    "ResumeUpload",
    "SizeMismatch",
    "StorageAccount",
    "StorageAccounts",
    "StorageQuotaExceeded",
    "SweepUploads",
    "TooManyUploads",
    "TypeMismatch",
    "Upload",
    "UploadId",
    "UploadLimits",
    "UploadPlan",
    "Uploads",
    "UploadsWork",
    "begin_upload",
    "charge",
    "drop_upload",
    "end_upload",
    "expect_size",
    "part_size_for",
    "prolong_upload",
    "refund",
    "running_upload",
]
