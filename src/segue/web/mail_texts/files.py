"""An attached file, for members."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from segue.queries.attachments import get_attachment
from segue.web.access import MemberRequest, sequences_page


@require_safe
@sequences_page
def attachment(request: MemberRequest, pk: int) -> HttpResponse:
    """Always to be saved, never shown: what somebody uploaded must not run as a page of ours."""
    file = get_attachment(request.workspace, pk)
    answer = HttpResponse(bytes(file.data), content_type=file.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
