"""Console routes that show what came in about an enterprise."""

from fastapi import APIRouter

from contracts.values import CreditCode
from customs.console.bodies import AuthorizationView, Happening, Limit
from customs.parts import Parts
from customs.storage import authorizations, timeline


def make_router(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["authorizations"])

    @router.get("/authorizations")
    def list_authorizations(
        enterprise_code: CreditCode | None = None, limit: Limit = 50
    ) -> list[AuthorizationView]:
        """授权 as customs received them, newest first, with what their receipts say."""
        with parts.transaction() as tx:
            found = authorizations.list_authorizations(tx.connection, enterprise_code, limit)
        return [AuthorizationView.model_validate(each, from_attributes=True) for each in found]

    @router.get("/enterprises/{enterprise_code}/timeline")
    def get_enterprise_timeline(
        enterprise_code: CreditCode, limit: Limit = 50
    ) -> tuple[Happening, ...]:
        """Everything about one enterprise, agent grants included, newest first."""
        with parts.transaction() as tx:
            entries = timeline.of_enterprise(tx.connection, enterprise_code, limit)
        return tuple(map(Happening.of, entries))

    return router
