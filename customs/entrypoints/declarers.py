"""备案 of declarers (R27)."""

from collections.abc import Sequence

from contracts.customs import DeclarerFiled
from contracts.values import IdNumber
from customs.domain import plans
from customs.parts import Parts
from customs.storage.declarers import save_declarer


def file_declarer(
    parts: Parts, call_ids: Sequence[str], *, enterprise_code: str, id_number: IdNumber, name: str
) -> DeclarerFiled:
    """Filing the same number again renews name and day."""
    with parts.transaction(call_ids) as tx:
        declarer = DeclarerFiled(
            enterprise_code=enterprise_code, id_number=id_number, name=name, filed_at=tx.at
        )
        save_declarer(tx.connection, declarer)
        tx.say((plans.planned(declarer, tx.at),))
    return declarer
