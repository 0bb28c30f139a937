"""Signed mail for tests: keys, the records that publish them, and signatures by a library that is not ours."""

import base64
from dataclasses import dataclass
from functools import cache

import authres  # noqa: F401  (dkimpy finds it by itself, and needs it for ARC)
import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key as dkimpy and opendkim take it, and its public record."""

    private: bytes
    record: str
    algorithm: bytes

    def sign(self, raw: bytes, domain: str, selector: str = "s1", **options: object) -> bytes:
        """The mail with a signature on top."""
        options.setdefault("canonicalize", (b"relaxed", b"relaxed"))
        signed: bytes = dkim.sign(raw, selector.encode(), domain.encode(), self.private, signature_algorithm=self.algorithm, **options)
        return signed + raw

    def seal(self, raw: bytes, domain: str, results: str, selector: str = "s1") -> bytes:
        """The mail with an ARC set on top; `results` is what the sealer says he found."""
        said = f"Authentication-Results: {domain}; {results}\r\n".encode()
        return b"".join(dkim.arc_sign(said + raw, selector.encode(), domain.encode(), self.private, domain.encode())) + raw


@cache
def rsa_key(bits: int = 2048) -> SigningKey:
    """An RSA key, one for all tests."""
    private = rsa.generate_private_key(65537, bits)
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    public = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(pem, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}", b"rsa-sha256")


@cache
def ed25519_key() -> SigningKey:
    """An Ed25519 key, one for all tests."""
    private = ed25519.Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    return SigningKey(base64.b64encode(private.private_bytes_raw()), f"v=DKIM1; k=ed25519; p={public}", b"ed25519-sha256")


def zone_of(domain: str, *, policy: str | None = None, spf: str | None = None, **keys: SigningKey) -> dict[str, dict[str, list[str]]]:
    """The records of a sender: `keys` by selector."""
    zone = {f"{selector}._domainkey.{domain}": {"TXT": [key.record]} for selector, key in keys.items()}
    if policy is not None:
        zone[f"_dmarc.{domain}"] = {"TXT": [policy]}
    if spf is not None:
        zone[domain] = {"TXT": [spf]}
    return zone
