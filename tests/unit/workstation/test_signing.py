"""What a card signs is shown first, is one readable statement, and for what was asked."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from contracts.card_statements import CardPurpose, log_in_facts, statement
from contracts.sentences import Sentence
from tests.unit.workstation.test_cards import HOLDER, PIN
from tests.unit.workstation.test_soft_cards import AUTHORITY, NOW
from workstation.card_issuer import days_from
from workstation.cards import CardError, CardLocked, CardNotValid
from workstation.signing import Shown, check_code, sign_statement
from workstation.soft_cards import CountingCard

pytestmark = pytest.mark.unit

LOGIN = statement(CardPurpose.LOG_IN, log_in_facts("192.0.2.1", "BCDF-GHJK"), b"nonce")
GRANT = statement(CardPurpose.GRANT_AGENT, [("agent", "x")], b"nonce")
TO_LOG_IN = frozenset({CardPurpose.LOG_IN})


@dataclass
class Person:
    """Enters these PINs one after the other, and nothing any more then."""

    pins: list[str]
    read: list[Shown] = field(default_factory=list)

    def ask_pin(self, shown: Shown) -> str | None:
        self.read.append(shown)
        return self.pins.pop(0) if self.pins else None

    def tell(self, sentence: Sentence) -> None:
        raise AssertionError(sentence)


@pytest.fixture
def card(tmp_path: Path) -> CountingCard:
    file = tmp_path / "legal.p12"
    AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 3)).save(file)
    return CountingCard(file)


def test_the_statement_and_the_signer_are_shown_before_the_pin(card: CountingCard) -> None:
    person = Person([PIN])

    signed = sign_statement(card, LOGIN, person, purposes=TO_LOG_IN, asked_by="front desk")

    assert signed is not None
    key = x509.load_pem_x509_certificate(signed.certificate.encode()).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(base64.b64decode(signed.signature), LOGIN.encode(), ec.ECDSA(hashes.SHA256()))
    [shown] = person.read
    assert (shown.statement, shown.asked_by) == (LOGIN, "front desk")
    assert (shown.holder.name, shown.holder.enterprise) == (HOLDER.name, HOLDER.enterprise_name)
    assert HOLDER.id_number not in shown.holder.shown()


def test_who_enters_no_pin_signs_nothing(card: CountingCard) -> None:
    assert sign_statement(card, LOGIN, Person([]), purposes=TO_LOG_IN) is None


def test_a_wrong_pin_is_asked_for_again_with_what_remains(card: CountingCard) -> None:
    person = Person(["000000", PIN])

    assert sign_statement(card, LOGIN, person, purposes=TO_LOG_IN)

    trouble = person.read[1].trouble
    assert trouble is not None
    assert "还可以再试 4 次" in trouble.zh


def test_a_card_that_locks_asks_no_more(card: CountingCard) -> None:
    person = Person(["000000"] * 9)

    with pytest.raises(CardLocked):
        sign_statement(card, LOGIN, person, purposes=TO_LOG_IN)

    assert len(person.read) == 5


@pytest.mark.parametrize(
    "text",
    [
        "a contract",
        LOGIN + "and more",
        LOGIN + LOGIN,
        LOGIN.replace("nonce", "\u202enonce").replace("Code: ", "Code: \u202e"),
        LOGIN.replace("核对码 Code", "转账 Transfer"),
        LOGIN.replace("登录 log in", "anything"),
        "\n".join([*LOGIN.split("\n")[:-2], ""]),
    ],
)
def test_what_is_no_single_readable_statement_is_not_even_shown(
    card: CountingCard, text: str
) -> None:
    person = Person([PIN])

    with pytest.raises(CardError) as refusal:
        sign_statement(card, text, person, purposes=TO_LOG_IN)

    assert "可读的签名声明" in refusal.value.sentence.zh
    assert person.read == []


def test_a_statement_for_something_else_than_was_asked_for_is_not_shown(
    card: CountingCard,
) -> None:
    with pytest.raises(CardError) as refusal:
        sign_statement(card, GRANT, Person([PIN]), purposes=TO_LOG_IN)

    assert "用途与请求不符" in refusal.value.sentence.zh


def test_only_the_code_that_was_entered_may_stand_in_the_statement() -> None:
    check_code(LOGIN, "bcdfghjk")

    with pytest.raises(CardError):
        check_code(LOGIN, "BCDF-GHJL")
    with pytest.raises(CardError):
        check_code(GRANT, "")


@pytest.mark.parametrize(("days", "said"), [(-2, "起才有效"), (5, "到期")])
def test_a_card_out_of_its_time_says_so_before_the_pin(
    card: CountingCard, days: int, said: str
) -> None:
    person = Person([PIN])

    with pytest.raises(CardNotValid) as refusal:
        sign_statement(card, LOGIN, person, purposes=TO_LOG_IN, now=NOW + timedelta(days=days))

    assert said in refusal.value.sentence.zh
    assert person.read == []
