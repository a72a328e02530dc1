"""Console routes for 备案 of declarers."""

from fastapi import APIRouter

from contracts.customs import DeclarerFiled
from contracts.values import CreditCode
from customs.console.bodies import DeclarerView, NewDeclarer
from customs.console.call_ids import CallIds
from customs.entrypoints import declarers
from customs.parts import Parts
from customs.storage import declarers as stored


def make_router(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["declarers"])

    @router.post("/declarers", status_code=201)
    def file_declarer(body: NewDeclarer, call_ids: CallIds) -> DeclarerView:
        """备案: the enterprise's declarer is filed (R27); `DeclarerFiled` is said."""
        return _view(declarers.file_declarer(parts, call_ids, **dict(body)))

    @router.get("/declarers")
    def list_declarers(enterprise_code: CreditCode) -> list[DeclarerView]:
        """The filed declarers of one enterprise."""
        with parts.transaction() as tx:
            return [_view(each) for each in stored.list_declarers(tx.connection, enterprise_code)]

    return router


def _view(declarer: DeclarerFiled) -> DeclarerView:
    number = declarer.id_number.get_secret_value()
    masked = f"{number[:3]}{'*' * 11}{number[-4:]}"
    return DeclarerView(name=declarer.name, id_number_masked=masked, filed_at=declarer.filed_at)
