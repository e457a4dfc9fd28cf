"""Addresses of this slice."""

from django.urls import URLPattern, path

from segue.web.enrollments.act import act
from segue.web.enrollments.bulk import bulk
from segue.web.enrollments.card import record_sequences
from segue.web.enrollments.drawer import enrollment
from segue.web.enrollments.enroll import enroll_records, enroll_search
from segue.web.enrollments.enroll_all import enroll_all, enroll_progress, enroll_stop
from segue.web.enrollments.pause_until import pause
from segue.web.enrollments.record_enroll import record_enroll, record_enroll_search
from segue.web.enrollments.table import sequence_enrollments, sequence_page
from segue.web.enrollments.verbs import BUTTONS

SEQUENCE = "settings/sequencing/<int:pk>/"
ENROLLMENT = "enrollments/<int:pk>/"
RECORD = "records/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(SEQUENCE, sequence_page, name="sequence"),
    path(SEQUENCE + "enrollments/", sequence_enrollments, name="sequence-enrollments"),
    path(SEQUENCE + "enrollments/<slug:verb>/", bulk, name="enrollments-bulk"),
    path(SEQUENCE + "enroll/", enroll_records, name="enroll"),
    path(SEQUENCE + "enroll/search/", enroll_search, name="enroll-search"),
    path(SEQUENCE + "enroll/all/", enroll_all, name="enroll-all"),
    path(SEQUENCE + "enroll/all/<int:run_id>/", enroll_progress, name="enroll-progress"),
    path(SEQUENCE + "enroll/all/<int:run_id>/stop/", enroll_stop, name="enroll-stop"),
    path(ENROLLMENT, enrollment, name="enrollment"),
    path(ENROLLMENT + "pause-until/", pause, name="enrollment-pause-until"),
    *(path(f"{ENROLLMENT}{verb}/", act, {"verb": verb}, name=f"enrollment-{verb}") for verb in BUTTONS),
    path(RECORD + "sequences/", record_sequences, name="record-sequences"),
    path(RECORD + "sequences/enroll/", record_enroll, name="record-enroll"),
    path(RECORD + "sequences/enroll/search/", record_enroll_search, name="record-enroll-search"),
]
