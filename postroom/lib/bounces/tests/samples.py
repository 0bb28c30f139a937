"""What the tests of reports are made of."""

from postroom.lib.bounces import read_report
from postroom.lib.mime import parse

COPY = (
    "Received: from app.example.com by mx.example.com; Tue, 3 May 2022 10:15:00 +0000\nMessage-ID: <one@app.example.com>\n"
    "From: Agent <agent@app.example.com>\nTo: bo@there.example\nSubject: Lunch\nDate: Tue, 3 May 2022 10:15:00 +0000\n\nShall we?\n"
)
Fact = tuple[str, str, str | None, bool]


def told(sender: str, subject: str, headers: str, text: str) -> str:
    """A mail with a text; `headers` are further lines of its head."""
    kind = "" if "Content-Type:" in headers else "Content-Type: text/plain; charset=utf-8\n"
    head = f"From: {sender}\nTo: agent@app.example.com\nSubject: {subject}\nMIME-Version: 1.0\n{kind}{headers}"
    return f"{head}Content-Transfer-Encoding: 8bit\n\n{text.replace('COPY', COPY)}"


def parted(*parts: tuple[str, str], kind: str = "report; report-type=delivery-status", sender: str = "MAILER-DAEMON@mx.example.com") -> str:
    """A mail of parts, each with its type."""
    body = "".join(f"--b\nContent-Type: {part}\n\n{text.replace('COPY', COPY)}\n" for part, text in parts)
    head = f"From: {sender}\nTo: agent@app.example.com\nSubject: Undelivered mail\nMIME-Version: 1.0\n"
    return f'{head}Content-Type: multipart/{kind}; boundary="b"\n\n{body}--b--\n'


def facts_of(raw: str) -> list[Fact]:
    """Recipient, action, status, permanent of each that the mail reports; none where it is no report."""
    mail = parse(raw.encode())
    headers: dict[str, str] = {}
    for name, value in mail.headers:
        headers.setdefault(name.lower(), value)
    report = read_report(mail, headers)
    return [(one.recipient, one.action, one.status, one.permanent) for one in report.recipients] if report else []
