"""Everything that can be done with recordings."""

from phantom_core.audio.use_cases.analyses import (
    AnalyseAudio,
    GiveUpAnalysis,
    RequestAnalysis,
)
from phantom_core.audio.use_cases.analysis_run import (
    AnalysisAttempt,
    BeginAnalysis,
    CompleteAnalysis,
    FailAnalysis,
    Findings,
    TellProgress,
)
from phantom_core.audio.use_cases.annotations import (
    Annotate,
    GetAnnotation,
)
from phantom_core.audio.use_cases.files import (
    ChangeAudioFile,
    DeleteAudioFile,
    DiscardAudioFile,
    GetAudioFile,
    GetAudioFiles,
    HearOriginal,
)
from phantom_core.audio.use_cases.library import ListAudioFiles, ListAudioTags
from phantom_core.audio.use_cases.office import (
    OpenAudioFile,
)
from phantom_core.audio.use_cases.rendition_run import (
    BeginRendition,
    CompleteRendition,
    FailRendition,
    RenditionAttempt,
)
from phantom_core.audio.use_cases.renditions import RenderAudio
from phantom_core.audio.use_cases.reports import (
    DeleteDerived,
    GetReport,
    ListReports,
)
from phantom_core.audio.use_cases.upload_keys import RecallUpload
from phantom_core.audio.use_cases.uploads import (
    AbandonUpload,
    BeginUpload,
    FinishUpload,
    PlanUpload,
    ProlongUpload,
)

__all__ = [
    "AbandonUpload",
    "AnalyseAudio",
    "AnalysisAttempt",
    "Annotate",
    "BeginAnalysis",
    "BeginRendition",
    "BeginUpload",
    "ChangeAudioFile",
    "CompleteAnalysis",
    "CompleteRendition",
    "DeleteAudioFile",
    "DeleteDerived",
    "DiscardAudioFile",
    "FailAnalysis",
    "FailRendition",
    "Findings",
    "FinishUpload",
    "GetAnnotation",
    "GetAudioFile",
    "GetAudioFiles",
    "GetReport",
    "GiveUpAnalysis",
    "HearOriginal",
    "ListAudioFiles",
    "ListAudioTags",
    "ListReports",
    "OpenAudioFile",
    "PlanUpload",
    "ProlongUpload",
    "RecallUpload",
    "RenderAudio",
    "RenditionAttempt",
    "RequestAnalysis",
    "TellProgress",
]
