"""Whether whoever calls still may, asked where a call concludes what outlasts it (R20, R24)."""

from chassis.service import Service
from chassis.transactions import Transaction
from contracts.errors import Refused
from contracts.values import Caller
from services.auth_svc.domain.operators import Operator, check_enabled
from services.auth_svc.storage import enterprises, operators, sessions


class Callers(Service):
    def hold_caller(self, tx: Transaction, caller: Caller) -> Operator:
        """Whoever calls, as is true until the transaction ends; to be asked before all else in it.

        A call takes a while, and who calls may have been shut out since the gateway let it pass:
        Refused("operator.disabled"), or "session.required" where that session alone has ended.

        The enterprise is held first, by all who give or take rights in it, so that they take turns.
        """
        enterprises.hold(tx.session, caller.enterprise_code)
        code, operator_id = caller.enterprise_code, caller.operator_id
        operator = check_enabled(operators.get_ever(tx.session, code, operator_id))
        opened_by = self.db.call.signed.session if self.db.call else None
        if opened_by and not sessions.is_open(tx.session, operator_id, opened_by):
            raise Refused("session.required")
        return operator
