"""DBOS: a durable workflow for each enrollment, which is how DBOS says "one after the other", and a step for each."""

import os
import signal
from collections.abc import Sequence

from dbos import DBOS, DBOSClient, DBOSConfig, run_dbos_database_migrations

from segue.bench.peers.step import run_step

QUEUE = "peers"
THREADS = 8  # without a limit it starts one for each workflow, each with a connection of its own


@DBOS.step()
def step(enrollment_id: int) -> bool:
    return run_step(enrollment_id)


@DBOS.workflow(name="sequence")
def sequence(enrollment_id: int) -> None:
    while step(enrollment_id):
        pass


def work(enrollment_ids: Sequence[int]) -> None:
    """Queue a workflow for each, and run them."""
    url = os.environ["PEERS_DBOS"]
    run_dbos_database_migrations(url)
    client = DBOSClient(system_database_url=url)
    for enrollment_id in enrollment_ids:
        client.enqueue({"workflow_name": "sequence", "queue_name": QUEUE}, enrollment_id)
    client.destroy()
    config: DBOSConfig = {
        "name": "peers",
        "system_database_url": url,
        "max_executor_threads": THREADS,
        "log_level": "ERROR",
    }
    DBOS(config=config)
    DBOS.launch()
    DBOS.register_queue(QUEUE)
    signal.pause()
