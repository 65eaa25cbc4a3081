"""The unit of work over SQL: every repository of every context, over one transaction."""

from datetime import datetime

from phantom_adapters.audits import (
    TrailedAudioAudit,
    TrailedChatAudit,
    TrailedExportAudit,
    TrailedImageAudit,
    TrailedJobAudit,
    TrailedSetAudit,
)
from phantom_adapters.booking_neighbours import KeptBookingProjects, KeptParties
from phantom_adapters.feed_neighbours import CataloguedFeed, KeptOpenRooms
from phantom_adapters.heard_recordings import KeptHeardRecordings
from phantom_adapters.matching_neighbours import KeptMatchingFacts
from phantom_adapters.media_neighbours import (
    KeptImageLinks,
    KeptImageOwners,
)
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
from phantom_adapters.sql.kept import Kept, taste_index_over
from phantom_adapters.sql.made import Made as _Made
from phantom_adapters.sql.repositories.aged_rows import SqlAgedRows
from phantom_adapters.sql.repositories.answers import SqlAnswers
from phantom_adapters.sql.repositories.audio_annotations import SqlAnnotations
from phantom_adapters.sql.repositories.audio_files import SqlAudioFiles
from phantom_adapters.sql.repositories.audio_reports import SqlAudioReports
from phantom_adapters.sql.repositories.blob_ledger import SqlBlobLedger
from phantom_adapters.sql.repositories.blob_uses import SqlBlobUses
from phantom_adapters.sql.repositories.bookings import SqlBookings
from phantom_adapters.sql.repositories.calls import SqlCallMutes, SqlCalls, SqlParticipants
from phantom_adapters.sql.repositories.catalog_artists import SqlArtists
from phantom_adapters.sql.repositories.catalog_genres import SqlGenres
from phantom_adapters.sql.repositories.catalog_playlists import SqlPlaylists
from phantom_adapters.sql.repositories.catalog_songs import SqlSongs
from phantom_adapters.sql.repositories.catalog_tags import SqlTags
from phantom_adapters.sql.repositories.catalog_tastes import SqlTastes
from phantom_adapters.sql.repositories.chat_files import SqlChatFiles
from phantom_adapters.sql.repositories.chat_members import SqlChatMembers
from phantom_adapters.sql.repositories.chat_messages import SqlChatMessages
from phantom_adapters.sql.repositories.chat_rooms import SqlChatRooms
from phantom_adapters.sql.repositories.data_exports import SqlDataExports
from phantom_adapters.sql.repositories.erasures import SqlErasures
from phantom_adapters.sql.repositories.event_log import SqlEventLog
from phantom_adapters.sql.repositories.feeds import SqlDailyFeeds, SqlExposures
from phantom_adapters.sql.repositories.generated_music import SqlGeneratedMusic
from phantom_adapters.sql.repositories.identity_abuse_reports import SqlAbuseReports
from phantom_adapters.sql.repositories.identity_audit_trail import SqlAuditTrail
from phantom_adapters.sql.repositories.identity_blocks import SqlBlocks
from phantom_adapters.sql.repositories.identity_consents import SqlConsents
from phantom_adapters.sql.repositories.identity_credentials import SqlCredentials
from phantom_adapters.sql.repositories.identity_email_tokens import SqlEmailTokens
from phantom_adapters.sql.repositories.identity_follows import SqlFollows
from phantom_adapters.sql.repositories.identity_people import SqlPeople
from phantom_adapters.sql.repositories.identity_profiles import SqlProfiles
from phantom_adapters.sql.repositories.identity_sessions import SqlSessions
from phantom_adapters.sql.repositories.identity_users import SqlUsers
from phantom_adapters.sql.repositories.jobs import SqlJobs
from phantom_adapters.sql.repositories.matching_matches import SqlMatches
from phantom_adapters.sql.repositories.matching_neighbourhoods import SqlNeighbourhoods
from phantom_adapters.sql.repositories.matching_tastes import (
    SqlTasteCensus,
    SqlTasteProfiles,
    SqlTasteRefreshes,
)
from phantom_adapters.sql.repositories.media_images import SqlImages
from phantom_adapters.sql.repositories.music_sets import SqlMusicSets
from phantom_adapters.sql.repositories.music_tracks import SqlMusicTracks
from phantom_adapters.sql.repositories.notification_devices import SqlDevices, SqlRecipients
from phantom_adapters.sql.repositories.notification_parts import SqlNotificationParts
from phantom_adapters.sql.repositories.notifications import SqlInboxes, SqlNotifications
from phantom_adapters.sql.repositories.personal_records import SqlPersonalRecords
from phantom_adapters.sql.repositories.personal_rows import SqlPersonalRows
from phantom_adapters.sql.repositories.rooms_attachments import SqlAttachments
from phantom_adapters.sql.repositories.rooms_ballots import SqlBallots
from phantom_adapters.sql.repositories.rooms_invites import SqlInvites
from phantom_adapters.sql.repositories.rooms_members import SqlMembers
from phantom_adapters.sql.repositories.rooms_plays import SqlPlays
from phantom_adapters.sql.repositories.rooms_rooms import SqlRooms
from phantom_adapters.sql.repositories.servers import SqlServers
from phantom_adapters.sql.repositories.studio_collaborators import SqlCollaborators
from phantom_adapters.sql.repositories.studio_conflicts import SqlProjectConflicts
from phantom_adapters.sql.repositories.studio_documents import (
    SqlArrangedEntities,
    SqlDocuments,
    SqlKeptChanges,
    SqlNamedVersions,
)
from phantom_adapters.sql.repositories.studio_keeping import SqlVersionDocuments
from phantom_adapters.sql.repositories.studio_projects import SqlProjects
from phantom_adapters.sql.repositories.studio_sessions import (
    SqlCollaborationSessions,
    SqlProjectAttachments,
)
from phantom_adapters.sql.repositories.sweep_runs import SqlSweepRuns
from phantom_adapters.sql.repositories.uploads import SqlStorageAccounts, SqlUploads
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.subject_names import KeptSubjectNames
from phantom_adapters.time_zones import SystemTimeZones
from phantom_core.audio.ports import (
    AnalysisConsents,
    Annotations,
    AudioAudit,
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
    ChatAudit,
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
from phantom_core.jobs import JobAudit
from phantom_core.kernel import Answers, EventLog, Invocation, Jobs, UnitOfWork
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
from phantom_core.media.images.ports import ImageAudit
from phantom_core.media.sets import MusicSets, MusicTracks, SetAudit
from phantom_core.notifications import (
    Devices,
    Inboxes,
    NotificationParts,
    Notifications,
    Recipients,
    SubjectNames,
)
from phantom_core.privacy.export_ports import DataExports, ExportAudit
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

__all__ = ["SqlUnit"]


class SqlUnit(UnitOfWork):
    """One transaction's view of the database, each repository as its port.

    A new repository is one line here. It is made when a command first asks for it: of many, most
    ask for two or three.
    """

    servers = _Made[Servers](SqlServers)

    aged_rows = _Made[AgedRows](SqlAgedRows)
    erasures = _Made[Erasures](SqlErasures)

    users = _Made[Users](SqlUsers)
    people = _Made[People](SqlPeople)
    credentials = _Made[Credentials](SqlCredentials)
    profiles = _Made[Profiles](SqlProfiles)
    follows = _Made[Follows](SqlFollows)
    blocks = _Made[Blocks](SqlBlocks)
    consents = _Made[Consents](SqlConsents)
    sessions = _Made[Sessions](SqlSessions)
    email_tokens = _Made[EmailTokens](SqlEmailTokens)
    abuse_reports = _Made[AbuseReports](SqlAbuseReports)
    audit_trail = _Made[AuditTrail](SqlAuditTrail)
    job_audit = _Made[JobAudit](lambda tx: TrailedJobAudit(SqlAuditTrail(tx)))
    audio_owners = _Made[AudioOwners](lambda tx: KeptAudioOwners(SqlAudioFiles(tx)))
    blob_ledger = _Made[BlobLedger](SqlBlobLedger)
    blob_uses = _Made[BlobUses](SqlBlobUses)
    sweep_runs = _Made[SweepRuns](SqlSweepRuns)
    audio_files = _Made[AudioFiles](SqlAudioFiles)
    uploads = _Made[Uploads](SqlUploads)
    storage_accounts = _Made[StorageAccounts](SqlStorageAccounts)
    audio_reports = _Made[AudioReports](SqlAudioReports)
    annotations = _Made[Annotations](SqlAnnotations)
    audio_audit = _Made[AudioAudit](lambda tx: TrailedAudioAudit(SqlAuditTrail(tx)))
    analysis_consents = _Made[AnalysisConsents](
        lambda tx: StandingAnalysisConsents(SqlConsents(tx))
    )
    standings = _Made[Standings](lambda tx: KeptStandings(SqlUsers(tx)))
    images = _Made[Images](SqlImages)
    image_owners = _Made[ImageOwners](lambda tx: KeptImageOwners(SqlImages(tx)))
    image_audit = _Made[ImageAudit](lambda tx: TrailedImageAudit(SqlAuditTrail(tx)))
    image_links = _Made[ImageLinks](
        lambda tx: KeptImageLinks(SqlAudioFiles(tx), SqlProjects(tx), SqlCollaborators(tx))
    )
    music_sets = _Made[MusicSets](SqlMusicSets)
    music_tracks = _Made[MusicTracks](SqlMusicTracks)
    set_audit = _Made[SetAudit](lambda tx: TrailedSetAudit(SqlAuditTrail(tx)))
    calls = _Made[Calls](SqlCalls)
    call_participants = _Made[Participants](SqlParticipants)
    call_mutes = _Made[CallMutes](SqlCallMutes)
    call_rooms = _Made[CallRooms](lambda tx: KeptCallRooms(SqlRooms(tx), SqlMembers(tx)))
    chat_rooms = _Made[ChatRooms](SqlChatRooms)
    chat_members = _Made[ChatMembers](SqlChatMembers)
    chat_messages = _Made[ChatMessages](SqlChatMessages)
    chat_files = _Made[ChatFiles](SqlChatFiles)
    linked_rooms = _Made[LinkedRooms](lambda tx: KeptLinkedRooms(SqlRooms(tx), SqlProjects(tx)))
    chat_audit = _Made[ChatAudit](lambda tx: TrailedChatAudit(SqlAuditTrail(tx)))
    usernames = _Made[Usernames](lambda tx: KeptUsernames(SqlUsers(tx)))
    receipt_preferences = _Made[ReceiptPreferences](lambda tx: KeptReceiptPreferences(SqlUsers(tx)))
    message_owners = _Made[MessageOwners](
        lambda tx: KeptMessageOwners(SqlChatMessages(tx), SqlChatMembers(tx))
    )

    room_owners = _Made[RoomOwners](lambda tx: KeptRoomOwners(SqlRooms(tx), SqlMembers(tx)))

    matches = _Made[Matches](SqlMatches)
    taste_profiles = _Made[TasteProfiles](SqlTasteProfiles)
    taste_census = _Made[TasteCensus](SqlTasteCensus)
    taste_refreshes = _Made[TasteRefreshes](SqlTasteRefreshes)
    neighbourhoods = _Made[Neighbourhoods](SqlNeighbourhoods)
    matching_facts = _Made[MatchingFacts](
        lambda tx: KeptMatchingFacts(
            SqlUsers(tx),
            SqlProfiles(tx),
            SqlConsents(tx),
            tastes=SqlTastes(tx),
            artists=SqlArtists(tx),
            analyses=StandingAnalysisConsents(SqlConsents(tx)),
            files=SqlAudioFiles(tx),
            reports=SqlAudioReports(tx),
        )
    )

    genres = _Made[Genres](SqlGenres)
    artists = _Made[Artists](SqlArtists)
    songs = _Made[Songs](SqlSongs)
    playlists = _Made[Playlists](SqlPlaylists)
    tags = _Made[Tags](SqlTags)
    tastes = _Made[Tastes](SqlTastes)
    listeners = _Made[Listeners](lambda tx: PresentListeners(SqlMembers(tx)))
    rooms = _Made[Rooms](SqlRooms)
    room_members = _Made[Members](SqlMembers)
    room_attachments = _Made[Attachments](SqlAttachments)
    room_ballots = _Made[Ballots](SqlBallots)
    room_plays = _Made[Plays](SqlPlays)
    room_invites = _Made[Invites](SqlInvites)
    room_library = _Made[Library](
        lambda tx: CataloguedLibrary(SqlSongs(tx), SqlArtists(tx), SqlPlaylists(tx))
    )
    room_tastes = _Made[RoomTastes](lambda tx: ChosenTastes(SqlTastes(tx)))
    room_bans = _Made[Bans](lambda tx: ChatBans(SqlChatMembers(tx)))

    daily_feeds = _Made[DailyFeeds](SqlDailyFeeds)
    exposures = _Made[Exposures](SqlExposures)
    open_rooms = _Made[OpenRooms](lambda tx: KeptOpenRooms(SqlRooms(tx), SqlPlays(tx)))
    feed_catalogue = _Made[FeedCatalogue](
        lambda tx: CataloguedFeed(SqlArtists(tx), SqlGenres(tx), SqlTastes(tx))
    )
    data_exports = _Made[DataExports](SqlDataExports)
    export_audit = _Made[ExportAudit](lambda tx: TrailedExportAudit(SqlAuditTrail(tx)))
    personal_records = _Made[PersonalRecords](SqlPersonalRecords)

    generated_music = _Made[GeneratedMusic](SqlGeneratedMusic)

    projects = _Made[Projects](SqlProjects)
    project_collaborators = _Made[Collaborators](SqlCollaborators)
    project_attachments = _Made[ProjectAttachments](SqlProjectAttachments)
    collaboration_sessions = _Made[CollaborationSessions](SqlCollaborationSessions)
    default_tempos = _Made[DefaultTempos](lambda tx: KeptDefaultTempos(SqlUsers(tx)))
    project_bans = _Made[ProjectBans](lambda tx: ProjectChatBans(SqlChatMembers(tx)))

    bookings = _Made[Bookings](SqlBookings)
    parties = _Made[Parties](lambda tx: KeptParties(SqlUsers(tx)))
    booking_projects = _Made[BookingProjects](
        lambda tx: KeptBookingProjects(SqlProjects(tx), SqlCollaborators(tx), SqlBlocks(tx))
    )
    time_zones: TimeZones = SystemTimeZones()

    documents = _Made[Documents](SqlDocuments)
    arranged_entities = _Made[ArrangedEntities](SqlArrangedEntities)
    kept_changes = _Made[KeptChanges](SqlKeptChanges)
    project_conflicts = _Made[ProjectConflicts](SqlProjectConflicts)
    named_versions = _Made[NamedVersions](SqlNamedVersions)

    version_documents = _Made[VersionDocuments](SqlVersionDocuments)
    recordings = _Made[Recordings](
        lambda tx: KeptRecordings(SqlAudioFiles(tx), SqlBlocks(tx), SqlPeople(tx))
    )
    heard_recordings = _Made[HeardRecordings](
        lambda tx: KeptHeardRecordings(
            KeptRecordings(SqlAudioFiles(tx), SqlBlocks(tx), SqlPeople(tx)),
            SqlAudioFiles(tx),
            SqlAudioReports(tx),
            StandingAnalysisConsents(SqlConsents(tx)),
        )
    )

    notification_inboxes = _Made[Inboxes](SqlInboxes)
    notifications = _Made[Notifications](SqlNotifications)
    notification_parts = _Made[NotificationParts](SqlNotificationParts)
    notification_devices = _Made[Devices](SqlDevices)
    notification_recipients = _Made[Recipients](SqlRecipients)
    subject_names = _Made[SubjectNames](
        lambda tx: KeptSubjectNames(SqlRooms(tx), SqlProjects(tx), SqlChatRooms(tx))
    )

    def __init__(
        self,
        invocation: Invocation,
        now: datetime,
        tx: Transaction,
        registry: Registry,
        kept: Kept,
    ) -> None:
        super().__init__(invocation, now)
        self._tx = tx
        self.hot_documents = kept.hot_documents
        self.taste_index: TasteIndex = taste_index_over(tx, kept)
        self.log: EventLog = SqlEventLog(tx, registry)
        self.jobs: Jobs = SqlJobs(tx, registry)
        self.answers: Answers = SqlAnswers(tx)
        self.personal_rows: PersonalRows = SqlPersonalRows(tx, registry)
