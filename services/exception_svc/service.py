"""exception_svc 打印异常: applications for another original, granted at once and counted."""

from services.exception_svc.entrypoints.exceptions import Exceptions
from services.exception_svc.entrypoints.originals import Originals


class ExceptionService(Exceptions, Originals):
    """A printed certificate that is not archived gets one grant for each original of it."""

    name = "exception_svc"


SERVICE = ExceptionService
