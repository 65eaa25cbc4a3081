"""How little garbage is collected while a process serves."""

import gc
from weakref import ref

from phantom_app.collecting import collecting_little


class _Knot:
    def __init__(self) -> None:
        self.itself = self


def test_what_was_there_before_is_not_walked_until_serving_ends() -> None:
    with collecting_little():
        assert gc.get_freeze_count() > 0

    assert gc.get_freeze_count() == 0


def test_a_cycle_that_is_dropped_while_serving_is_collected() -> None:
    with collecting_little():
        lost = ref(_Knot())
        gc.collect()

        assert lost() is None


def test_an_answer_of_two_thousand_values_is_not_walked() -> None:
    usual = gc.get_threshold()
    with collecting_little():
        before = sum(each["collections"] for each in gc.get_stats())
        answer: list[list[str]] = [[] for _ in range(2000)]
        after = sum(each["collections"] for each in gc.get_stats())

    assert len(answer) == 2000
    assert after == before
    assert gc.get_threshold() == usual
