"""Examples of the OpenAPI document: the body of each schema, by the schema's name."""

from typing import Any

from gateway.examples import (
    cards,
    certificates,
    choices,
    operations,
    people,
    printing,
    programs,
    reading,
    scans,
    seals,
    workstations,
)

_SUBJECTS = (
    people,
    seals,
    certificates,
    choices,
    printing,
    reading,
    operations,
    programs,
    workstations,
    cards,
    scans,
)
EXAMPLES: dict[str, dict[str, Any]] = {
    type(example).__name__: example.model_dump(mode="json", exclude_unset=True)
    for subject in _SUBJECTS
    for example in subject.EXAMPLES
}
