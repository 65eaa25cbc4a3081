"""What bookings refuse, besides what every context does."""

from phantom_core.kernel.errors import Conflict, Gone

__all__ = ["BookedProjectOver", "ClashOfBookings", "NotOverYet", "TooManyUnanswered", "WrongStatus"]


class ClashOfBookings(Conflict):
    """The booked user has confirmed something else for a part of that time."""

    rule = "clash-of-bookings"

    def __init__(self) -> None:
        super().__init__("The booked user has a confirmed booking at that time already.")


class WrongStatus(Conflict):
    """From what a booking is now, it cannot become that."""

    rule = "wrong-booking-status"


class NotOverYet(Conflict):
    """A booking is completed after its end, and not before."""

    rule = "booking-not-over"


class TooManyUnanswered(Conflict):
    """Somebody has not answered so many requests of one person's that more would be a nuisance."""

    rule = "too-many-unanswered"

    def __init__(self, most: int) -> None:
        super().__init__(f"This user has not answered {most} of your requests yet; wait for them.")


class BookedProjectOver(Gone):
    """A project was deleted: nobody is booked for it any more."""

    rule = "project-over"

    def __init__(self) -> None:
        super().__init__("This project was deleted.")
