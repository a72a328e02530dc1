"""备案 of declarers (R27)."""

from collections.abc import Sequence

from contracts.customs import DeclarerFiled, DeclarerFilingEnded
from contracts.values import IdNumber
from customs.domain import plans
from customs.errors import Refused
from customs.parts import Parts
from customs.storage.declarers import remove_declarer, save_declarer


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


def end_filing(
    parts: Parts, call_ids: Sequence[str], *, enterprise_code: str, id_number: IdNumber
) -> DeclarerFilingEnded:
    """Refused when there is no such filing, or no longer."""
    with parts.transaction(call_ids) as tx:
        number = id_number.get_secret_value()
        name = remove_declarer(tx.connection, enterprise_code, number)
        if name is None:
            raise Refused("customs.unknown_declarer")
        ended = DeclarerFilingEnded(
            enterprise_code=enterprise_code, id_number=id_number, name=name, ended_at=tx.at
        )
        tx.say((plans.planned(ended, tx.at),))
    return ended
