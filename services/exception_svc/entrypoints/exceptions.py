"""打印异常: applications for another original, granted at once and counted (R78-R84)."""

from functools import partial
from uuid import uuid4

from chassis.calls import Neighbours, answer
from chassis.errors import Transient
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.certificates import CertificateView, GetCertificate
from contracts.exceptions import (
    ExceptionList,
    ExceptionReasonList,
    ExceptionView,
    FileException,
    ListExceptionReasons,
    ListExceptions,
)
from contracts.printing import GetLiveOriginal, LiveOriginal
from contracts.rights import GetRights
from services.exception_svc.domain.exceptions import (
    application_for,
    has_ended,
    misses_a_print,
    original_to_void,
    reprint_granted,
    unused_grant,
)
from services.exception_svc.domain.originals import approve, void
from services.exception_svc.domain.reasons import REASONS, check_reason
from services.exception_svc.entrypoints.views import exception_view
from services.exception_svc.metrics import EXCEPTIONS
from services.exception_svc.storage import exception_lists, exceptions, originals


class _NothingOutError(Exception):
    """So far as is known here; print_svc knows of a release before anybody else does."""


class Exceptions(Service):
    ask = Neighbours()

    @answer(ListExceptionReasons, outside_transaction=True)
    def list_exception_reasons(self, _request: ListExceptionReasons) -> ExceptionReasonList:
        return ExceptionReasonList(reasons=REASONS)

    @answer(FileException, outside_transaction=True)
    def file_exception(self, request: FileException) -> ExceptionView:
        """cert_svc says whether the caller may see the certificate at all (promise 4).

        Where no original is out, print_svc is asked: news of a print may be on its way.
        """
        check_reason(request.reason)
        certificate = self.ask(
            GetCertificate(caller=request.caller, certificate_no=request.certificate_no)
        )
        try:
            return self.db.conclude(request, partial(self._grant, request, certificate, None))
        except _NothingOutError:
            live = self.ask(
                GetLiveOriginal(caller=request.caller, certificate_no=request.certificate_no)
            )
            return self.db.conclude(request, partial(self._grant, request, certificate, live))

    @answer(ListExceptions, outside_transaction=True)
    def list_exceptions(self, request: ListExceptions) -> ExceptionList:
        """auth_svc is asked for live grants where there may be applications of principals."""
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            concerned = exception_lists.is_agent(session, code)
        grants = self.ask(GetRights(enterprise_code=code)).grants if concerned else ()
        with self.db.reading() as session:
            page = exception_lists.find_page(session, request, grants)
        return ExceptionList(
            exceptions=tuple(exception_view(*each) for each in page.applications),
            next_cursor=page.next_cursor,
        )

    def _grant(
        self,
        request: FileException,
        certificate: CertificateView,
        live: LiveOriginal | None,
        tx: Transaction,
    ) -> ExceptionView:
        """The same application again, before its reprint came out, is the same exception.

        `live` is print_svc's answer, unless it was not asked. Raises _NothingOutError if it has
        to be.
        """
        known = originals.lock(tx.session, request.certificate_no)
        history = approve(known, certificate.revision)
        if history.out is None and not has_ended(history, certificate):
            if live is None:
                raise _NothingOutError
            if misses_a_print(history, certificate, live):
                raise Transient("the news of this print is on its way")
        last = exceptions.find_last(tx.session, request.certificate_no)
        if (unused := unused_grant(history, last, request)) is not None:
            return exception_view(unused, history.originals[unused.print_serial].device_reasons)
        original = original_to_void(history, certificate)
        application = application_for(
            original,
            request,
            certificate,
            exception_id=uuid4(),
            count=(last.count if last else 0) + 1,
            filed_at=self.now(),
        )
        originals.save(tx.session, known, void(history, original.print_serial))
        exceptions.add(tx.session, application)
        tx.publish(reprint_granted(application))
        EXCEPTIONS.labels(application.operation, application.reason).inc()
        return exception_view(application, original.device_reasons)
