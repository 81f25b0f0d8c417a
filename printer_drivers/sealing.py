"""Sealed packages: what a resident wrote, opened only by the resident's code or the office.

From the token two things derive by HKDF-SHA256: the *lookup id*, which databases and
kiosks store, and the *sealing key*. Each package has a random data key (AES-256-GCM),
wrapped twice: by the token's sealing key, so that a kiosk without network opens it with
the code alone, and by the office key, which lives in a file apart from the database.
A correction is a new ciphertext under the same data key.
"""

import secrets
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


class CannotOpen(ValueError):
    """The key does not fit, or the package was changed."""


@dataclass(frozen=True)
class Package:
    """A sealed package as it is stored and carried."""

    lookup_id: str
    version: int
    ciphertext: bytes
    key_for_token: bytes
    key_for_office: bytes


def derive(secret: bytes, label: str, length: int = KEY_BYTES) -> bytes:
    """Return *length* bytes that belong to *secret* and *label* (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), length, salt=None, info=b"madoguchi v1 " + label.encode()).derive(secret)


def lookup_id(token: str) -> str:
    """Return what the database stores instead of *token*: 32 hexadecimal digits."""
    return derive(token.encode(), "lookup id", 16).hex()


def seal(plain: bytes, token: str, office_key: bytes) -> Package:
    """Return *plain* sealed under a fresh data key, version 1."""
    found_by, data_key = lookup_id(token), secrets.token_bytes(KEY_BYTES)
    return Package(
        lookup_id=found_by,
        version=1,
        ciphertext=_encrypt(data_key, plain, _about(found_by, 1)),
        key_for_token=_encrypt(derive(token.encode(), "sealing key"), data_key, found_by.encode()),
        key_for_office=_encrypt(office_key, data_key, found_by.encode()),
    )


def open_with_token(package: Package, token: str) -> bytes:
    """Return what was sealed.

    Raises:
        CannotOpen: the token is another one, or the package was changed.

    """
    return _open(package, derive(token.encode(), "sealing key"), package.key_for_token)


def open_with_office_key(package: Package, office_key: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        CannotOpen: the key is another one, or the package was changed.

    """
    return _open(package, office_key, package.key_for_office)


def reseal(package: Package, office_key: bytes, plain: bytes) -> Package:
    """Return *package* with new content, one version on; the same codes open it.

    Raises:
        CannotOpen: the office's key is another one.

    """
    data_key = _decrypt(office_key, package.key_for_office, package.lookup_id.encode())
    version = package.version + 1
    about = _about(package.lookup_id, version)
    return replace(package, version=version, ciphertext=_encrypt(data_key, plain, about))


def open_beside_for_office(
    package: Package, office_key: bytes, version: int, sealed: bytes, what: str
) -> bytes:
    """Return what `seal_beside` sealed as *what* at *version*, with the office's key.

    Raises:
        CannotOpen: the key is another one, or the bytes were changed.

    """
    data_key = _decrypt(office_key, package.key_for_office, package.lookup_id.encode())
    return _decrypt(data_key, sealed, _about(package.lookup_id, version, what))


def seal_beside(package: Package, office_key: bytes, plain: bytes, what: str) -> bytes:
    """Return *plain* sealed under the package's own data key, as *what*.

    Whoever can open the package can open it too, with `open_beside`.

    Raises:
        CannotOpen: the office's key is another one.

    """
    data_key = _decrypt(office_key, package.key_for_office, package.lookup_id.encode())
    return _encrypt(data_key, plain, _about(package.lookup_id, package.version, what))


def open_beside(token: str, version: int, key_for_token: bytes, sealed: bytes, what: str) -> bytes:
    """Return what `seal_beside` sealed as *what*, with the resident's token.

    Raises:
        CannotOpen: the token is another one, or the bytes were changed.

    """
    found_by = lookup_id(token)
    sealing_key = derive(token.encode(), "sealing key")
    data_key = _decrypt(sealing_key, key_for_token, found_by.encode())
    return _decrypt(data_key, sealed, _about(found_by, version, what))


def encrypt(key: bytes, plain: bytes, about: str) -> bytes:
    """Return *plain* under *key*, tied to *about* (AES-256-GCM, nonce first)."""
    return _encrypt(key, plain, about.encode())


def decrypt(key: bytes, sealed: bytes, about: str) -> bytes:
    """Return what `encrypt` sealed.

    Raises:
        CannotOpen: the key or *about* is another one, or the bytes were changed.

    """
    return _decrypt(key, sealed, about.encode())


def _open(package: Package, wrapping_key: bytes, wrapped: bytes) -> bytes:
    data_key = _decrypt(wrapping_key, wrapped, package.lookup_id.encode())
    return _decrypt(data_key, package.ciphertext, _about(package.lookup_id, package.version))


def _about(found_by: str, version: int, what: str = "") -> bytes:
    return f"{found_by}:{version}{what and f':{what}'}".encode()


def _encrypt(key: bytes, plain: bytes, about: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def _decrypt(key: bytes, sealed: bytes, about: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        raise CannotOpen("the key does not fit, or the package was changed") from None
