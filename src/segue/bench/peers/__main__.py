"""The process of a peer: queues the first step of each enrollment of a sequence and runs the peer's worker.

usage: python -m segue.bench.peers MODULE SEQUENCE
"""

import sys
from importlib import import_module

import django
from django.conf import settings

# Apps that a peer needs beside ours.
APPS = {"django_tasks_jobs": ["django_tasks", "django_tasks_db"]}


def main(module: str, sequence_id: int) -> None:
    settings.INSTALLED_APPS += APPS.get(module, [])
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    django.setup()
    from django.core.management import call_command

    from segue.models import Enrollment

    call_command("migrate", verbosity=0)
    ids = list(Enrollment.objects.filter(sequence=sequence_id).order_by("id").values_list("id", flat=True))
    import_module(f"segue.bench.peers.{module}").work(ids)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
