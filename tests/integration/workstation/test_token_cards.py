"""Cards in a reader: SoftHSM plays them, and a token of our own what SoftHSM cannot show."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pkcs11 import TokenFlag, exceptions

from tests.integration.workstation.tokens import MODULE, PIN, initialize, put_card
from workstation.card_choice import CardChoice
from workstation.card_issuer import (
    CardRole,
    Holder,
    SpecimenAuthority,
    days_from,
    specimen_credit_code,
    specimen_id_number,
)
from workstation.cards import CardError, CardLocked, CardPulledOut, CardUnreadable, WrongPin
from workstation.token_cards import TokenCard, cards_in, chosen

pytestmark = pytest.mark.integration

NOW = datetime.now(UTC)
FLAGS = TokenFlag.TOKEN_INITIALIZED


def holder(role: CardRole) -> Holder:
    return Holder(
        name="样本法人",
        enterprise_name="SPECIMEN TRADING CO., LTD.",
        role=role,
        credit_code=specimen_credit_code(1),
        id_number=specimen_id_number(1),
    )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """SoftHSM reads its folder once in a process, so one reader serves the module's tests."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n"
        "log.level = ERROR\nslots.removable = true\n"
    )
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    authority = SpecimenAuthority.create(now=NOW)
    put = {}
    for role in CardRole:
        initialize(folder, role.value)
        put[role] = put_card(role.value, holder(role), authority, days_from(NOW, 30))
    yield SimpleNamespace(folder=folder, put=put)
    patch.undo()


@pytest.fixture
def legal_card(reader: Any) -> TokenCard:
    return chosen(cards_in(MODULE), fingerprint(reader, CardRole.LEGAL_PERSON))


def fingerprint(reader: Any, role: CardRole) -> str:
    return str(reader.put[role].fingerprint(hashes.SHA256()).hex())[:12]


def test_the_key_in_the_token_signs_and_the_certificate_verifies_it(legal_card: TokenCard) -> None:
    signature = legal_card.sign(b"a statement", PIN)

    key = x509.load_pem_x509_certificate(legal_card.certificate_pem).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(signature, b"a statement", ec.ECDSA(hashes.SHA256()))


def test_a_card_signs_twice_in_one_process(legal_card: TokenCard) -> None:
    assert legal_card.sign(b"one", PIN) != legal_card.sign(b"two", PIN)


def test_of_several_certificates_one_is_to_be_chosen_by_its_fingerprint(reader: Any) -> None:
    with pytest.raises(CardError) as refusal:
        chosen(cards_in(MODULE), None)

    card = CardChoice(module=MODULE, certificate=fingerprint(reader, CardRole.OPERATOR)).card()
    assert "法人卡" in refusal.value.sentence.zh
    assert "操作员卡" in refusal.value.sentence.zh
    found = x509.load_pem_x509_certificate(card.certificate_pem)
    assert found == reader.put[CardRole.OPERATOR]


def test_a_wrong_pin_signs_nothing_and_says_what_the_card_tells(legal_card: TokenCard) -> None:
    with pytest.raises(WrongPin) as refusal:
        legal_card.sign(b"data", "000000")

    assert "剩余次数不多" in refusal.value.sentence.zh
    assert "000000" not in str(refusal.value)
    assert legal_card.sign(b"data", PIN)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (FLAGS, "不告知剩余次数"),
        (FLAGS | TokenFlag.USER_PIN_COUNT_LOW, "剩余次数不多"),
        (FLAGS | TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY, "只剩最后 1 次"),
        (FLAGS | TokenFlag.USER_PIN_LOCKED, "已被锁定"),
    ],
)
def test_what_remains_is_told_as_far_as_the_card_says_it(flags: TokenFlag, said: str) -> None:
    card = TokenCard(StubbornToken(exceptions.PinIncorrect, flags), b"", b"")

    with pytest.raises(CardError) as refusal:
        card.sign(b"data", "000000")

    assert said in refusal.value.sentence.whole_zh


def test_a_locked_card_says_so() -> None:
    with pytest.raises(CardLocked):
        TokenCard(StubbornToken(exceptions.PinLocked), b"", b"").sign(b"data", PIN)


@pytest.mark.parametrize(
    "told", [exceptions.DeviceRemoved, exceptions.TokenNotPresent, exceptions.SessionHandleInvalid]
)
def test_a_card_that_is_pulled_out_in_the_middle_says_so(told: type[Exception]) -> None:
    with pytest.raises(CardPulledOut) as refusal:
        TokenCard(StubbornToken(told), b"", b"").sign(b"data", PIN)

    assert "被拔出" in refusal.value.sentence.zh


def test_a_token_that_vanishes_before_it_signs_was_pulled_out(
    reader: Any, legal_card: TokenCard, tmp_path: Path
) -> None:
    kept = shutil.move(reader.folder / "tokens", tmp_path / "tokens")

    try:
        with pytest.raises(CardError):
            legal_card.sign(b"data", PIN)
    finally:
        shutil.move(kept, reader.folder / "tokens")


def test_a_module_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CardUnreadable, match=r"nowhere\.so"):
        cards_in(str(tmp_path / "nowhere.so"))


class StubbornToken:
    """A token whose login fails so; its flags are read anew from its slot."""

    def __init__(self, told: type[Exception], flags: TokenFlag = FLAGS) -> None:
        self._told = told
        self.flags = flags
        self.slot = SimpleNamespace(get_token=lambda: self)

    def open(self, user_pin: str) -> Any:
        raise self._told
