"""The states of seals and signatures (R26), and which may be the defaults (R30)."""

from itertools import pairwise

import pytest

from contracts.errors import Refused
from services.auth_svc.domain.stamps import STATES_BEFORE, StampState, check_defaults
from tests.unit.auth_svc.stamps import FIRST, OTHER, SEAL, SECOND, seal, signature


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(StampState)))
def test_a_stamp_goes_on_to_its_next_state_and_never_back(earlier, later):
    assert earlier in STATES_BEFORE[later]
    assert later not in STATES_BEFORE.get(earlier, ())


def test_a_stamp_may_be_deleted_before_its_disabling_is_heard_of():
    assert StampState.ACTIVE in STATES_BEFORE[StampState.DELETED]


def test_a_seal_and_one_signature_of_each_declarer_may_be_the_defaults():
    second = signature(id=SECOND, declarer_id_number=OTHER)

    check_defaults([seal(), signature(), second], SEAL, [FIRST, SECOND])


def test_a_seal_alone_may_be_the_default():
    check_defaults([seal()], SEAL, [])


@pytest.mark.rule("R30")
@pytest.mark.parametrize(
    ("stamps", "seal_id", "signature_ids"),
    [
        ([signature()], SEAL, [FIRST]),
        ([seal()], SEAL, [FIRST]),
        ([seal(state=StampState.DISABLED), signature()], SEAL, [FIRST]),
        ([seal(), signature(state=StampState.DISABLED)], SEAL, [FIRST]),
        ([seal(), signature()], FIRST, [SEAL]),
        ([seal(), signature()], SEAL, [SEAL]),
        ([seal(), signature(), signature(id=SECOND)], SEAL, [FIRST, SECOND]),
        ([seal(), signature()], SEAL, [FIRST, FIRST]),
    ],
    ids=[
        "unknown seal",
        "unknown signature",
        "disabled seal",
        "disabled signature",
        "swapped",
        "seal as signature",
        "two of one declarer",
        "one twice",
    ],
)
def test_anything_else_is_refused(stamps, seal_id, signature_ids):
    with pytest.raises(Refused, match=r"authorization\.unknown_stamp"):
        check_defaults(stamps, seal_id, signature_ids)
