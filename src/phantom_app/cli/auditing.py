"""`phantom audit`: what those in office and operators did."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import rich_click as click

from phantom_app.cli.choices import with_installation
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_app.auditing import Act

__all__ = ["audit"]

_TIMES: Final = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ"]
_MOST: Final = 1_000_000


@click.command()
@click.option("--actor", metavar="NAME", help="By whom: a user name, an e-mail address, or an id.")
@click.option("--action", metavar="ACTION", help="What was done: `user.suspended`.")
@click.option("--target", metavar="ID", help="To what, or to whom.")
@click.option("--since", type=click.DateTime(_TIMES), help="Not before then, in UTC.")
@click.option("--until", type=click.DateTime(_TIMES), help="Before then, in UTC.")
@click.option(
    "--limit",
    type=click.IntRange(1, _MOST),
    default=100,
    show_default=True,
    help="How many at the most.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_installation
def audit(  # noqa: PLR0913 - a list is narrowed in many ways
    settings: Settings,
    *,
    actor: str | None,
    action: str | None,
    target: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    as_json: bool,
) -> None:
    """Tell what those in office and operators did, the latest first.

    What is told here is written as it is done, and cannot be changed; `phantom retention` says how
    long it is kept. An act without a name is an operator's.
    """
    from phantom_app.auditing import Wanted, acts
    from phantom_app.running import run

    wanted = Wanted(
        actor=actor, action=action, target=target, since=_in_utc(since), until=_in_utc(until)
    )
    for act in run(acts(settings, wanted, limit)):
        click.echo(_as_json(act) if as_json else _as_line(act))


def _in_utc(given: datetime | None) -> datetime | None:
    return None if given is None else given.replace(tzinfo=UTC)


def _as_line(act: "Act") -> str:
    record = act.record
    who = act.actor or ("an operator" if record.actor_id is None else record.actor_id)
    detail = f" ({record.detail})" if record.detail else ""
    return (
        f"{record.at:%Y-%m-%d %H:%M:%S} {record.action:20} {record.target_kind} "
        f"{record.target_id} by {who}{detail}"
    )


def _as_json(act: "Act") -> str:
    record = act.record
    told = {
        "id": record.id,
        "at": record.at.isoformat(timespec="milliseconds"),
        "actorId": record.actor_id,
        "actor": act.actor,
        "action": record.action,
        "targetKind": record.target_kind,
        "targetId": record.target_id,
        "detail": record.detail,
    }
    return json.dumps(told, ensure_ascii=False)
