"""The projects of the demo world."""

from phantom_app.demo.sketches import SKETCHES, sketch
from phantom_core.booking import BookingStatus, ListBookings
from phantom_core.studio import GetArrangement, ListProjects
from tests.use_cases.studio.workshop import Workshop


async def test_a_sketch_is_made_once_and_has_something_to_look_at() -> None:
    workshop = Workshop.open()
    people = {name: await workshop.somebody(name) for name in ("ada", "billie")}

    for _ in range(2):
        for wanted in SKETCHES:
            await sketch(workshop.phantom, wanted, people)

    (made,) = (await workshop.ask(ListProjects(), people["billie"])).items
    view = await workshop.ask(GetArrangement(project_id=made.card.id), people["ada"])
    assert [each.fields["name"] for each in view.stems] == ["Bass", "Keys"]
    booked = (await workshop.ask(ListBookings(), people["billie"])).items
    assert [(each.role, each.status) for each in booked] == [("keys", BookingStatus.CONFIRMED)]
    assert [len(each.notes) for each in view.segments] == [4, 6]
