"""EmailTokens keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.identity_email_tokens import EmailTokensContract
from phantom_adapters.memory.repositories.identity_email_tokens import MemoryEmailTokens
from phantom_adapters.sql.repositories.identity_email_tokens import SqlEmailTokens


class TestEmailTokens(EmailTokensContract):
    adapters = (MemoryEmailTokens, SqlEmailTokens)
