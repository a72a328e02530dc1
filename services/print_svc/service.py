"""print_svc 打印: rendering, jobs, tickets, print serials and the seal-use ledger."""

from services.print_svc.entrypoints.hearing import Hearing
from services.print_svc.entrypoints.issuing import Issuing
from services.print_svc.entrypoints.making import Making
from services.print_svc.entrypoints.proving import Proving
from services.print_svc.entrypoints.releasing import Releasing


class PrintService(Issuing, Releasing, Making, Proving, Hearing):
    """What may be printed is decided elsewhere; what came of it is kept here."""

    name = "print_svc"


SERVICE = PrintService
