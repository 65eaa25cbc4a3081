"""How Ada takes with her what is held about her."""

from typing import Any

from phantom_core.privacy.data_export import DataExportId
from phantom_core.privacy.use_cases.exports import GiveUpDataExport

__all__ = ["EXPORTS"]


async def _asked(life: Any) -> DataExportId:
    """The id of a new export; the day's allowance is there again."""
    life.world.clock.advance(days=1)
    answer = await life.ada.send("POST", "/api/users/me/export")
    return DataExportId(answer.json()["id"])


async def take_it_all(life: Any) -> None:
    await _asked(life)
    await life.world.work()


async def get_none(life: Any) -> None:
    await life.world.do(GiveUpDataExport(export_id=await _asked(life)))
    await life.world.work()


EXPORTS = (take_it_all, get_none)
