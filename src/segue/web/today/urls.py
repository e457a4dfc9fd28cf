"""Addresses of this slice."""

from django.urls import URLPattern, path

from segue.web.today.page import today
from segue.web.today.search import search

urlpatterns: list[URLPattern] = [
    path("", today, name="today"),
    path("search/", search, name="search"),
]
