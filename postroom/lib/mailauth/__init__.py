"""Who sent a mail: SPF, DKIM, DMARC and ARC, by own pure code; DNS through a port that is passed in."""

from postroom.lib.mailauth.model import Arc, Authentication, Dkim, Dmarc, Spf, Verdict

__all__ = ["Arc", "Authentication", "Dkim", "Dmarc", "Spf", "Verdict"]
