"""The inventory, context by context."""

__all__: list[str] = []
