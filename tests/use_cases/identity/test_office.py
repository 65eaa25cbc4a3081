"""Those who look after the place act on reports, and what they do is written down."""

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import audio_file
from phantom_core.audio import AudioFileId, GetAudioFile, Visibility
from phantom_core.identity import (
    AbuseReport,
    ActOnReport,
    AlreadyResolved,
    AuditRecord,
    BlockUser,
    ContentCondemned,
    EndReason,
    FileReport,
    GetMe,
    GrantAdmin,
    ListAudit,
    ListReports,
    NotYourself,
    ReportAction,
    ReportKind,
    ReportResolved,
    ReportStatus,
    RevokeAdmin,
    SessionOver,
    SessionsEnded,
    SetUserStatus,
    UsersExist,
    UserStatus,
    UserStatusChanged,
    flows,
)
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    Forbidden,
    Id,
    Invalid,
    Invocation,
    NotFound,
    person,
    uuid7,
)
from tests.use_cases.identity.town import Town


async def keep_audio(
    town: Town, owner: Actor, visibility: Visibility = Visibility.PUBLIC
) -> AudioFileId:
    recording = attrs.evolve(audio_file(1, owner_id=owner.person), visibility=visibility)
    await town.storage.write(Invocation(owner, 1), lambda work: work.audio_files.add(recording))
    return recording.id


async def report(
    town: Town, reporter: Actor, target: Id, kind: ReportKind = ReportKind.USER
) -> AbuseReport:
    return await town.do(FileReport(kind=kind, target_id=target, reason="Rude."), reporter)


async def act(town: Town, admin: Actor, filed: AbuseReport, action: ReportAction) -> AbuseReport:
    return await town.do(ActOnReport(report_id=filed.id, action=action), admin)


async def audit(town: Town, admin: Actor) -> list[AuditRecord]:
    return list((await town.ask(ListAudit(), admin)).items)


async def test_a_report_waits_in_the_queue(town: Town) -> None:
    admin = await town.admin()
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    filed = await report(town, ada, eve.person)

    assert (filed.status, filed.owner_id, filed.reporter_id) == (
        ReportStatus.OPEN,
        eve.person,
        ada.person,
    )
    assert list((await town.ask(ListReports(), admin)).items) == [filed]
    assert list((await town.ask(ListReports(status=ReportStatus.DISMISSED), admin)).items) == []


async def test_a_dismissed_report_is_closed_told_and_written_down(town: Town) -> None:
    admin, ada, eve = await town.admin(), await town.somebody("ada"), await town.somebody("eve")
    filed = await report(town, ada, eve.person)
    town.clock.advance(hours=1)
    closed = await act(town, admin, filed, ReportAction.DISMISS)
    latest = (await audit(town, admin))[0]

    assert (closed.status, closed.resolved_by, closed.resolved_at) == (
        ReportStatus.DISMISSED,
        admin.person,
        town.clock.now,
    )
    assert list((await town.ask(ListReports(), admin)).items) == []
    assert (await town.heard_by(ada))[-1] == ReportResolved(
        user_id=ada.person, report_id=filed.id, status=ReportStatus.DISMISSED
    )
    assert (latest.actor_id, latest.action, latest.target_id, latest.detail) == (
        admin.person,
        "report.dismissed",
        filed.id,
        "user",
    )


async def test_a_report_can_end_in_a_suspension(town: Town) -> None:
    admin, ada, eve = await town.admin(), await town.somebody("ada"), await town.register("eve")
    filed = await report(town, ada, eve.user.id)
    town.clock.advance(seconds=1)
    await act(town, admin, filed, ReportAction.SUSPEND)
    actions = [record.action for record in await audit(town, admin)]

    with pytest.raises(SessionOver):
        await town.identify(eve)
    assert actions == ["user.suspended", "report.suspended", "admin.granted"]


async def test_a_recording_that_is_condemned_is_gone(town: Town) -> None:
    admin, ada, eve = await town.admin(), await town.somebody("ada"), await town.somebody("eve")
    recording = await keep_audio(town, eve)
    filed = await report(town, ada, recording, ReportKind.AUDIO)
    await act(town, admin, filed, ReportAction.DELETE)

    assert filed.owner_id == eve.person
    with pytest.raises(NotFound):
        await town.ask(GetAudioFile(audio_file_id=recording), eve)
    assert ContentCondemned(
        user_id=eve.person, kind=ReportKind.AUDIO, target_id=recording
    ) in await town.heard_by(eve)


async def test_what_is_gone_already_can_still_be_condemned(town: Town) -> None:
    admin, ada, eve = await town.admin(), await town.somebody("ada"), await town.somebody("eve")
    recording = await keep_audio(town, eve)
    first = await report(town, ada, recording, ReportKind.AUDIO)
    second = await report(town, await town.somebody("bob"), recording, ReportKind.AUDIO)
    for filed in (first, second):
        closed = await act(town, admin, filed, ReportAction.DELETE)

        assert closed.status is ReportStatus.DELETED


async def test_an_open_report_stands_for_all_that_say_the_same(town: Town) -> None:
    admin, ada, eve = await town.admin(), await town.somebody("ada"), await town.somebody("eve")
    first = await report(town, ada, eve.person)
    again = await report(town, ada, eve.person)
    await report(town, await town.somebody("bob"), eve.person)
    more = FileReport(kind=ReportKind.USER, target_id=eve.person, reason="And again.")
    await town.do(more, ada)
    queue = await town.ask(ListReports(), admin)
    await act(town, admin, first, ReportAction.DISMISS)
    later = await report(town, ada, eve.person)

    assert again == first
    assert len(queue.items) == 3
    assert later != first


