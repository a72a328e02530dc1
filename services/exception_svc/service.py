"""exception_svc 打印异常: applications for another original, granted at once and counted."""

from typing import Any
from uuid import uuid4

from chassis.calls import Neighbours, answer
from chassis.errors import Transient
from chassis.service import Service
from chassis.subscriptions import subscribe
from contracts.authorization import ListPrincipals
from contracts.certificates import CertificateView, GetCertificate
from contracts.customs import CertificateArchived
from contracts.errors import Refused
from contracts.exceptions import (
    ExceptionList,
    ExceptionReasonList,
    ExceptionView,
    FileException,
    ListExceptionReasons,
    ListExceptions,
    ReprintGranted,
)
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased
from services.exception_svc.domain.applications import (
    Application,
    original_to_void,
    standing_grant,
)
from services.exception_svc.domain.prints import Original, Prints, observe, void
from services.exception_svc.domain.reasons import REASONS, check_reason
from services.exception_svc.queries import is_agent_somewhere, list_exceptions, view_of
from services.exception_svc.repository import add, last_application, locked, save


class ExceptionService(Service):
    """A printed certificate that is not archived gets one grant for each original of it."""

    name = "exception_svc"

    ask = Neighbours()

    @subscribe(PrintIssued)
    def on_print_issued(self, event: PrintIssued) -> None:
        self._observe(event)

    @subscribe(PrintReleased)
    def on_print_released(self, event: PrintReleased) -> None:
        self._observe(event)

    @subscribe(PrintCompleted)
    def on_print_completed(self, event: PrintCompleted) -> None:
        self._observe(event)

    @subscribe(PrintFailed)
    def on_print_failed(self, event: PrintFailed) -> None:
        self._observe(event)

    @subscribe(CertificateArchived)
    def on_certificate_archived(self, event: CertificateArchived) -> None:
        self._observe(event)

    @answer(ListExceptionReasons)
    def list_exception_reasons(self, request: ListExceptionReasons) -> ExceptionReasonList:  # noqa: ARG002
        return ExceptionReasonList(reasons=REASONS)

    @answer(FileException)
    def file_exception(self, request: FileException) -> ExceptionView:
        """cert_svc says whether the caller may see the certificate at all (promise 4)."""
        check_reason(request.reason)
        certificate = self.ask(
            GetCertificate(caller=request.caller, certificate_no=request.certificate_no)
        )
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            prints = locked(tx.session, request.certificate_no)
            last = last_application(tx.session, request.certificate_no)
            if (standing := standing_grant(prints, last, request)) is not None:
                voided = prints.originals[standing.print_serial]
                return tx.remember(request, view_of(standing, voided.device_reasons))
            original = _original_to_void(prints, certificate)
            application = self._application(request, certificate, original, last)
            save(tx.session, prints, void(prints, original.print_serial))
            add(tx.session, application)
            tx.publish(_reprint_granted(application))
            return tx.remember(request, view_of(application, original.device_reasons))

    @answer(ListExceptions)
    def list_exceptions(self, request: ListExceptions) -> ExceptionList:
        with self.db.reading() as session:
            concerned = is_agent_somewhere(session, request.caller.enterprise_code)
        grants = self.ask(ListPrincipals(caller=request.caller)).grants if concerned else ()
        with self.db.reading() as session:
            page = list_exceptions(session, request, grants)
        return ExceptionList(exceptions=page.exceptions, next_cursor=page.next_cursor)

    def _observe(self, event: Any) -> None:
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            before = locked(tx.session, event.certificate_no)
            save(tx.session, before, observe(before, event))

    def _application(
        self,
        request: FileException,
        certificate: CertificateView,
        original: Original,
        last: Application | None,
    ) -> Application:
        return Application(
            exception_id=uuid4(),
            certificate_no=request.certificate_no,
            print_serial=original.print_serial,
            revision=original.revision,
            enterprise_code=certificate.enterprise_code,
            agent_code=certificate.agent_code,
            approved_at=certificate.approved_at,
            filed_by_enterprise=request.caller.enterprise_code,
            filed_by_operator=request.caller.operator_id,
            reason=request.reason,
            operation=request.operation,
            note=request.note,
            count=(last.count if last else 0) + 1,
            filed_at=self.now(),
        )


def _original_to_void(prints: Prints, certificate: CertificateView) -> Original:
    """Transient while cert_svc has heard of a print that has not come here yet."""
    if certificate.archived:
        raise Refused("exception.archived", {"certificate_no": prints.certificate_no})
    if not prints.originals and certificate.print_status == "printed":
        raise Transient("the print of this certificate has not been heard of here yet")
    return original_to_void(prints)


def _reprint_granted(application: Application) -> ReprintGranted:
    return ReprintGranted(
        enterprise_code=application.enterprise_code,
        exception_id=application.exception_id,
        certificate_no=application.certificate_no,
        revision=application.revision,
        agent_code=application.agent_code,
        voided_print_serial=application.print_serial,
        reason=application.reason,
        operation=application.operation,
        count=application.count,
        granted_at=application.filed_at,
    )


SERVICE = ExceptionService
