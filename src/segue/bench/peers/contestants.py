"""Which peers there are, and what each needs to run."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

from segue.bench.missing import MissingProgram
from segue.bench.peers.redis_server import own_redis
from segue.bench.place import Place

Environment = dict[str, str]


@contextmanager
def _nothing(place: Place) -> Iterator[Environment]:
    yield {}


@contextmanager
def _redis(place: Place) -> Iterator[Environment]:
    with own_redis(place.data) as address:
        yield {"PEERS_REDIS": address}


@contextmanager
def _dbos(place: Place) -> Iterator[Environment]:
    """Its own tables go where ours are on Postgres, and into a file beside ours on SQLite."""
    yield {"PEERS_DBOS": place.url if place.is_postgres else f"sqlite:///{place.data / 'dbos.sqlite3'}"}


@dataclass(frozen=True)
class Peer:
    """`module` of this package does the work; `environment` starts what else it needs. `package` must be installed."""

    name: str
    module: str
    package: str
    environment: Callable[[Place], AbstractContextManager[Environment]] = _nothing
    on_sqlite: bool = True

    def check(self, place: Place) -> None:
        """Raises MissingProgram, with the reason why it cannot take part."""
        if not place.is_postgres and not self.on_sqlite:
            raise MissingProgram("it works on Postgres only.")
        if find_spec(self.package) is None:
            raise MissingProgram("not installed; in a checkout of Segue, make bench NAME=peers does that.")


PEERS = (
    Peer("Celery + Redis", "celery_jobs", "celery", _redis),
    Peer("Procrastinate", "procrastinate_jobs", "procrastinate", on_sqlite=False),
    Peer("django-tasks-db", "django_tasks_jobs", "django_tasks_db"),
    Peer("DBOS", "dbos_workflows", "dbos", _dbos),
)
