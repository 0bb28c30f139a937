"""Characters that hide: without width, tags, variation selectors, marks of direction, and letters that look like others."""

import re
import unicodedata

# Not seen by a person, or not as letters: joiners, marks of direction, fillers, soft hyphens, variation selectors, tags.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STYLED = (
    "\u0250-\u02e3\ua730\ua731\u1d00-\u1dbf\u249c-\u24e9\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\U0001f110-\U0001f1ff"
)

VANISHING = re.compile(f"[{INVISIBLE}{COMBINING}]")
RARE = re.compile(f"[{INVISIBLE}{COMBINING}{_STYLED}]")
STYLED = re.compile(f"[{_STYLED}]")
# A letter of another script right before a Latin one: within one word that is a disguise.
MIXED = re.compile("[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff][A-Za-z]")
# The same as all of the above, on the bytes of UTF-8 that are not ASCII: on most mail a few dozen.
RARE_BYTES = re.compile(
    rb"\xc2\xad|\xc9[\x90-\xbf]|\xca|\xcb[\x80-\xa3]|\xea\x9c[\xb0\xb1]|\xcc|\xcd[\x80-\xaf]|\xd2[\x83-\x89]|\xd8\x9c|\xe1(?:\x85[\x9f\xa0]|\x9e[\xb4\xb5]|\xa0[\x8b-\x8f]|[\xaa-\xab]|[\xb4-\xb7])"
    rb"|\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xaf]|\x83[\x90-\xbf]|\x92[\x9c-\xbf]|\x93[\x80-\xa9])|\xe3\x85\xa4"
    rb"|\xef(?:[\xb8\xbb]|\xbc[\x90-\x99\xa1-\xba]|\xbd[\x81-\x9a]|\xbe\xa0|\xbf[\xb9-\xbb])|\xf0(?:\x9d|\x9f(?:\x84|\x85|\x86|\x87))|\xf3\xa0"
)
# The first bytes of Greek, Cyrillic, Armenian, Cherokee: scripts that have letters like Latin ones.
ALIKE_BYTES = re.compile(rb"[\xcd-\xd6]|\xe1[\x8e\x8f]")
TAGS = re.compile("[\U000e0020-\U000e007f]{2,}")
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")
BITS = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u180e]{32,}")
OVERRIDDEN = re.compile("[\u202e\u202d]([^\u202c\u2069\n]{2,4000})")

_LOOKS = (
    "аa еe оo рp сc уy хx іi јj ѕs ԁd һh ԛq ԝw ӏl ԍg ѵv к\u006b мm тt нh вb гr пn ᴀa АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ԌG ЗZ "
    "αa οo ρp νv τt ιi κk ηn υu ωw εe βb γy χx σo ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX аa ɑa ɡg ıi ɩi ʟl ո\u006e ս\u0075 օo հh ցg զq "
    "ǫq ᎪA ᏴB ᏟC ᎠD ᎬE ᎻH ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᏃZ"
)


def _folds() -> dict[int, str]:
    table = {ord(pair[0]): pair[1] for pair in _LOOKS.split()}
    spans = (
        (0x0250, 0x02E3),
        (0xA730, 0xA731),
        (0x1D00, 0x1DBF),
        (0x2070, 0x209F),
        (0x2100, 0x214F),
        (0x2460, 0x24FF),
        (0xFF01, 0xFF5E),
        (0x1D400, 0x1D7FF),
        (0x1F110, 0x1F1FF),
    )
    for first, last in spans:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code)).strip("()[]")
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
            elif "LETTER SMALL CAPITAL " in (name := unicodedata.name(chr(code), "")) and len(name.split()[-1]) == 1:
                table[code] = name.split()[-1].lower()
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):  # letters in squares and circles, and those that flags are made of
        table |= {first + place: chr(97 + place) for place in range(26)}
    return table


FOLDS = _folds()
