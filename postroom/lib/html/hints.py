"""The classes, ids and names by which mail programs mark quoted mail in HTML. Data only; all lower case.

Prefixes that a later program put before them (`x_`, `ydp12ab`) are cut off, or the hint is looked for inside the word.
"""

from typing import Final

# Holds a quoted mail, often with its attribution.
QUOTES: Final = frozenset(
    """yahoo_quoted protonmail_quote tutanota_quote moz-cite zmail_extra front-blockquote freshdesk_quote isreplycontent
    olk_src_body_section messagereplysection bloop_original_html mail-editor-reference-message-container qt cite
    gmail_quote_container_only wps_quotion mailbutler-quote sh-quoted-content lo-quote quoted-reply mimestream-quote
    canary-quote ntes_quote ntes-mailmaster-quote netease_mail_quote hm_quote missive_quote hey-quote""".split()
)
# The first thing of a quoted mail that has no container and reaches to the end.
OPENINGS: Final = frozenset(("divrplyfwdmsg", "outlookmessageheader", "moz-email-headers-table"))
ATTRIBUTIONS: Final = frozenset(("moz-cite-prefix", "gmail_attr", "airmail_on", "gmail_default_attr", "quoteheader"))
SIGNATURES: Final = frozenset(
    """gmail_signature gmail_signature_prefix moz-signature applemailsignature protonmail_signature_block yahoo-signature
    ms-outlook-mobile-signature signature mobile-signature tutanota-signature mimestream-signature messagesignaturesection
    front-signature bloop_sign composer_signature mb_sig ntes-pcmac-signature""".split()
)
FORWARDS: Final = frozenset(("moz-forward-container", "isforwardcontent"))
# Looked for inside a word, for programs that put a random prefix before it.
INSIDE: Final = ("yahoo_quoted", "yahoo-signature")
