"""Keys: in the keyring or under a passphrase, never lost in silence, never made anew over old data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from keyring.errors import KeyringError, PasswordSetError

from app.store.errors import KeyFileDamaged, KeyLost, KeyringFailed, PassphraseNeeded, WrongPassphrase
from app.store.keys import ACCOUNT, FILE_NAME, SERVICE, open_vault, start_over, system_keyring

CHEAP = 4


class FakeKeyring:
    """A keyring in memory; `error` is raised by every call."""

    def __init__(self, error: Exception | None = None) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        if self.error:
            raise self.error
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        self.held[service, username] = password


def test_the_key_in_the_keyring_is_found_again(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    sealed = open_vault(tmp_path / "new", keyring=keyring).seal(b"x", b"")
    assert open_vault(tmp_path / "new", keyring=keyring).open(sealed, b"") == b"x"
    secret = keyring.held[SERVICE, ACCOUNT]
    assert secret not in (tmp_path / "new" / FILE_NAME).read_text()


def test_a_key_without_a_record_is_taken_over(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    sealed = open_vault(tmp_path, keyring=keyring).seal(b"x", b"")
    (tmp_path / FILE_NAME).unlink()
    assert open_vault(tmp_path, keyring=keyring).open(sealed, b"") == b"x"


def test_a_wiped_keyring_is_told_and_no_new_key_is_made(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    vault = open_vault(tmp_path, keyring=keyring)
    keyring.held.clear()
    with pytest.raises(KeyLost):
        open_vault(tmp_path, keyring=keyring)
    assert not keyring.held
    keyring.held[SERVICE, ACCOUNT] = "A" * 43 + "="  # somebody else's key
    with pytest.raises(KeyLost):
        open_vault(tmp_path, keyring=keyring)
    keyring.held[SERVICE, ACCOUNT] = "geen sleutel"
    with pytest.raises(KeyLost):
        open_vault(tmp_path, keyring=keyring)
    keyring.held.clear()
    start_over(tmp_path)
    start_over(tmp_path)
    assert open_vault(tmp_path, keyring=keyring).name != vault.name
    assert (tmp_path / f"key.{vault.name.hex()}.json").exists()


@pytest.mark.parametrize("error", [KeyringError("locked"), PasswordSetError("no"), OSError("no bus")])
def test_a_keyring_that_refuses(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(KeyringFailed):
        open_vault(tmp_path, keyring=FakeKeyring(error))
    assert not (tmp_path / FILE_NAME).exists()


def test_a_key_in_the_keyring_is_not_there_without_a_keyring(tmp_path: Path) -> None:
    open_vault(tmp_path, keyring=FakeKeyring())
    with pytest.raises(KeyringFailed):
        open_vault(tmp_path, passphrase="vier woorden op rij")


def test_a_passphrase_where_there_is_no_keyring(tmp_path: Path) -> None:
    with pytest.raises(PassphraseNeeded) as needed:
        open_vault(tmp_path)
    assert needed.value.new
    sealed = open_vault(tmp_path, passphrase="vier wóórden", log2_n=CHEAP).seal(b"x", b"")
    with pytest.raises(PassphraseNeeded) as needed:
        open_vault(tmp_path)
    assert not needed.value.new
    for wrong in ("vier woorden", "", "\ud800"):
        with pytest.raises(WrongPassphrase):
            open_vault(tmp_path, passphrase=wrong)
    for keyring in (None, FakeKeyring()):  # also when a keyring appears later
        assert open_vault(tmp_path, passphrase="vier wóórden", keyring=keyring).open(sealed, b"") == b"x"
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_every_damage_to_the_key_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    open_vault(tmp_path, passphrase="p", log2_n=CHEAP)
    good = json.loads(path.read_text())
    for name, value in (
        ("schema", "soepel.key/9"), ("where", "elders"), ("name", "zz"), ("salt", 3), ("wrapped", "00"),
        ("scrypt_log2_n", 40), ("scrypt_log2_n", True), ("scrypt_log2_n", "17"),
    ):  # fmt: skip
        path.write_text(json.dumps(good | {name: value}))
        with pytest.raises(KeyFileDamaged):
            open_vault(tmp_path, passphrase="p")
    for text in ("", "{}", "[]", "null", "\0", "[" * 100_000):
        path.write_text(text)
        with pytest.raises(KeyFileDamaged):
            open_vault(tmp_path, passphrase="p")
    path.write_text(json.dumps(good | {"wrapped": good["wrapped"][:-2] + "00"}))
    with pytest.raises((WrongPassphrase, KeyLost)):
        open_vault(tmp_path, passphrase="p")


def test_only_a_keyring_that_encrypts_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    class Untrusted(FakeKeyring):  # such as keyring.backends.fail, or a plaintext file
        pass

    class Chained:
        backends = (Untrusted(),)

    for backend in (Untrusted(), Chained()):
        monkeypatch.setattr(keyring, "get_keyring", lambda found=backend: found)
        assert system_keyring() is None

    class Trusted(FakeKeyring):
        persist = "enterprise"

    Trusted.__module__ = "keyring.backends.Windows"
    monkeypatch.setattr(keyring, "get_keyring", Trusted)
    found = system_keyring()
    assert isinstance(found, Trusted) and found.persist == "local machine"
