"""`python -m services.cert_svc.entrypoints.listing`: after an announcement opened types (R50).

`listed` is decided when a certificate or its enterprise changes; new data in
`contracts/data/certificate_types.json` changes neither, so this runs once after such a release.
"""

from chassis.clock import utc_now
from chassis.database import make_engine
from chassis.deliveries import Delivery
from chassis.hidden_columns import use_keys
from chassis.settings import load
from chassis.transactions import UnitOfWork
from services.cert_svc.settings import Settings
from services.cert_svc.storage import enterprises, listing


def decide_all(db: UnitOfWork) -> int:
    """About every certificate, an enterprise at a time; returns how many changed."""
    changed, last = 0, ""
    while True:
        with db.reading() as session:
            codes = listing.enterprises_after(session, last)
        if not codes:
            return changed
        for code in codes:
            with db.transaction() as tx:
                enterprises.lock(tx.session, code)
                changed += listing.decide_all(tx.session, code)
        last = codes[-1]


def main() -> None:
    settings = load(Settings)
    started = utc_now()
    engine = make_engine(settings.database_url)
    use_keys(engine, settings.column_keys)
    changed = decide_all(UnitOfWork(engine, Delivery("listing")))
    print(f"{changed} certificates changed in {utc_now() - started}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
