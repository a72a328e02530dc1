"""`python -m services.cert_svc.recheck`: after an announcement opened types or destinations.

`listed` is decided when a certificate or its enterprise changes; new data in
`contracts/data/certificate_types.json` changes neither, so this runs once after such a release.
"""

from chassis.clock import utc_now
from chassis.database import Delivery, UnitOfWork, make_engine
from chassis.settings import load
from services.cert_svc.repository import lock_enterprise
from services.cert_svc.settings import Settings
from services.cert_svc.standing import enterprises_after, recheck_all


def recheck(db: UnitOfWork) -> int:
    """Decide anew about every certificate, an enterprise at a time; returns how many changed."""
    changed, last = 0, ""
    while True:
        with db.reading() as session:
            codes = enterprises_after(session, last)
        if not codes:
            return changed
        for code in codes:
            with db.transaction() as tx:
                lock_enterprise(tx.session, code)
                changed += recheck_all(tx.session, code)
        last = codes[-1]


def main() -> None:
    settings = load(Settings)
    started = utc_now()
    changed = recheck(UnitOfWork(make_engine(settings.database_url), Delivery("recheck")))
    print(f"{changed} certificates changed in {utc_now() - started}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
