"""Laws of names and addresses.

- What is taken is taken in whatever case, and what differs by more than case is not.
- Whatever is given as a name, an address or a login is answered or refused; nothing else happens.
"""

import asyncio
import string
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from phantom_core.identity import EmailTaken, Registration, UsernameTaken
from phantom_core.identity.user import folded
from phantom_core.kernel import Invalid, PhantomError
from tests.use_cases.identity.town import PASSWORD, Town

USERNAMES = st.text(string.ascii_letters + string.digits + "_-.", min_size=3, max_size=32)
CASES = st.sampled_from([str.upper, str.lower, str.swapcase, str.title])
ODD = st.text(st.characters(codec=None), max_size=40)


@given(USERNAMES, USERNAMES, CASES)
def test_a_name_is_taken_in_whatever_case_and_no_other_name_with_it(
    first: str, second: str, change: object
) -> None:
    assert callable(change)

    async def go() -> None:
        town = Town.open()
        await town.register(first, email="first@example.org")
        try:
            await town.register(str(change(second)), email="second@example.org")
        except UsernameTaken:
            assert folded(first) == folded(second)
        else:
            assert folded(first) != folded(second)

    asyncio.run(go())


@given(USERNAMES, CASES)
def test_an_address_is_taken_in_whatever_case(local: str, change: object) -> None:
    assert callable(change)

    async def go() -> None:
        town = Town.open()
        await town.register("first", email=f"{local}@example.org")
        with suppress(EmailTaken):
            await town.register("second", email=str(change(f"{local}@example.org")))
            raise AssertionError(local)

    asyncio.run(go())


@given(ODD, ODD, ODD)
def test_a_form_of_any_texts_is_good_or_refused_with_paths(
    email: str, username: str, password: str
) -> None:
    try:
        form = Registration(email=email, username=username, password=password)
    except Invalid as refusal:
        paths = {fault.path for fault in refusal.faults}
        assert paths <= {"email", "username", "password"}
    else:
        assert form.email.isascii()
        assert form.username.isascii()


@given(ODD, ODD)
def test_any_texts_may_be_tried_to_log_in_with(login: str, password: str) -> None:
    async def go() -> None:
        town = Town.open()
        await town.register("ada")
        with suppress(PhantomError):
            await town.log_in(login, password)
            assert (folded(login), password) == ("ada", PASSWORD)

    asyncio.run(go())
