"""Groups of events about certificates: locked, applied and saved in one transaction.

Both return every certificate of the group as it stands then, also one that nothing changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chassis.database import Session
from contracts.customs import (
    CertificateApproved,
    CertificateClaimedAtCounter,
    CertificateReturned,
)
from services.cert_svc.domain.certificates import Certificate, apply
from services.cert_svc.domain.enterprises import Enterprise
from services.cert_svc.domain.listing import is_listed
from services.cert_svc.storage import certificates, enterprises
from services.cert_svc.storage.certificates import Stored

ListingEvent = CertificateApproved | CertificateReturned | CertificateClaimedAtCounter
"""What changes whether a certificate is listed."""


def apply_events(session: Session, events: Sequence[Any]) -> list[Certificate]:
    """For events about certificates that are no `ListingEvent`."""
    before = certificates.lock(session, [event.certificate_no for event in events])
    after = dict(before)
    for event in events:
        known = after[event.certificate_no]
        after[event.certificate_no] = replace(known, certificate=apply(known.certificate, event))
    certificates.save(session, before, after.values())
    return [each.certificate for each in after.values()]


def apply_listing_events(session: Session, events: Sequence[ListingEvent]) -> list[Certificate]:
    """Each certificate is listed, or not, by what its enterprise has authorized and filed."""
    codes = {event.enterprise_code for event in events}
    before = certificates.lock(session, [event.certificate_no for event in events], sharing=codes)
    known = enterprises.find(session, codes)
    after = dict(before)
    for event in events:
        number = event.certificate_no
        after[number] = _applied(after[number], event, known[event.enterprise_code])
    certificates.save(session, before, after.values())
    return [each.certificate for each in after.values()]


def _applied(known: Stored, event: ListingEvent, enterprise: Enterprise) -> Stored:
    """What comes again, or too late, decides nothing anew."""
    certificate = apply(known.certificate, event)
    if certificate == known.certificate:
        return known
    return Stored(certificate, listed=is_listed(certificate, enterprise))
