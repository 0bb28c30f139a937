"""Signed mail for tests: keys, the records that publish them, and signatures by a library that is not ours."""

import base64
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


def has_perl_signer() -> bool:
    """Whether Mail::DKIM is installed: a signer that shares no code with ours or dkimpy's."""
    perl = shutil.which("perl")
    return perl is not None and subprocess.run([perl, "-MMail::DKIM::ARC::Signer", "-e", "1"], capture_output=True).returncode == 0  # noqa: S603


def sign_with_perl(raw: bytes, domain: str, method: str, folder: Path) -> bytes:
    """The mail with a signature by Mail::DKIM on top; `method` is `relaxed/simple` and the like."""
    return _perl("Mail::DKIM::Signer->new(Method => $ARGV[2],", "$s->signature->as_string", raw, domain, method, folder)


def seal_with_perl(raw: bytes, domain: str, results: str, folder: Path) -> bytes:
    """The mail with the first ARC set on top, by Mail::DKIM."""
    said = f"Authentication-Results: {domain}; {results}\r\n".encode()
    made = _perl(
        "Mail::DKIM::ARC::Signer->new(SrvId => $ARGV[0], Chain => $ARGV[2],",
        'join("\r\n", $s->as_strings)',
        said + raw,
        domain,
        "none",
        folder,
    )
    return made.replace(b"\r\n" + said, b"\r\n", 1)


def _perl(signer: str, fields: str, raw: bytes, domain: str, option: str, folder: Path) -> bytes:
    key = folder / "key.pem"
    key.write_bytes(rsa_key().private)
    script = (
        f"use Mail::DKIM::Signer; use Mail::DKIM::ARC::Signer; binmode STDIN; binmode STDOUT; "
        f"my $mail = do {{ local $/; <STDIN> }}; my $s = {signer}"
        " Algorithm => 'rsa-sha256', Domain => $ARGV[0], Selector => 's1', KeyFile => $ARGV[1]);"
        f' $s->PRINT($mail); $s->CLOSE; print {fields}, "\\r\\n", $mail;'
    )
    return subprocess.run(["perl", "-e", script, domain, str(key), option], input=raw, capture_output=True, check=True).stdout  # noqa: S603, S607


def zone_of(domain: str, *, policy: str | None = None, spf: str | None = None, **keys: SigningKey) -> dict[str, dict[str, list[str]]]:
    """The records of a sender: `keys` by selector."""
    zone = {f"{selector}._domainkey.{domain}": {"TXT": [key.record]} for selector, key in keys.items()}
    if policy is not None:
        zone[f"_dmarc.{domain}"] = {"TXT": [policy]}
    if spf is not None:
        zone[domain] = {"TXT": [spf]}
    return zone
