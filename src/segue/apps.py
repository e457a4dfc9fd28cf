"""The Django app: one app, one line of migrations."""

from django.apps import AppConfig


class SegueConfig(AppConfig):
    """Everything Segue keeps in the database."""

    name = "segue"
    label = "segue"
    verbose_name = "Segue"

    def ready(self) -> None:
        # Here, because models may only be imported once the apps are there.
        from segue.runners import wake

        wake.connect()
