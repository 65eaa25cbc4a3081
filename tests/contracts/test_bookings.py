"""Stores of bookings, and what tells bookings of their neighbours, keep their promises."""

import pytest

from phantom_adapters.booking_neighbours import KeptBookingProjects, KeptParties
from phantom_adapters.contracts.booking_neighbours import (
    BookingProjectsContract,
    PartiesContract,
    TimeZonesContract,
)
from phantom_adapters.contracts.bookings import BookingsContract
from phantom_adapters.memory.repositories.bookings import MemoryBookings
from phantom_adapters.sql.repositories.bookings import SqlBookings
from phantom_adapters.time_zones import SystemTimeZones
from phantom_core.booking import TimeZones


class TestBookings(BookingsContract):
    adapters = (MemoryBookings, SqlBookings)


class TestParties(PartiesContract):
    adapters = (KeptParties,)


class TestBookingProjects(BookingProjectsContract):
    adapters = (KeptBookingProjects,)


class TestTimeZones(TimeZonesContract):
    adapters = (SystemTimeZones,)

    @pytest.fixture
    def zones(self) -> TimeZones:
        return SystemTimeZones()
