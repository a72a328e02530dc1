"""print_svc 打印: rendering, jobs, tickets, print serials and the seal-use ledger."""

from services.print_svc.entrypoints.agent_grants import AgentGrants
from services.print_svc.entrypoints.authorized_seals import AuthorizedSeals
from services.print_svc.entrypoints.certificates import Certificates
from services.print_svc.entrypoints.confirmations import Confirmations
from services.print_svc.entrypoints.counter_claims import CounterClaims
from services.print_svc.entrypoints.documents import Documents
from services.print_svc.entrypoints.print_jobs import PrintJobs
from services.print_svc.entrypoints.reminders import Reminders
from services.print_svc.entrypoints.seal_uses import SealUses
from services.print_svc.entrypoints.sessions import Sessions
from services.print_svc.entrypoints.tickets import Tickets
from services.print_svc.entrypoints.verification import PublicVerification


class PrintService(
    PrintJobs,
    Confirmations,
    Reminders,
    Tickets,
    Documents,
    SealUses,
    PublicVerification,
    Certificates,
    CounterClaims,
    AuthorizedSeals,
    AgentGrants,
    Sessions,
):
    """What may be printed is decided elsewhere; what came of it is kept here."""

    name = "print_svc"


SERVICE = PrintService
