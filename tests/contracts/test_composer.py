"""Whoever composes does so as promised."""

from collections.abc import AsyncIterator

import pytest

from phantom_adapters.composing import BuiltInComposer
from phantom_adapters.composing.openai_compatible import OpenAiCompatible, OpenAiSettings
from phantom_adapters.contracts.composer import ComposerContract
from phantom_core.composing import Composer
from tests.contracts.composing_server import KEY, composing_server


class TestBuiltInComposer(ComposerContract):
    adapters = (BuiltInComposer,)

    @pytest.fixture
    def composer(self) -> Composer:
        return BuiltInComposer()


class TestOpenAiCompatible(ComposerContract):
    adapters = (OpenAiCompatible,)

    @pytest.fixture
    async def composer(self) -> AsyncIterator[Composer]:
        with composing_server() as server:
            service = OpenAiCompatible(OpenAiSettings(url=server.url, model="maestro", key=KEY))
            yield service
            await service.close()
