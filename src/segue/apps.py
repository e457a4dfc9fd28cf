"""The Django app: one app, one line of migrations."""

from django.apps import AppConfig


class SegueConfig(AppConfig):
    """Everything Segue keeps in the database."""

    name = "segue"
    label = "segue"
    verbose_name = "Segue"
