"""Console routes for 备案 of declarers."""

from fastapi import APIRouter

from contracts.customs import DeclarerFiled
from contracts.values import CreditCode, IdNumber
from customs.console.bodies import DeclarerView, EndedFiling, FilingEnd, NewDeclarer
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

    @router.post("/declarers/end")
    def end_filing(body: FilingEnd, call_ids: CallIds) -> EndedFiling:
        """The filing ends (R27); `DeclarerFilingEnded` is said. Filing anew restores it."""
        ended = declarers.end_filing(parts, call_ids, **dict(body))
        masked = _masked(ended.id_number)
        return EndedFiling(name=ended.name, id_number_masked=masked, ended_at=ended.ended_at)

    return router


def _view(declarer: DeclarerFiled) -> DeclarerView:
    masked = _masked(declarer.id_number)
    return DeclarerView(name=declarer.name, id_number_masked=masked, filed_at=declarer.filed_at)


def _masked(id_number: IdNumber) -> str:
    number = id_number.get_secret_value()
    return f"{number[:3]}{'*' * 11}{number[-4:]}"
