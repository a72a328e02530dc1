"""seal_svc 印章管理: scans of seals and signatures, their inspection and their life."""

from services.seal_svc.entrypoints.leftovers import Leftovers
from services.seal_svc.entrypoints.scans import Scans
from services.seal_svc.entrypoints.stamps import Stamps


class SealService(Scans, Stamps, Leftovers):
    """Keeps seals and signatures; never decides who may use them."""

    name = "seal_svc"


SERVICE = SealService
