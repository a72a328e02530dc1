"""What a workstation is told of its prints of which people were reminded (R72-R75)."""

from typing import ClassVar

from contracts.base import Request
from contracts.printing import SOURCE
from contracts.proofs import Proof
from contracts.unanswered import UnansweredPrints


class ListUnansweredPrints(Request[UnansweredPrints]):
    """Of the workstation that proves itself; refused as ConnectWorkstation.

    Listed from the first reminder on and until somebody answers, or its certificate is archived,
    replaced or reprinted.
    """

    SERVICE: ClassVar[str] = SOURCE
    CHANGES: ClassVar[bool] = True

    proof: Proof
