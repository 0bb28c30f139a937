"""One conversation with the relay, step by step, so that it is always known how far it came."""

import asyncio
import ssl

import aiosmtplib

from postroom.channels.email import Outcome, Outgoing, Result, State
from postroom.channels.email.drivers.smtp_relay.settings import RelaySettings
from postroom.kernel.context import Io

_BROKEN = (aiosmtplib.SMTPException, OSError, TimeoutError, ssl.SSLError, asyncio.IncompleteReadError)


class Relay:
    """Hands mails to the relay, one connection a mail."""

    name = "smtp_relay"

    def __init__(self, settings: RelaySettings) -> None:
        self._settings = settings

    async def send(self, _io: Io, mail: Outgoing) -> Outcome:
        """Connect, authenticate, hand over. Only what fails after the data began is of unknown outcome."""
        try:
            client = self._client()
        except OSError as error:
            return Outcome.all(mail.recipients, "deferred", f"the certificates to trust cannot be read: {type(error).__name__}")
        try:
            await client.connect()
            if self._settings.username:
                await client.login(self._settings.username, self._settings.password)
            return await _hand_over(client, mail)
        except aiosmtplib.SMTPAuthenticationError as error:
            # A wrong password is the operator's to mend, not the mail's end.
            return Outcome.all(mail.recipients, "deferred", f"the relay refused the password: {error.code}")
        except aiosmtplib.SMTPResponseException as error:
            return Outcome.all(mail.recipients, *_judge(error))
        except _BROKEN as error:
            return Outcome.all(mail.recipients, "deferred", f"the relay could not be used: {type(error).__name__}")
        finally:
            client.close()

    async def stop(self) -> None:
        """Connections end with their mails."""

    def _client(self) -> aiosmtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context(cafile=settings.ca_file or None) if settings.tls != "none" else None
        return aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            timeout=settings.timeout_s,
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",
            tls_context=context,
        )


async def _hand_over(client: aiosmtplib.SMTP, mail: Outgoing) -> Outcome:
    await client.ehlo()
    options = _options(client, mail)
    if options is None:
        return Outcome.all(mail.recipients, "failed", "the relay does not take internationalised addresses (SMTPUTF8)")
    await client.mail(mail.mail_from, options=options, encoding="utf-8" if mail.needs_smtputf8 else "ascii")
    results, taken = {}, []
    for address in mail.recipients:
        try:
            await client.rcpt(address, encoding="utf-8" if mail.needs_smtputf8 else "ascii")
            taken.append(address)
        except aiosmtplib.SMTPResponseException as error:
            results[address] = Result(*_judge(error))
    if taken:
        results.update(dict.fromkeys(taken, await _data(client, mail.content)))
    return Outcome(results)


async def _data(client: aiosmtplib.SMTP, content: bytes) -> Result:
    try:
        response = await client.data(content)
    except aiosmtplib.SMTPResponseException as error:
        return Result(*_judge(error))
    except _BROKEN as error:
        return Result("outcome_unknown", f"the relay went away while taking the mail: {type(error).__name__}")
    await _quit(client)
    return Result("sent", response.message[:200])


async def _quit(client: aiosmtplib.SMTP) -> None:
    try:
        await client.quit()
    except _BROKEN:
        return


def _options(client: aiosmtplib.SMTP, mail: Outgoing) -> list[str] | None:
    options = [f"SIZE={len(mail.content)}"] if client.supports_extension("size") else []
    if mail.needs_smtputf8:
        return [*options, "SMTPUTF8", "BODY=8BITMIME"] if client.supports_extension("smtputf8") else None
    return options


def _judge(error: aiosmtplib.SMTPResponseException) -> tuple[State, str]:
    """5xx is for good, everything else passes (RFC 5321 §4.2.1); an aborted line (-1) passes too."""
    state: State = "failed" if 500 <= error.code < 600 else "deferred"
    return state, f"{error.code} {error.message}"[:500]