async def test_nobody_acts_on_a_report_of_themself(town: Town) -> None:
    admin, ada = await town.admin(), await town.somebody("ada")
    filed = await report(town, ada, admin.person)

    with pytest.raises(NotYourself):
        await act(town, admin, filed, ReportAction.DISMISS)


async def test_a_user_is_not_deleted_by_a_report(town: Town) -> None:
    admin, ada, eve = await town.admin(), await town.somebody("ada"), await town.somebody("eve")
    filed = await report(town, ada, eve.person)

    with pytest.raises(Forbidden, match="A report of a user can be dismissed"):
        await act(town, admin, filed, ReportAction.DELETE)
    assert list((await town.ask(ListReports(), admin)).items) == [filed]


async def test_a_report_is_acted_on_once(town: Town) -> None:
    admin, ada, eve = await town.admin(), await town.somebody("ada"), await town.somebody("eve")
    filed = await report(town, ada, eve.person)
    await act(town, admin, filed, ReportAction.DISMISS)

    with pytest.raises(AlreadyResolved, match="dismissed"):
        await act(town, admin, filed, ReportAction.SUSPEND)


@pytest.mark.parametrize("kind", list(ReportKind))
async def test_what_is_not_there_cannot_be_reported(town: Town, kind: ReportKind) -> None:
    nothing = uuid7(town.clock.now, 7)

    with pytest.raises(NotFound):
        await report(town, await town.somebody("ada"), nothing, kind)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 2001, "nul\0"])
async def test_a_report_has_a_reason(town: Town, reason: str) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")

    with pytest.raises(Invalid, match="reason"):
        await town.do(FileReport(kind=ReportKind.USER, target_id=eve.person, reason=reason), ada)


async def test_what_one_may_not_know_of_cannot_be_reported(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    private = await keep_audio(town, eve, Visibility.PRIVATE)

    with pytest.raises(NotFound):
        await report(town, ada, private, ReportKind.AUDIO)
    await town.do(BlockUser(user_id=ada.person), eve)
    with pytest.raises(NotFound):
        await report(town, ada, eve.person)


async def test_one_reports_whom_one_has_blocked_but_not_oneself(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(BlockUser(user_id=eve.person), ada)
    await report(town, ada, eve.person)

    with pytest.raises(NotYourself):
        await report(town, ada, ada.person)
    with pytest.raises(NotYourself):
        await report(town, eve, await keep_audio(town, eve), ReportKind.AUDIO)


async def test_a_suspension_ends_every_session_and_is_told(town: Town) -> None:
    admin, ada = await town.admin(), await town.register("ada")
    command = SetUserStatus(user_id=ada.user.id, status=UserStatus.SUSPENDED)
    told = await town.told(command, admin)
    user = (await town.ask(GetMe(), person(ada.user.id))).user

    assert user.status is UserStatus.SUSPENDED
    assert told == [
        SessionsEnded(
            user_id=ada.user.id,
            session_ids=(ada.tokens.session_id,),
            reason=EndReason.SUSPENDED,
        ),
        UserStatusChanged(user_id=ada.user.id, user=user),
    ]
    with pytest.raises(SessionOver):
        await flows.refresh(town.desk, ada.tokens.refresh_token)
    assert await town.told(command, admin) == []


async def test_who_is_active_again_logs_in_again(town: Town) -> None:
    admin, ada = await town.admin(), await town.somebody("ada")
    for status in (UserStatus.SUSPENDED, UserStatus.ACTIVE, UserStatus.ACTIVE):
        town.clock.advance(seconds=1)
        await town.do(SetUserStatus(user_id=ada.person, status=status), admin)

    assert (await town.log_in("ada")).user.status is UserStatus.ACTIVE
    assert [record.action for record in await audit(town, admin)] == [
        "user.active",
        "user.suspended",
        "admin.granted",
    ]


async def test_nobody_suspends_themself_or_erases_anybody(town: Town) -> None:
    admin, ada = await town.admin(), await town.somebody("ada")

    with pytest.raises(NotYourself):
        await town.do(SetUserStatus(user_id=admin.person, status=UserStatus.SUSPENDED), admin)
    with pytest.raises(Invalid, match="status"):
        await town.do(SetUserStatus(user_id=ada.person, status=UserStatus.ERASED), admin)


async def test_operators_put_people_in_office_and_out_of_it(town: Town) -> None:
    ada = await town.somebody("ada")
    for command in (GrantAdmin(username="Ada"), GrantAdmin(username="ada@example.org")):
        await town.do(command, SYSTEM)

    account = await town.ask(GetMe(), ada)
    assert (account.user.is_admin, account.user.version) == (True, 2)
    town.clock.advance(seconds=1)
    await town.do(RevokeAdmin(username="ada"), SYSTEM)
    records = await audit(town, SYSTEM)
    assert [(record.action, record.actor_id) for record in records] == [
        ("admin.revoked", None),
        ("admin.granted", None),
    ]


async def test_operators_are_told_whether_anybody_has_come(town: Town) -> None:
    before = await town.ask(UsersExist(), SYSTEM)
    admin = await town.admin()

    assert (before, await town.ask(UsersExist(), SYSTEM)) == (False, True)
    with pytest.raises(Forbidden):
        await town.ask(UsersExist(), admin)


async def test_who_is_not_there_is_not_put_in_office(town: Town) -> None:
    with pytest.raises(NotFound, match="There is no user nobody"):
        await town.do(GrantAdmin(username="nobody"), SYSTEM)
