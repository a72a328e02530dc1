"""Seals and signatures that were made: looked at, disabled, deleted (R26)."""

from chassis.calls import answer
from chassis.timers import every
from contracts.base import Done
from contracts.seals import (
    DeleteStamp,
    DisableStamp,
    GetStamp,
    GetStampImage,
    ListStamps,
    StampImage,
    StampList,
    StampView,
)
from services.seal_svc import repository
from services.seal_svc.domain.stamps import Stamp, after
from services.seal_svc.entrypoints.base import SealEntrypoints
from services.seal_svc.views import retired, view

SWEEP_SECONDS = 60.0
SWEEP_LIMIT = 200


class Stamps(SealEntrypoints):
    @answer(ListStamps)
    def list_stamps(self, request: ListStamps) -> StampList:
        with self.db.reading() as session:
            found = repository.list_of(session, request.caller.enterprise_code, request.kind)
        return StampList(stamps=tuple(view(stamp) for stamp in found))

    @answer(GetStamp)
    def get_stamp(self, request: GetStamp) -> StampView:
        return view(self._own(request))

    @answer(GetStampImage)
    def get_stamp_image(self, request: GetStampImage) -> StampImage:
        return StampImage(image=self._own(request).images[request.picture])

    @answer(DisableStamp)
    def disable_stamp(self, request: DisableStamp) -> StampView:
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            enterprise_code = request.caller.enterprise_code
            stamp = repository.get(
                tx.session, enterprise_code, request.kind, request.stamp_id, hold=True
            )
            disabled = after(stamp, "disable")
            if disabled != stamp:
                repository.set_state(tx.session, disabled)
                tx.publish(retired(disabled))
            return tx.remember(request, view(disabled))

    @answer(DeleteStamp)
    def delete_stamp(self, request: DeleteStamp) -> Done:
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            enterprise_code = request.caller.enterprise_code
            stamp = repository.get(
                tx.session, enterprise_code, request.kind, request.stamp_id, hold=True
            )
            deleted = after(stamp, "delete")
            keys = [image.key for image in stamp.images.values()]
            repository.set_state(tx.session, deleted)
            repository.condemn(tx.session, keys, self.now())
            tx.publish(retired(deleted))
            done = tx.remember(request, Done())
        self._remove(keys)
        return done

    @every(SWEEP_SECONDS)
    def sweep(self) -> None:
        """Remove objects that a crash or an absent object store left behind."""
        with self.db.reading() as session:
            keys = repository.overdue(session, self.now(), SWEEP_LIMIT)
        if keys:
            self._remove(keys)

    def _own(self, request: GetStamp | GetStampImage) -> Stamp:
        with self.db.reading() as session:
            return repository.get(
                session, request.caller.enterprise_code, request.kind, request.stamp_id
            )
