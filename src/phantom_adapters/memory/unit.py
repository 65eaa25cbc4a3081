"""The unit of work in memory: every repository of every context, over one journal."""

from datetime import datetime

from phantom_adapters.booking_neighbours import KeptBookingProjects, KeptParties
from phantom_adapters.feed_neighbours import CataloguedFeed, KeptOpenRooms
from phantom_adapters.heard_recordings import KeptHeardRecordings
from phantom_adapters.matching_neighbours import KeptMatchingFacts
from phantom_adapters.media_neighbours import (
    KeptImageLinks,
    KeptImageOwners,
)
from phantom_adapters.memory.audits import AuditRepositories
from phantom_adapters.memory.inboxes import InboxRepositories
from phantom_adapters.memory.kernel import MemoryAnswers, MemoryEventLog, MemoryJobs
from phantom_adapters.memory.repositories.aged_rows import MemoryAgedRows
from phantom_adapters.memory.repositories.audio_annotations import MemoryAnnotations
from phantom_adapters.memory.repositories.audio_files import MemoryAudioFiles
from phantom_adapters.memory.repositories.audio_reports import MemoryAudioReports
from phantom_adapters.memory.repositories.blob_ledger import MemoryBlobLedger
from phantom_adapters.memory.repositories.blob_uses import MemoryBlobUses
from phantom_adapters.memory.repositories.bookings import MemoryBookings
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
from phantom_adapters.memory.repositories.chat_files import MemoryChatFiles
from phantom_adapters.memory.repositories.chat_members import MemoryChatMembers
from phantom_adapters.memory.repositories.chat_messages import MemoryChatMessages
from phantom_adapters.memory.repositories.chat_rooms import MemoryChatRooms
from phantom_adapters.memory.repositories.chat_tables import ChatTables
from phantom_adapters.memory.repositories.data_exports import MemoryDataExports
from phantom_adapters.memory.repositories.erasures import MemoryErasures
from phantom_adapters.memory.repositories.feeds import MemoryDailyFeeds, MemoryExposures
from phantom_adapters.memory.repositories.generated_music import MemoryGeneratedMusic
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
from phantom_adapters.memory.repositories.matching_matches import MemoryMatches
from phantom_adapters.memory.repositories.matching_tastes import (
    MemoryNeighbourhoods,
    MemoryTasteCensus,
    MemoryTasteProfiles,
    MemoryTasteRefreshes,
)
from phantom_adapters.memory.repositories.media_images import MemoryImages
from phantom_adapters.memory.repositories.music_sets import MemoryMusicSets
from phantom_adapters.memory.repositories.music_tracks import MemoryMusicTracks
from phantom_adapters.memory.repositories.personal_records import MemoryPersonalRecords
from phantom_adapters.memory.repositories.personal_rows import MemoryPersonalRows
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
from phantom_adapters.memory.repositories.sweep_runs import MemorySweepRuns
from phantom_adapters.memory.repositories.taste_index import MemoryTasteIndex
from phantom_adapters.memory.repositories.uploads import MemoryStorageAccounts, MemoryUploads
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
)
from phantom_adapters.subject_names import KeptSubjectNames
from phantom_adapters.time_zones import SystemTimeZones
from phantom_core.audio.ports import (
    AnalysisConsents,
    Annotations,
    AudioFiles,
    AudioReports,
    Standings,
)
from phantom_core.blobs.ledger_ports import BlobLedger, BlobUses
from phantom_core.blobs.sweep_ports import SweepRuns
from phantom_core.booking import BookingProjects, Bookings, Parties, TimeZones
from phantom_core.calls.ports import CallMutes, CallRooms, Calls, Participants
from phantom_core.catalog.ports import Artists, Genres, Listeners, Playlists, Songs, Tags, Tastes
from phantom_core.chat.ports import (
    ChatFiles,
    ChatMembers,
    ChatMessages,
    ChatRooms,
    LinkedRooms,
    ReceiptPreferences,
    Usernames,
)
from phantom_core.composing.ports import GeneratedMusic
from phantom_core.identity.image_ports import ImageOwners
from phantom_core.identity.office_ports import AbuseReports
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
from phantom_core.matching import (
    Matches,
    MatchingFacts,
    Neighbourhoods,
    TasteCensus,
    TasteProfiles,
    TasteRefreshes,
)
from phantom_core.matching.feed_ports import DailyFeeds, Exposures, FeedCatalogue, OpenRooms
from phantom_core.matching.index_ports import TasteIndex
from phantom_core.media.images import ImageLinks, Images
from phantom_core.media.sets import MusicSets, MusicTracks
from phantom_core.privacy.export_ports import DataExports
from phantom_core.privacy.ports import AgedRows, Erasures, PersonalRows
from phantom_core.privacy.record_ports import PersonalRecords
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
from phantom_core.studio.hearing_ports import HeardRecordings
from phantom_core.studio.keeping_ports import VersionDocuments
from phantom_core.uploads import StorageAccounts, Uploads

__all__ = ["MemoryRepositories", "MemoryUnit"]


