"""Sessions, people, authorization and agents."""

from typing import Final

from pydantic import BaseModel

from contracts.agents import AgentLimits
from contracts.authorization import (
    AgentGrantList,
    AgentGrantView,
    AuthorizationDraft,
    CardChallenge,
    SessionView,
    StampChoice,
)
from contracts.card_program import LEAST_VERSION
from contracts.card_statements import (
    CardPurpose,
    SealToMake,
    statement,
)
from contracts.cautions import Caution
from contracts.menus import menus_for
from contracts.people import DeclarerList, DeclarerView, OperatorList, OperatorView
from contracts.permissions import allowed_to
from contracts.results import AuthorizationView
from contracts.sessions import ListedSession, SessionList
from contracts.values import Caller, LoginMedium, StampKind
from gateway.examples.making import example
from gateway.routes.agents import NewGrant
from gateway.routes.authorization import Defaults, SignedFor
from gateway.routes.people import (
    NewOperator,
    OperatorChange,
    OwnPassword,
    PasswordReset,
    ShownCard,
)
from gateway.routes.sessions import (
    CardLogin,
    CurrentSession,
    OpenedSession,
    PasswordLogin,
    WantedStatement,
)
from gateway.specimens import (
    AGENT,
    AUTHORIZATION_ID,
    CERTIFICATE_NO,
    DECLARER_ID,
    ENTERPRISE,
    EVENING,
    GRANT_ID,
    ID_NUMBER,
    ID_NUMBER_MASKED,
    JOB_ID,
    LATER,
    MORNING,
    OPERATOR_ID,
    SEAL_ID,
    SESSION_ID,
    SHA256,
    SIGNATURE_ID,
    TOKEN,
    TYPE_ID,
    VALID_FROM,
    VALID_TO,
)

PASSWORD: Final = "correct horse battery"  # noqa: S105 - a famous one, and nobody's
NEW_PASSWORD: Final = "battery staple correct"  # noqa: S105 - likewise
CARD_PEM: Final = "-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n"

CALLER: Final = example(
    Caller,
    enterprise_code=ENTERPRISE,
    operator_id=OPERATOR_ID,
    medium=LoginMedium.LEGAL_PERSON_CARD,
)
SESSION: Final = example(
    SessionView,
    caller=CALLER,
    operator_name="样本法人",
    enterprise_name="样本进出口有限公司",
    self_print=True,
    expires_at=EVENING,
    session_id=SESSION_ID,
)
OPENED: Final = example(
    ListedSession,
    session_id=SESSION_ID,
    operator_id=OPERATOR_ID,
    operator_name="样本法人",
    medium=LoginMedium.LEGAL_PERSON_CARD,
    opened_at=MORNING,
    last_used_at=LATER,
    expires_at=EVENING,
    client_address="192.0.2.7",
)
SIGNED: Final = {"challenge_id": JOB_ID, "card_signature": "MEUCIQDSpecimen…"}
OPERATOR: Final = example(
    OperatorView,
    operator_id=OPERATOR_ID,
    name="样本法人",
    role="legal_person",
    user_name="specimen",
    id_number_masked=ID_NUMBER_MASKED,
    has_card=True,
    card_valid_from=VALID_FROM,
    card_valid_to=VALID_TO,
)
DECLARER: Final = example(
    DeclarerView,
    declarer_id=DECLARER_ID,
    name="样本申报员",
    id_number_masked=ID_NUMBER_MASKED,
    filed_at=MORNING,
    operator_id=OPERATOR_ID,
    has_card=True,
)
SEAL_CHOICE: Final = example(
    StampChoice, kind=StampKind.SEAL, stamp_id=SEAL_ID, name="样本印章", is_default=True
)
SIGNATURE_CHOICE: Final = example(
    StampChoice,
    kind=StampKind.SIGNATURE,
    stamp_id=SIGNATURE_ID,
    name="样本签名",
    is_default=True,
    declarer_name="样本申报员",
)
APPROVAL_MAY_BE_EARLY: Final = example(
    Caution,
    code="authorization.approval_may_be_early",
    rule="R36",
    message_zh="有 1 份证书申请正在海关办理；如果在授权回执之前审批通过，将不能自助打印，"
    "请等授权接收成功后再申报，已申报的请联系海关在回执之后审批；已审批的请申请退回后重新审批",
    message_en="Applications at work at customs: 1; those it approves before the receipt of this "
    "authorization cannot be self-printed; wait with applications until the authorization is "
    "accepted, ask customs to approve these after the receipt, and have what is approved before "
    "it sent back for a new approval",
    certificate_nos=(CERTIFICATE_NO,),
)
LIMITS: Final = example(
    AgentLimits, type_ids=(TYPE_ID,), valid_from=VALID_FROM, valid_to=VALID_TO, originals=20
)
GRANT: Final = example(
    AgentGrantView,
    grant_id=GRANT_ID,
    principal_code=ENTERPRISE,
    principal_name="样本进出口有限公司",
    agent_code=AGENT,
    agent_name="样本报关有限公司",
    granted_at=MORNING,
    limits=LIMITS,
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(PasswordLogin, user_name="specimen", password=PASSWORD),
    example(SessionList, sessions=(OPENED,)),
    example(
        WantedStatement,
        to_sign=example(
            SealToMake,
            purpose=CardPurpose.MAKE_SEAL,
            scan_sha256=SHA256,
            name="样本印章",
            operator_id=OPERATOR_ID,
            valid_from=VALID_FROM,
            valid_to=VALID_TO,
        ),
    ),
    example(SignedFor, **SIGNED),
    example(OwnPassword, old_password=PASSWORD, password=NEW_PASSWORD),
    example(OpenedSession, token=TOKEN, expires_at=EVENING, caller=CALLER),
    example(
        CardChallenge,
        challenge_id=JOB_ID,
        statement=statement(CardPurpose.LOG_IN, (), bytes(range(32))),
        expires_at=LATER,
        least_program_version=LEAST_VERSION,
    ),
    example(
        CardLogin,
        challenge_id=JOB_ID,
        card_certificate=CARD_PEM,
        signature="MEUCIQDSpecimen…",
        program_version=LEAST_VERSION,
    ),
    example(
        CurrentSession,
        **dict(SESSION),
        actions=allowed_to(CALLER),
        menus=menus_for(CALLER),
    ),
    OPERATOR,
    example(OperatorList, operators=(OPERATOR,)),
    example(
        NewOperator,
        name="样本操作员",
        id_number=ID_NUMBER,
        user_name="specimen2",
        password=PASSWORD,
    ),
    example(OperatorChange, name="样本操作员", id_number=ID_NUMBER),
    example(PasswordReset, password=PASSWORD),
    example(ShownCard, card_certificate=CARD_PEM),
    example(DeclarerList, declarers=(DECLARER,)),
    example(
        AuthorizationDraft,
        choices=(SEAL_CHOICE, SIGNATURE_CHOICE),
        problems=(),
        self_print=False,
        self_print_problem="certificate.seal_not_authorized",
    ),
    example(Defaults, seal_id=SEAL_ID, signature_ids=(SIGNATURE_ID,)),
    example(
        AuthorizationView,
        authorization_id=AUTHORIZATION_ID,
        state="waiting",
        requested_at=MORNING,
        receipt_due_at=LATER,
        countdown_seconds=87,
        items=(),
        warnings=(APPROVAL_MAY_BE_EARLY,),
    ),
    GRANT,
    example(AgentGrantList, grants=(GRANT,)),
    example(NewGrant, agent_code=AGENT, limits=LIMITS, **SIGNED),
)
