"""Answers as bytes. Those that never change are rendered once."""

from postroom.lib.smtp.backend import Reply

_MAX_LINE_CHARS = 480  # RFC 5321 §4.5.3.1.5: a reply line is at most 512 octets with code and CRLF
_MAX_LINES = 50


def render(reply: Reply) -> bytes:
    """The reply as complete lines with CRLF. Total: odd characters become `?`, long texts are cut."""
    code, enhanced, text = reply
    head = f" {enhanced} " if enhanced else " "
    if len(text) <= _MAX_LINE_CHARS and text.isascii() and text.isprintable():
        return f"{code}{head}{text}\r\n".encode()
    lines = [_printable(line) for line in text.split("\n")[:_MAX_LINES]]
    rendered = [f"{code}-{head[1:]}{line}\r\n" for line in lines[:-1]]
    rendered.append(f"{code}{head}{lines[-1]}\r\n")
    return "".join(rendered).encode()


def _printable(line: str) -> str:
    line = line.rstrip("\r")[:_MAX_LINE_CHARS]
    return "".join(char if " " <= char <= "~" else "?" for char in line)


def _fixed(code: int, enhanced: str, text: str) -> bytes:
    return render(Reply(code, enhanced, text))


SENDER_TAKEN = _fixed(250, "2.1.0", "Sender OK")
RECIPIENT_TAKEN = _fixed(250, "2.1.5", "Recipient OK")
RESET = _fixed(250, "2.0.0", "Reset")
NOTHING_DONE = _fixed(250, "2.0.0", "OK")
GO_AHEAD = b"354 End data with <CR><LF>.<CR><LF>\r\n"
READY_FOR_TLS = _fixed(220, "2.0.0", "Ready to start TLS")
BYE = _fixed(221, "2.0.0", "Bye")
CANNOT_VERIFY = _fixed(252, "2.5.0", "Cannot verify; send the mail and see")
HELP = _fixed(214, "2.0.0", "HELO EHLO MAIL RCPT DATA BDAT RSET NOOP VRFY STARTTLS HELP QUIT; see RFC 5321")

UNKNOWN_COMMAND = _fixed(500, "5.5.1", "Command not recognised")
BAD_LINE = _fixed(500, "5.5.2", "Line holds control characters or is not UTF-8")
BARE_NEWLINE_IN_COMMAND = _fixed(500, "5.5.2", "Lines end in CRLF; a bare LF is not taken")
LINE_TOO_LONG = _fixed(500, "5.5.2", "Line too long")
NOT_IMPLEMENTED = _fixed(502, "5.5.1", "Command not implemented")
NO_ARGUMENT_TAKEN = _fixed(501, "5.5.4", "This command takes no argument")
ARGUMENT_MISSING = _fixed(501, "5.5.4", "An argument is missing")
BAD_HELO = _fixed(501, "5.5.4", "Syntax: EHLO host.name or [address]")
BAD_MAIL = _fixed(501, "5.5.4", "Syntax: MAIL FROM:<address> [parameters]")
BAD_RCPT = _fixed(501, "5.5.4", "Syntax: RCPT TO:<address>")
BAD_SENDER_ADDRESS = _fixed(501, "5.1.7", "Bad sender address syntax")
BAD_RECIPIENT_ADDRESS = _fixed(501, "5.1.3", "Bad recipient address syntax")
BAD_PARAMETER = _fixed(501, "5.5.4", "Bad parameter or parameter value")
UNKNOWN_PARAMETER = _fixed(555, "5.5.4", "Parameter not recognised or not implemented")
NEEDS_SMTPUTF8 = _fixed(553, "5.6.7", "A non-ASCII address needs the SMTPUTF8 parameter on MAIL")
HELO_FIRST = _fixed(503, "5.5.1", "Say EHLO first")
MAIL_FIRST = _fixed(503, "5.5.1", "Say MAIL first")
NESTED_MAIL = _fixed(503, "5.5.1", "A transaction is open; finish it or say RSET")
BDAT_BEGUN = _fixed(503, "5.5.1", "BDAT has begun; only BDAT or RSET may follow")
NO_RECIPIENTS = _fixed(554, "5.5.1", "No valid recipients")
BAD_BDAT = _fixed(501, "5.5.4", "Syntax: BDAT size [LAST]; closing, as the chunk cannot be told from commands")
TLS_ACTIVE = _fixed(503, "5.5.1", "TLS is already active")
AFTER_STARTTLS = _fixed(554, "5.5.1", "Nothing may follow STARTTLS before the handshake")
NOT_HTTP = _fixed(554, "5.5.1", "This is SMTP, not HTTP")

TOO_MANY_RECIPIENTS = _fixed(452, "4.5.3", "Too many recipients")
TOO_LARGE = _fixed(552, "5.3.4", "Message too large")
BARE_NEWLINE_IN_DATA = _fixed(550, "5.6.0", "Message holds a CR or LF alone; lines end in CRLF")
LONG_LINE_IN_DATA = _fixed(550, "5.6.0", "Message holds too long a line")
NO_ROOM = _fixed(452, "4.3.1", "Too much mail at once; try again later")
FAILED = _fixed(451, "4.3.0", "Temporary failure; try again later")

TOO_MANY_SESSIONS = _fixed(421, "4.3.2", "Too many connections; try again later")
TOO_MANY_FROM_ADDRESS = _fixed(421, "4.7.0", "Too many connections from your address; try again later")
TOO_MANY_ERRORS = _fixed(421, "4.7.0", "Too many errors")
TOO_MANY_REFUSED = _fixed(421, "4.7.0", "Too many refused recipients")
TOO_MANY_MAILS = _fixed(421, "4.7.0", "Too many messages in one session; connect again")
TOO_MANY_IDLE_COMMANDS = _fixed(421, "4.7.0", "Too many commands without a message")
TIMED_OUT = _fixed(421, "4.4.2", "Timeout; closing the connection")
SHUTTING_DOWN = _fixed(421, "4.3.2", "Closing the connection; connect again later")
