"""Who may do what with a recording: every role, every visibility."""

from itertools import product

import pytest

from phantom_adapters.contracts.recording_examples import ADA, EVE, audio_file
from phantom_core.audio import NoConsent, Visibility
from phantom_core.audio.policy import may_analyse, may_change, may_delete, may_read
from phantom_core.kernel import ANONYMOUS, SYSTEM, Actor, Decision, Forbidden, NotFound, person

OWNER, STRANGER = person(ADA), person(EVE)
ADMIN = person(EVE, is_admin=True)
PRIVATE = audio_file(1)
PUBLIC = audio_file(1, visibility=Visibility.PUBLIC)


def verdict(decision: Decision) -> str:
    try:
        decision.enforce()
    except NotFound:
        return "hidden"
    except NoConsent:
        return "no consent"
    except Forbidden:
        return "refused"
    return "allowed"


@pytest.mark.parametrize("file", [PRIVATE, PUBLIC])
@pytest.mark.parametrize("actor", [OWNER, SYSTEM])
def test_its_owner_and_the_system_may_do_anything(file: object, actor: Actor) -> None:
    for policy in (may_read, may_change, may_delete):
        assert verdict(policy(actor, file, unseen=False)) == "allowed"  # type: ignore[arg-type]


@pytest.mark.parametrize("actor", [STRANGER, ANONYMOUS])
def test_a_private_recording_is_hidden_from_everybody_else(actor: Actor) -> None:
    for policy, unseen in product((may_read, may_change, may_delete), (True, False)):
        assert verdict(policy(actor, PRIVATE, unseen=unseen)) == "hidden"


def test_a_public_recording_may_be_heard_and_not_touched() -> None:
    assert verdict(may_read(STRANGER, PUBLIC, unseen=False)) == "allowed"
    assert verdict(may_change(STRANGER, PUBLIC, unseen=False)) == "refused"
    assert verdict(may_delete(STRANGER, PUBLIC, unseen=False)) == "refused"


def test_who_does_not_see_its_owner_does_not_find_a_public_recording() -> None:
    for policy in (may_read, may_change, may_delete):
        assert verdict(policy(STRANGER, PUBLIC, unseen=True)) == "hidden"


@pytest.mark.parametrize("unseen", [True, False])
def test_admins_may_look_and_delete_and_do_not_speak_for_others(*, unseen: bool) -> None:
    assert verdict(may_read(ADMIN, PRIVATE, unseen=unseen)) == "allowed"
    assert verdict(may_delete(ADMIN, PRIVATE, unseen=unseen)) == "allowed"
    assert verdict(may_change(ADMIN, PRIVATE, unseen=unseen)) == "refused"


def test_an_analysis_needs_consent_even_from_its_owner() -> None:
    def asked(actor: Actor, *, consented: bool) -> str:
        return verdict(may_analyse(actor, PUBLIC, unseen=False, consented=consented))

    assert asked(OWNER, consented=True) == "allowed"
    assert asked(OWNER, consented=False) == "no consent"
    assert asked(STRANGER, consented=True) == "refused"
    assert asked(ADMIN, consented=True) == "refused"
