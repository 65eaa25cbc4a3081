"""The unit of work in memory: every repository of every context, over one journal."""

from datetime import datetime

from phantom_adapters.memory.kernel import MemoryAnswers, MemoryEventLog, MemoryJobs
from phantom_adapters.memory.repositories.audio_annotations import MemoryAnnotations
from phantom_adapters.memory.repositories.audio_files import MemoryAudioFiles
from phantom_adapters.memory.repositories.audio_reports import MemoryAudioReports
from phantom_adapters.memory.repositories.audio_uploads import MemoryUploads
from phantom_adapters.memory.repositories.blob_ledger import MemoryBlobLedger
from phantom_adapters.memory.repositories.calls import (
    MemoryCallMutes,
    MemoryCalls,
    MemoryParticipants,
)
from phantom_adapters.memory.repositories.catalog_artists import MemoryArtists
from phantom_adapters.memory.repositories.catalog_genres import MemoryGenres
from phantom_adapters.memory.repositories.catalog_playlists import MemoryPlaylists
from phantom_adapters.memory.repositories.catalog_songs import MemorySongs
from phantom_adapters.memory.repositories.catalog_tables import CatalogTables
from phantom_adapters.memory.repositories.catalog_tags import MemoryTags
from phantom_adapters.memory.repositories.catalog_tastes import MemoryTastes
from phantom_adapters.memory.repositories.chat_members import MemoryChatMembers
from phantom_adapters.memory.repositories.chat_messages import MemoryChatMessages
from phantom_adapters.memory.repositories.chat_rooms import MemoryChatRooms
from phantom_adapters.memory.repositories.chat_tables import ChatTables
from phantom_adapters.memory.repositories.identity_abuse_reports import MemoryAbuseReports
from phantom_adapters.memory.repositories.identity_audit_trail import MemoryAuditTrail
from phantom_adapters.memory.repositories.identity_blocks import MemoryBlocks
from phantom_adapters.memory.repositories.identity_consents import MemoryConsents
from phantom_adapters.memory.repositories.identity_credentials import MemoryCredentials
from phantom_adapters.memory.repositories.identity_email_tokens import MemoryEmailTokens
from phantom_adapters.memory.repositories.identity_follows import MemoryFollows
from phantom_adapters.memory.repositories.identity_people import MemoryPeople
from phantom_adapters.memory.repositories.identity_profiles import MemoryProfiles
from phantom_adapters.memory.repositories.identity_sessions import MemorySessions
from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_adapters.memory.repositories.identity_users import MemoryUsers
from phantom_adapters.memory.repositories.rooms_attachments import MemoryAttachments
from phantom_adapters.memory.repositories.rooms_ballots import MemoryBallots
from phantom_adapters.memory.repositories.rooms_invites import MemoryInvites
from phantom_adapters.memory.repositories.rooms_members import MemoryMembers
from phantom_adapters.memory.repositories.rooms_plays import MemoryPlays
from phantom_adapters.memory.repositories.rooms_rooms import MemoryRooms
from phantom_adapters.memory.repositories.rooms_tables import RoomsTables
from phantom_adapters.memory.repositories.servers import MemoryServers
from phantom_adapters.memory.repositories.studio_collaborators import MemoryCollaborators
from phantom_adapters.memory.repositories.studio_conflicts import MemoryProjectConflicts
from phantom_adapters.memory.repositories.studio_documents import (
    MemoryArrangedEntities,
    MemoryDocuments,
    MemoryKeptChanges,
    MemoryNamedVersions,
)
from phantom_adapters.memory.repositories.studio_keeping import MemoryVersionDocuments
from phantom_adapters.memory.repositories.studio_projects import MemoryProjects
from phantom_adapters.memory.repositories.studio_sessions import (
    MemoryCollaborationSessions,
    MemoryProjectAttachments,
)
from phantom_adapters.memory.repositories.studio_tables import StudioTables
from phantom_adapters.memory.table import Journal
from phantom_adapters.neighbours import (
    CataloguedLibrary,
    ChatBans,
    ChosenTastes,
    KeptAudioOwners,
    KeptCallRooms,
    KeptDefaultTempos,
    KeptLinkedRooms,
    KeptMessageOwners,
    KeptReceiptPreferences,
    KeptRecordings,
    KeptRoomOwners,
    KeptStandings,
    KeptUsernames,
    PresentListeners,
    ProjectChatBans,
    StandingAnalysisConsents,
    TrailedAudioAudit,
    TrailedChatAudit,
)
from phantom_core.audio.ports import (
    AnalysisConsents,
    Annotations,
    AudioAudit,
    AudioFiles,
    AudioReports,
    Standings,
    Uploads,
)
from phantom_core.blobs.ledger_ports import BlobLedger
from phantom_core.calls.ports import CallMutes, CallRooms, Calls, Participants
from phantom_core.catalog.ports import Artists, Genres, Listeners, Playlists, Songs, Tags, Tastes
from phantom_core.chat.ports import (
    ChatAudit,
    ChatMembers,
    ChatMessages,
    ChatRooms,
    LinkedRooms,
    ReceiptPreferences,
    Usernames,
)
from phantom_core.identity.office_ports import AbuseReports, AuditTrail
from phantom_core.identity.ports import (
    AudioOwners,
    Blocks,
    Consents,
    Credentials,
    Follows,
    MessageOwners,
    People,
    Profiles,
    RoomOwners,
    Users,
)
from phantom_core.identity.session_ports import EmailTokens, Sessions
from phantom_core.kernel import Answers, EventLog, Id, Invocation, Jobs, UnitOfWork
from phantom_core.live import Servers
from phantom_core.registry import Registry
from phantom_core.rooms.ports import (
    Attachments,
    Ballots,
    Bans,
    Invites,
    Library,
    Members,
    Plays,
    Rooms,
    RoomTastes,
)
from phantom_core.studio import (
    CollaborationSessions,
    Collaborators,
    DefaultTempos,
    ProjectAttachments,
    ProjectBans,
    Projects,
)
from phantom_core.studio.arrangement.hot import HotDocuments
from phantom_core.studio.document_ports import (
    ArrangedEntities,
    Documents,
    KeptChanges,
    NamedVersions,
    ProjectConflicts,
    Recordings,
)
from phantom_core.studio.keeping_ports import VersionDocuments

