"""/u/<token>/: the page behind the link to opt out. Open to everybody, on every tier, without cookies or scripts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from segue.actions.opt_out import opt_out as carry_out
from segue.domain.opt_out import OF_A_TEST, masked
from segue.domain.refusals import NotFound
from segue.queries.opt_outs import OptOutLink, has_opted_out, opt_out_link

# RFC 8058 §3.1: what mail programs post. The page's own form posts the same, so there is one way in.
FIELD, VALUE = "List-Unsubscribe", "One-Click"


# Mail programs post here by themselves, without the cookie that a CSRF token would be compared with (RFC 8058 §3.1
# forbids sending one). Nothing is lost: no session gives power here, the signed token in the address does.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing, since scanners follow links; POST acts."""
    if token == OF_A_TEST:
        return _private(render(request, "segue/opt_out/test.html"))
    try:
        if request.method == "POST":
            return _act(request, token)
        link = opt_out_link(token)
    except NotFound:
        return _private(render(request, "segue/opt_out/bad.html", status=404))
    return _show(request, link, "done" if has_opted_out(link) else "ask")


def _act(request: HttpRequest, token: str) -> HttpResponse:
    if request.POST.get(FIELD, "").strip().lower() != VALUE.lower():
        return _show(request, opt_out_link(token), "ask", status=400)
    return _show(request, carry_out(token, timezone.now()), "done")


def _show(request: HttpRequest, link: OptOutLink, page: str, status: int = 200) -> HttpResponse:
    context = {
        "name": link.delivery.workspace.name,
        "address": masked(link.address),
        "sender": link.sender,
        "field": FIELD,
        "value": VALUE,
    }
    return _private(render(request, f"segue/opt_out/{page}.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """The address of the page is a person's own: no search engine, cache or other site gets to know it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


urlpatterns = [path("u/<str:token>/", opt_out, name="opt-out")]
