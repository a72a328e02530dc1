"""print_svc 打印: rendering, jobs, tickets, print serials and the seal-use ledger."""

from services.print_svc.entrypoints.agent_grants import AgentGrants
from services.print_svc.entrypoints.card_requests import CardRequests
from services.print_svc.entrypoints.certificates import Certificates
from services.print_svc.entrypoints.confirmations import Confirmations
from services.print_svc.entrypoints.counter_claims import CounterClaims
from services.print_svc.entrypoints.documents import Documents
from services.print_svc.entrypoints.pairings import Pairings
from services.print_svc.entrypoints.print_jobs import PrintJobs
from services.print_svc.entrypoints.reminders import Reminders
from services.print_svc.entrypoints.scan_requests import ScanRequests
from services.print_svc.entrypoints.seal_uses import SealUses
from services.print_svc.entrypoints.sessions import Sessions
from services.print_svc.entrypoints.tickets import Tickets
from services.print_svc.entrypoints.verification import PublicVerification
from services.print_svc.entrypoints.workstations import Workstations


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
    AgentGrants,
    Sessions,
    Workstations,
    Pairings,
    CardRequests,
    ScanRequests,
):
    """What may be printed is decided elsewhere; what came of it is kept here."""

    name = "print_svc"


SERVICE = PrintService
