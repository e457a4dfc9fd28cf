"""Types that the bodies, addresses and queries of requests share."""

from typing import Annotated

from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

LARGEST_ID = 2**63 - 1
LARGEST_PAGE = 100
MOST_AT_ONCE = 1_000

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
# In JSON a number is a number: neither "7" nor true is one.
BodyId = Annotated[int, Field(strict=True, ge=1, le=LARGEST_ID)]
BodyIds = Annotated[list[BodyId], Field(min_length=1, max_length=MOST_AT_ONCE)]
Limit = Annotated[
    int, Query(..., ge=1, le=LARGEST_PAGE, description=f"How many to answer with, {LARGEST_PAGE} at most.")
]
Words = Annotated[str, Query(..., description="Only what holds every one of these words.")]
After = Annotated[Id | None, Query(..., description="`next_after` of the page before.")]
Before = Annotated[Id | None, Query(..., description="`next_before` of the page before.")]

# May be left out, in a request that changes something: what is not given stays as it is.
OptionalText = Annotated[str, Field(default_factory=str)]
OptionalTexts = Annotated[list[str], Field(default_factory=list)]


class Body(BaseModel):
    """What a request carries. A name we do not know is refused, never passed over: it may be a misspelling."""

    model_config = ConfigDict(extra="forbid")
