"""The API as a whole: its routers, its description, and what every answer has in common."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic.json_schema import models_json_schema

from segue.api import (
    attachments,
    companies,
    email_templates,
    enroll_runs,
    enrolling,
    enrollments,
    mailboxes,
    me,
    people,
    records,
    sequences,
    steps,
    suppressions,
    tasks,
)
from segue.api.auth import ApiToken
from segue.api.errors import answer_in_problems
from segue.api.parser import JsonParser
from segue.api.problems import Problem
from segue.api.reference import Reference

DESCRIPTION = (
    "Everything a person does with records and sequences in Segue, for programs. Each request carries an API token "
    "and acts as its member. Every refusal is a problem (RFC 9457) with a stable code."
)


class SegueApi(NinjaAPI):
    """With short operation ids, and the problem that every operation may answer with in its description."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = {
                    "description": "Refused",
                    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
        _, problem = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= problem["$defs"]
        return schema


api = SegueApi(
    title="Segue API",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=ApiToken(),
    parser=JsonParser(),
    docs=Reference(),
)
answer_in_problems(api)

with_sequences = ApiToken(needs_sequences=True)
api.add_router("/v1/me", me.router)
api.add_router("/v1/people", people.router)
api.add_router("/v1/companies", companies.router)
api.add_router("/v1/records", records.router)
api.add_router("/v1/tasks", tasks.router)
api.add_router("/v1/mailboxes", mailboxes.router)
api.add_router("/v1/sequences", sequences.router, auth=with_sequences)
api.add_router("/v1/sequences", steps.router, auth=with_sequences)
api.add_router("/v1/sequences", enrolling.router, auth=with_sequences)
api.add_router("/v1/sequences", enroll_runs.router, auth=with_sequences)
api.add_router("/v1/enrollments", enrollments.router, auth=with_sequences)
api.add_router("/v1/email-templates", email_templates.router, auth=with_sequences)
api.add_router("/v1/attachments", attachments.router, auth=with_sequences)
api.add_router("/v1/suppressions", suppressions.router, auth=with_sequences)