__all__ = ["MemoryRepositories", "MemoryUnit"]


class MemoryRepositories:
    """All repositories of one world, each as its port. A new one is one line here."""

    def __init__(self, journal: Journal, registry: Registry, epoch: Id) -> None:
        self.log: EventLog = MemoryEventLog(journal, registry, epoch)
        self.jobs: Jobs = MemoryJobs(journal, registry)
        self.answers: Answers = MemoryAnswers(journal)
        self.servers: Servers = MemoryServers(journal)
        self._add_identity(IdentityTables(journal))
        self._add_audio(journal)
        self._add_catalog(CatalogTables(journal))
        self._add_rooms(journal, RoomsTables(journal))
        self._add_calls(journal)
        self._add_chat(ChatTables(journal))
        self._add_studio(journal, StudioTables(journal))
        self._add_arrangements(journal)

    def _add_identity(self, tables: IdentityTables) -> None:
        self.users: Users = MemoryUsers(tables)
        self.people: People = MemoryPeople(tables)
        self.credentials: Credentials = MemoryCredentials(tables)
        self.profiles: Profiles = MemoryProfiles(tables)
        self.follows: Follows = MemoryFollows(tables)
        self.blocks: Blocks = MemoryBlocks(tables)
        self.consents: Consents = MemoryConsents(tables)
        self.sessions: Sessions = MemorySessions(tables)
        self.email_tokens: EmailTokens = MemoryEmailTokens(tables)
        self.abuse_reports: AbuseReports = MemoryAbuseReports(tables)
        self.audit_trail: AuditTrail = MemoryAuditTrail(tables)

    def _add_audio(self, journal: Journal) -> None:
        self.blob_ledger: BlobLedger = MemoryBlobLedger(journal)
        self.audio_files: AudioFiles = MemoryAudioFiles(journal)
        self.audio_owners: AudioOwners = KeptAudioOwners(self.audio_files)
        self.uploads: Uploads = MemoryUploads(journal)
        self.audio_reports: AudioReports = MemoryAudioReports(journal)
        self.annotations: Annotations = MemoryAnnotations(journal)
        self.audio_audit: AudioAudit = TrailedAudioAudit(self.audit_trail)
        self.analysis_consents: AnalysisConsents = StandingAnalysisConsents(self.consents)
        self.standings: Standings = KeptStandings(self.users)

    def _add_catalog(self, tables: CatalogTables) -> None:
        self.genres: Genres = MemoryGenres(tables)
        self.artists: Artists = MemoryArtists(tables)
        self.songs: Songs = MemorySongs(tables)
        self.playlists: Playlists = MemoryPlaylists(tables)
        self.tags: Tags = MemoryTags(tables)
        self.tastes: Tastes = MemoryTastes(tables)

    def _add_rooms(self, journal: Journal, tables: RoomsTables) -> None:
        self.rooms: Rooms = MemoryRooms(tables)
        self.room_members: Members = MemoryMembers(tables)
        self.listeners: Listeners = PresentListeners(self.room_members)
        self.room_attachments: Attachments = MemoryAttachments(journal)
        self.room_ballots: Ballots = MemoryBallots(journal)
        self.room_plays: Plays = MemoryPlays(journal)
        self.room_invites: Invites = MemoryInvites(journal)
        self.room_library: Library = CataloguedLibrary(self.songs, self.artists, self.playlists)
        self.room_tastes: RoomTastes = ChosenTastes(self.tastes)

    def _add_calls(self, journal: Journal) -> None:
        self.calls: Calls = MemoryCalls(journal)
        self.call_participants: Participants = MemoryParticipants(journal)
        self.call_mutes: CallMutes = MemoryCallMutes(journal)
        self.call_rooms: CallRooms = KeptCallRooms(self.rooms, self.room_members)

    def _add_chat(self, tables: ChatTables) -> None:
        self.chat_rooms: ChatRooms = MemoryChatRooms(tables)
        self.chat_members: ChatMembers = MemoryChatMembers(tables)
        self.chat_messages: ChatMessages = MemoryChatMessages(tables)
        self.room_bans: Bans = ChatBans(self.chat_members)
        self.chat_audit: ChatAudit = TrailedChatAudit(self.audit_trail)
        self.usernames: Usernames = KeptUsernames(self.users)
        self.receipt_preferences: ReceiptPreferences = KeptReceiptPreferences(self.users)
        self.message_owners: MessageOwners = KeptMessageOwners(
            self.chat_messages, self.chat_members
        )
        self.room_owners: RoomOwners = KeptRoomOwners(self.rooms, self.room_members)

    def _add_arrangements(self, journal: Journal) -> None:
        self.hot_documents = HotDocuments()
        self.documents: Documents = MemoryDocuments(journal)
        self.arranged_entities: ArrangedEntities = MemoryArrangedEntities(journal)
        self.kept_changes: KeptChanges = MemoryKeptChanges(journal)
        self.project_conflicts: ProjectConflicts = MemoryProjectConflicts(journal)
        self.named_versions: NamedVersions = MemoryNamedVersions(journal)
        self.version_documents: VersionDocuments = MemoryVersionDocuments(journal)
        self.recordings: Recordings = KeptRecordings(self.audio_files, self.blocks, self.people)

    def _add_studio(self, journal: Journal, tables: StudioTables) -> None:
        self.projects: Projects = MemoryProjects(tables)
        self.project_collaborators: Collaborators = MemoryCollaborators(tables)
        self.project_attachments: ProjectAttachments = MemoryProjectAttachments(journal)
        self.collaboration_sessions: CollaborationSessions = MemoryCollaborationSessions(journal)
        self.default_tempos: DefaultTempos = KeptDefaultTempos(self.users)
        self.linked_rooms: LinkedRooms = KeptLinkedRooms(self.rooms, self.projects)
        self.project_bans: ProjectBans = ProjectChatBans(self.chat_members)


class MemoryUnit(MemoryRepositories, UnitOfWork):
    """One transaction's view of a world in memory."""

    def __init__(
        self, invocation: Invocation, now: datetime, repositories: MemoryRepositories
    ) -> None:
        UnitOfWork.__init__(self, invocation, now)
        vars(self).update(vars(repositories))
