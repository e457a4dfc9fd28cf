"""/companies."""

from django.utils import timezone
from ninja import Router

from segue.actions.save_record import create_record, update_record
from segue.api.auth import ApiRequest
from segue.api.inputs import After, Id, Limit, Words
from segue.api.schemas.records import Companies, Company, CompanyInput
from segue.domain.records import RecordType
from segue.queries.record_details import details_page, record_details

router = Router(tags=["Companies"])


@router.get("", response=Companies)
def list_companies(request: ApiRequest, q: Words = "", after: After = None, limit: Limit = 50) -> Companies:
    """Companies by name, those that hold every word of `q` in name, email address or domain."""
    found = details_page(request.auth.workspace, RecordType.COMPANY, q, after, limit)
    return Companies(items=[Company.of(details) for details in found.items], next_after=found.next_after)


@router.post("", response={201: Company})
def create_company(request: ApiRequest, body: CompanyInput) -> Company:
    """Add a company."""
    record = create_record(
        request.auth, RecordType.COMPANY, body.given(), timezone.now(), duplicate_ok=body.allow_duplicate
    )
    return _read(request, record.pk)


@router.get("/{int:company_id}", response=Company)
def get_company(request: ApiRequest, company_id: Id) -> Company:
    """One company."""
    return _read(request, company_id)


@router.patch("/{int:company_id}", response=Company)
def change_company(request: ApiRequest, company_id: Id, body: CompanyInput) -> Company:
    """Change what is given and leave the rest."""
    record = record_details(request.auth.workspace, RecordType.COMPANY, company_id).record
    update_record(request.auth, record, body.given(), timezone.now(), duplicate_ok=body.allow_duplicate)
    return _read(request, company_id)


def _read(request: ApiRequest, company_id: int) -> Company:
    return Company.of(record_details(request.auth.workspace, RecordType.COMPANY, company_id))