class MemoryRepositories(InboxRepositories, AuditRepositories):
    """All repositories of one world, each as its port. A new one is one line here."""

    def __init__(self, journal: Journal, registry: Registry, epoch: Id) -> None:
        log = MemoryEventLog(journal, registry, epoch)
        self.log: EventLog = log
        self.jobs: Jobs = MemoryJobs(journal, registry)
        self.answers: Answers = MemoryAnswers(journal)
        self.servers: Servers = MemoryServers(journal)
        self.generated_music: GeneratedMusic = MemoryGeneratedMusic(journal)
        people = IdentityTables(journal)
        self._add_identity(people)
        self._add_audio(journal)
        self._add_catalog(CatalogTables(journal))
        self._add_rooms(journal, RoomsTables(journal))
        self._add_calls(journal)
        self._add_chat(ChatTables(journal), MemoryChatFiles(journal))
        self._add_studio(journal, StudioTables(journal))
        self._add_arrangements(journal)
        self._add_images(journal, people)
        self._add_sets(journal)
        self._add_feeds(journal)
        self.taste_index: TasteIndex = MemoryTasteIndex(journal)
        self._add_matching(journal)
        self._add_bookings(journal, people)
        self.erasures: Erasures = MemoryErasures(journal)
        self.personal_rows: PersonalRows = MemoryPersonalRows(journal, log)
        self.aged_rows: AgedRows = MemoryAgedRows(journal, log)
        self._add_privacy(journal)
        names = KeptSubjectNames(self.rooms, self.projects, self.chat_rooms)
        self._add_notifications(journal, people, names)

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
        self._add_audits(MemoryAuditTrail(tables))

    def _add_audio(self, journal: Journal) -> None:
        self.annotations: Annotations = MemoryAnnotations(journal)
        ledger, files = MemoryBlobLedger(journal), MemoryAudioFiles(journal, self.annotations)
        reports = MemoryAudioReports(journal)
        self.blob_ledger: BlobLedger = ledger
        # Whatever else names blobs joins them when it is made.
        self._naming_blobs = [files.uses, reports.uses]
        self.blob_uses: BlobUses = MemoryBlobUses(ledger, self._naming_blobs)
        self.sweep_runs: SweepRuns = MemorySweepRuns(journal)
        self.audio_files: AudioFiles = files
        self.audio_owners: AudioOwners = KeptAudioOwners(self.audio_files)
        self.uploads: Uploads = MemoryUploads(journal)
        self.storage_accounts: StorageAccounts = MemoryStorageAccounts(journal)
        self.audio_reports: AudioReports = reports
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

    def _add_chat(self, tables: ChatTables, files: MemoryChatFiles) -> None:
        self.chat_rooms: ChatRooms = MemoryChatRooms(tables)
        self.chat_members: ChatMembers = MemoryChatMembers(tables)
        self.chat_messages: ChatMessages = MemoryChatMessages(tables)
        self.chat_files: ChatFiles = files
        self._naming_blobs.append(files.uses)
        self.room_bans: Bans = ChatBans(self.chat_members)
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
        self.heard_recordings: HeardRecordings = KeptHeardRecordings(
            self.recordings, self.audio_files, self.audio_reports, self.analysis_consents
        )

    def _add_images(self, journal: Journal, people: IdentityTables) -> None:
        images = MemoryImages(journal, people)
        self._naming_blobs.append(images.uses)
        self.images: Images = images
        self.image_owners: ImageOwners = KeptImageOwners(self.images)
        self.image_links: ImageLinks = KeptImageLinks(
            self.audio_files, self.projects, self.project_collaborators
        )

    def _add_sets(self, journal: Journal) -> None:
        tracks = MemoryMusicTracks(journal)
        self._naming_blobs.append(tracks.uses)
        self.music_sets: MusicSets = MemoryMusicSets(journal)
        self.music_tracks: MusicTracks = tracks

    def _add_matching(self, journal: Journal) -> None:
        self.matching_facts: MatchingFacts = KeptMatchingFacts(
            self.users,
            self.profiles,
            self.consents,
            tastes=self.tastes,
            artists=self.artists,
            analyses=self.analysis_consents,
            files=self.audio_files,
            reports=self.audio_reports,
        )
        self.taste_profiles: TasteProfiles = MemoryTasteProfiles(journal)
        self.taste_census: TasteCensus = MemoryTasteCensus(journal)
        self.taste_refreshes: TasteRefreshes = MemoryTasteRefreshes(journal)
        self.neighbourhoods: Neighbourhoods = MemoryNeighbourhoods(journal)
        self.matches: Matches = MemoryMatches(journal, self.matching_facts, self.blocks)

    def _add_feeds(self, journal: Journal) -> None:
        self.daily_feeds: DailyFeeds = MemoryDailyFeeds(journal)
        self.exposures: Exposures = MemoryExposures(journal)
        self.open_rooms: OpenRooms = KeptOpenRooms(self.rooms, self.room_plays)
        self.feed_catalogue: FeedCatalogue = CataloguedFeed(self.artists, self.genres, self.tastes)

    def _add_bookings(self, journal: Journal, people: IdentityTables) -> None:
        self.bookings: Bookings = MemoryBookings(journal, people)
        self.parties: Parties = KeptParties(self.users)
        self.time_zones: TimeZones = SystemTimeZones()
        self.booking_projects: BookingProjects = KeptBookingProjects(
            self.projects, self.project_collaborators, self.blocks
        )

    def _add_privacy(self, journal: Journal) -> None:
        exports = MemoryDataExports(journal)
        self._naming_blobs.append(exports.uses)
        self.data_exports: DataExports = exports
        self.personal_records: PersonalRecords = MemoryPersonalRecords(
            journal, self.playlists.songs_of
        )

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
