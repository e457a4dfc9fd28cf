"""Addresses of records: the same set for people and for companies."""

from django.urls import URLPattern, path

from segue.domain.records import RecordType
from segue.web.records import datasheet, edit, lists, notes, reply, suggestions, tasks, timeline


def _addresses_of(record_type: RecordType) -> list[URLPattern]:
    many, one, kind = record_type.plural, record_type.value, {"record_type": record_type}
    return [
        path(f"{many}/", lists.record_list, kind, name=many),
        path(f"{many}/new/", edit.new, kind, name=f"{one}-new"),
        path(f"{many}/<int:pk>/", datasheet.show, kind, name=one),
        path(f"{many}/<int:pk>/edit/", edit.edit, kind, name=f"{one}-edit"),
        path(f"{many}/<int:pk>/timeline/", timeline.show, kind, name=f"{one}-timeline"),
        path(f"{many}/<int:pk>/notes/", notes.show, kind, name=f"{one}-notes"),
        path(f"{many}/<int:pk>/reply/", reply.reply, kind, name=f"{one}-reply"),
        path(f"{many}/<int:pk>/tasks/new/", tasks.add, kind, name=f"{one}-task-new"),
    ]


urlpatterns: list[URLPattern] = [
    path("companies/suggest/", suggestions.companies, name="company-options"),
    path("tags/suggest/", suggestions.tags, name="tag-options"),
    path("tasks/<int:pk>/complete/", tasks.complete, name="task-complete"),
    path("tasks/<int:pk>/dismiss/", tasks.dismiss, name="task-dismiss"),
    *_addresses_of(RecordType.PERSON),
    *_addresses_of(RecordType.COMPANY),
]
