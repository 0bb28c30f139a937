"""The certificate of STARTTLS: from files, or self-signed at the first start and kept in the data directory."""

import os
import ssl
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from postroom.kernel.errors import invalid_field

_VALID = timedelta(days=3650)


def load_certificate(certificate_file: str, key_file: str) -> ssl.SSLContext:
    """A server's context, TLS 1.2 and later. Raises Invalid for files that do not fit."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate_file, key_file or None)
    except OSError as error:  # ssl.SSLError is one
        words = f"{certificate_file} with the key in {key_file or 'the same file'} is no certificate (PEM) that can be used: {error}."
        raise invalid_field("POSTROOM_SMTP_CERTIFICATE_FILE", words, code="invalid_setting") from error
    return context


def ensure_self_signed(folder: Path, hostname: str, now: datetime) -> tuple[str, str]:
    """The paths of a self-signed certificate and its key (mode 0600), made when there are none."""
    certificate_file, key_file = folder / "smtp.crt", folder / "smtp.key"
    if not (certificate_file.exists() and key_file.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        _write(key_file, key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        _write(certificate_file, _sign(key, hostname, now).public_bytes(serialization.Encoding.PEM))
    return str(certificate_file), str(key_file)


def _sign(key: ec.EllipticCurvePrivateKey, hostname: str, now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hostname[:64])])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(hostname)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by nobody else."""
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    temporary.replace(path)
