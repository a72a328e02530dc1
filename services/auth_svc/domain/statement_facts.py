"""The facts in a statement that a card signs, besides purpose and nonce."""

from contracts.card_statements import (
    CHINESE_ENGLISH_SEAL,
    AgentToGrant,
    Fact,
    SealToMake,
    limit_facts,
    moment,
    quoted,
)
from services.auth_svc.domain.authorizations import Authorization
from services.auth_svc.domain.operators import Operator


def signer_facts(signer: Operator, enterprise_name: str) -> list[Fact]:
    """They come first in every statement."""
    return [
        ("enterprise", f"{signer.enterprise_code} {quoted(enterprise_name)}"),
        ("signer", quoted(signer.name)),
    ]


def seal_facts(seal: SealToMake, operator: Operator) -> list[Fact]:
    """`operator` is the one of `seal.operator_id`.

    That the imprint shows the enterprise's Chinese and Latin name is what the legal person says and
    signs (R15): no machine reads it surely.
    """
    return [
        ("seal", quoted(seal.name)),
        ("seal_kind", CHINESE_ENGLISH_SEAL),
        ("scan_sha256", seal.scan_sha256),
        ("operator", f"{quoted(operator.name)} {operator.id}"),
        ("valid_from", moment(seal.valid_from)),
        ("valid_to", moment(seal.valid_to)),
    ]


def authorization_facts(sent: Authorization, seal_name: str) -> list[Fact]:
    """The images by their digests, each signature with its declarer's name."""
    facts = [
        ("seal", quoted(seal_name)),
        ("seal_sha256", sent.seal.cutout.sha256),
        ("valid_from", moment(sent.seal.valid_from)),
        ("valid_to", moment(sent.seal.valid_to)),
    ]
    for one in sorted(sent.signatures, key=lambda one: str(one.signature_id)):
        facts.append(("signature", quoted(one.declarer_name)))
        facts.append(("signature_sha256", one.cutout.sha256))
    return facts


def grant_facts(grant: AgentToGrant, agent_name: str | None) -> list[Fact]:
    """The agent's name where it is known here."""
    named = grant.agent_code if agent_name is None else f"{grant.agent_code} {quoted(agent_name)}"
    return [("agent", named), *limit_facts(grant.limits)]
