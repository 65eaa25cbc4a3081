"""The contexts' repositories in memory, a module for each port."""

__all__: list[str] = []
