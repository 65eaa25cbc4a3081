"""What a replica has made is there again, whenever its program is killed."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

from phantom_adapters.replicas import FileReplicaStore
from phantom_core.sync import RecordId, Replica, ReplicaId

PROGRAM = """
import sys
from pathlib import Path
from phantom_adapters.replicas import FileReplicaStore
from phantom_core.sync import Put, RecordId, Replica, ReplicaId

store = FileReplicaStore(Path(sys.argv[1]))
replica = Replica(store, new_id=ReplicaId("ada"), author="ada")
while True:
    number = len(replica.pending) + 1
    replica.edit(Put(RecordId("stem"), {"take": number, "words": "x" * 2_000}), now_ms=number)
    print(number, flush=True)
"""


def test_every_edit_that_was_made_outlives_a_kill(tmp_path: Path) -> None:
    chance, path, made = Random(7), tmp_path / "song", 0
    for _ in range(12):
        command = [sys.executable, "-c", PROGRAM, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(chance.random() * 0.3)
            program.kill()
            told = program.stdout.read().split()
        made = max(made + 1, *map(int, told))
        with FileReplicaStore(path) as store:
            replica = Replica(store, new_id=ReplicaId("new"), author="ada")
            counters = [change.counter for change in replica.pending]

            assert counters == list(range(1, len(counters) + 1))
            assert len(counters) - made in {0, 1}
            assert replica.view.value(RecordId("stem"), "take") == len(counters)
        made = len(counters)
