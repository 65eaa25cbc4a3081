"""Who may do what in a project: the whole table."""

from typing import Final

import attrs
import pytest

from phantom_adapters.contracts.studio_examples import collaborator, project
from phantom_core.kernel import ALLOWED, Decision, Hidden, Refused
from phantom_core.studio import (
    CollaboratorRole,
    Permissions,
    ProjectCollaborator,
    defaults_of,
    policy,
)

COLUMNS: Final = ("owner", "admin", "contributor", "viewer", "invited", "visitor", "stranger")
# What is asked     owner  admin  contributor viewer invited visitor stranger
TABLE: Final = """
view                yes    yes    yes         yes    hidden  yes     hidden
know                yes    yes    yes         yes    yes     yes     hidden
edit                yes    yes    yes         no     hidden  no      hidden
drive               yes    yes    yes         no     hidden  no      hidden
add_stems           yes    yes    yes         no     hidden  no      hidden
delete_stems        yes    yes    no          no     hidden  no      hidden
invite              yes    yes    no          no     hidden  no      hidden
export              yes    yes    yes         no     hidden  no      hidden
manage_viewer       yes    yes    no          no     hidden  no      hidden
manage_admin        yes    no     no          no     hidden  no      hidden
manage_owner        no     no     no          no     hidden  no      hidden
remove_viewer       yes    yes    no          no     hidden  no      hidden
remove_own_invite   yes    yes    yes         yes    hidden  no      hidden
hand_over           yes    no     no          no     hidden  no      hidden
delete              yes    no     no          no     hidden  no      hidden
"""
CELLS: Final = [
    (asked, column, told)
    for line in filter(None, TABLE.splitlines())
    for asked, *answers in [line.split()]
    for column, told in zip(COLUMNS, answers, strict=True)
]
SECRET: Final = project(1)
SHOWN: Final = project(1, is_public=True)


def place_of(column: str) -> ProjectCollaborator | None:
    """The place of somebody in a column."""
    if column in {"visitor", "stranger"}:
        return None
    if column == "invited":
        return collaborator(1, 2, role=CollaboratorRole.ADMIN, joined_at=None)
    return collaborator(1, 2, role=CollaboratorRole(column))


def decided(asked: str, column: str) -> Decision:
    """What the policy answers."""
    shown, place = SHOWN if column == "visitor" else SECRET, place_of(column)
    act, _, rest = asked.partition("_")
    if act == "manage":
        return policy.may_manage(shown, place, collaborator(1, 3, role=CollaboratorRole(rest)))
    if act == "remove":
        by = (
            {}
            if rest == "viewer"
            else {"joined_at": None, "invited_by": collaborator(1, 2).user_id}
        )
        return policy.may_remove(shown, place, collaborator(1, 3, **by))
    answer: Decision = getattr(policy, f"may_{asked}")(shown, place)
    return answer


@pytest.mark.parametrize(("asked", "column", "told"), CELLS)
def test_everybody_may_what_the_table_says(asked: str, column: str, told: str) -> None:
    kinds = {"yes": type(ALLOWED), "no": Refused, "hidden": Hidden}

    assert type(decided(asked, column)) is kinds[told]


def test_who_is_apart_from_its_owner_does_not_see_a_public_project() -> None:
    place = collaborator(1, 2)

    assert isinstance(policy.may_view(SHOWN, None, apart=True), Hidden)
    assert policy.may_view(SHOWN, place, apart=True) is ALLOWED


@pytest.mark.parametrize(
    ("permission", "decide"),
    [
        ("can_edit", policy.may_edit),
        ("can_edit", policy.may_drive),
        ("can_add_stems", policy.may_add_stems),
        ("can_delete_stems", policy.may_delete_stems),
        ("can_invite_others", policy.may_invite),
        ("can_export", policy.may_export),
    ],
)
def test_each_permission_is_given_and_taken_alone(permission: str, decide: object) -> None:
    may = getattr(policy, decide.__name__)  # type: ignore[attr-defined]
    given = collaborator(1, 2, permissions=Permissions(**{permission: True}))
    everything = defaults_of(CollaboratorRole.ADMIN)
    taken = collaborator(
        1,
        2,
        role=CollaboratorRole.ADMIN,
        permissions=attrs.evolve(everything, **{permission: False}),
    )

    assert may(SECRET, given) is ALLOWED
    assert isinstance(may(SECRET, taken), Refused)


@pytest.mark.parametrize("giver", [CollaboratorRole.CONTRIBUTOR, CollaboratorRole.ADMIN])
@pytest.mark.parametrize("given", [*CollaboratorRole])
def test_nobody_gives_more_than_they_are(giver: CollaboratorRole, given: CollaboratorRole) -> None:
    ranks = [*CollaboratorRole]
    place = collaborator(1, 2, role=giver)
    decision = policy.may_grant(place, given, defaults_of(given))
    expected = given is not CollaboratorRole.OWNER and ranks.index(given) <= ranks.index(giver)

    assert (decision is ALLOWED) == expected


def test_an_owner_stays_until_the_project_is_anothers() -> None:
    assert isinstance(policy.may_leave(collaborator(1, 1, role=CollaboratorRole.OWNER)), Refused)
    assert policy.may_leave(collaborator(1, 2)) is ALLOWED
