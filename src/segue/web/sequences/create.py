"""A new sequence."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from segue.actions.create_sequence import create_sequence
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.sequences.forms import NewSequenceForm, add_problems


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page(Permission.WRITE_SEQUENCES)
def new(request: MemberRequest) -> HttpResponse:
    """Ask for type and name, then go to the steps."""
    form = NewSequenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sequence = create_sequence(actor(request), **form.cleaned_data, now=timezone.now())
        except Invalid as refused:
            add_problems(form, refused)
        else:
            messages.success(request, f"“{sequence.name}” is created. Add its first step.")
            return redirect("sequence-steps", sequence.pk)
    return render(request, "segue/sequences/new.html", {"form": form}, status=422 if form.errors else 200)
