"""`phantom doctor`: looks at an installation, and says of each thing that is wrong what to do.

A check is a function of the settings that yields findings; where it needs to reach something, an
asynchronous one. A new check is one function in its module and one line in `examining`.
"""

from phantom_app.doctor.examining import Patient, examine
from phantom_app.doctor.finding import Finding, Level, as_json, as_text, exit_code
from phantom_app.doctor.reading import read_what_is_right

__all__ = [
    "Finding",
    "Level",
    "Patient",
    "as_json",
    "as_text",
    "examine",
    "exit_code",
    "read_what_is_right",
]
