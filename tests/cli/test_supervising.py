"""Starting servers again that die."""

from phantom_app.supervising import Supervisor, _Place


def _supervisor() -> tuple[Supervisor, list[str]]:
    told: list[str] = []
    return Supervisor(1, lambda *_: 0, told.append), told


def test_one_that_keeps_dying_is_started_again_later_each_time() -> None:
    supervisor, told = _supervisor()
    place = _Place(began_at=float("inf"))
    for _ in range(8):
        supervisor._miss(0, place, 1)

    pauses = ["0.5", "1", "2", "4", "8", "16", "30", "30"]
    assert told == [f"Server 1 ended with code 1; started again in {each} s." for each in pauses]


def test_one_that_has_lived_long_is_started_again_soon() -> None:
    supervisor, told = _supervisor()
    place = _Place(began_at=float("-inf"), pause=30.0)
    supervisor._miss(0, place, -9)

    assert told == ["Server 1 ended by signal 9; started again in 0.5 s."]


def test_one_that_cannot_be_started_as_it_is_set_up_is_not_tried_again() -> None:
    supervisor, told = _supervisor()
    supervisor._miss(0, _Place(), 2)

    assert told == []
    assert (supervisor._ending, supervisor._code) == (True, 2)
