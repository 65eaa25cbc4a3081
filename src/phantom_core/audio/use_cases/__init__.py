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
    HearOriginal,
    ListAudioFiles,
)
from phantom_core.audio.use_cases.office import (
    OpenAudioFile,
)
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
    ProlongUpload,
    SweepUploads,
)

__all__ = [
    "AbandonUpload",
    "AnalyseAudio",
    "AnalysisAttempt",
    "Annotate",
    "BeginAnalysis",
    "BeginUpload",
    "ChangeAudioFile",
    "CompleteAnalysis",
    "DeleteAudioFile",
    "DeleteDerived",
    "DiscardAudioFile",
    "FailAnalysis",
    "Findings",
    "FinishUpload",
    "GetAnnotation",
    "GetAudioFile",
    "GetReport",
    "GiveUpAnalysis",
    "HearOriginal",
    "ListAudioFiles",
    "ListReports",
    "OpenAudioFile",
    "ProlongUpload",
    "RecallUpload",
    "RequestAnalysis",
    "SweepUploads",
    "TellProgress",
]
