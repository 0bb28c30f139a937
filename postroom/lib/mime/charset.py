"""Bytes to text when the label may be missing, wrong or hostile.

Labels are looked up in a closed table: `bytes.decode(label)` would import modules by a stranger's word, remember every
unknown one for ever, and offer `idna` and `unicode_escape`.
"""

import re
from encodings.aliases import aliases

import chardet

_CODEC_NAMES = """
    ascii big5 big5hkscs cp037 cp437 cp500 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863
    cp864 cp865 cp866 cp869 cp874 cp875 cp932 cp949 cp950 cp1006 cp1026 cp1140 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255
    cp1256 cp1257 cp1258 euc_jp euc_jis_2004 euc_jisx0213 euc_kr gb18030 gb2312 gbk hz iso2022_jp iso2022_jp_1
    iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr iso8859_1 iso8859_2 iso8859_3 iso8859_4 iso8859_5
    iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16 johab koi8_r
    koi8_t koi8_u kz1048 mac_cyrillic mac_greek mac_iceland mac_latin2 mac_roman mac_turkish ptcp154 shift_jis
    shift_jis_2004 shift_jisx0213 tis_620 utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le utf_7 utf_8
"""
_CODECS = frozenset(_CODEC_NAMES.split())
# What senders mean, after the WHATWG Encoding Standard: the vendor's superset of the standard they name.
_MEANT = {
    "iso8859_1": "cp1252",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
_EXTRA = {
    "ansi_x3.4_1968": "ascii",
    "x_sjis": "cp932",
    "windows_31j": "cp932",
    "x_gbk": "gb18030",
    "ks_c_5601_1987": "cp949",
    "x_windows_949": "cp949",
    "x_euc_jp": "euc_jp",
    "x_mac_roman": "mac_roman",
    "macintosh": "mac_roman",
    "x_mac_cyrillic": "mac_cyrillic",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "cp_850": "cp850",
    "x_cp1252": "cp1252",
    "unicode_1_1_utf_7": "utf_7",
    "unicode_1_1_utf_8": "utf_8",
    "x_utf_8": "utf_8",
    "utf8mb4": "utf_8",
}
_TABLE: dict[str, str] = {name: _MEANT.get(name, name) for name in _CODECS}
_TABLE |= {alias: _MEANT.get(name, name) for alias, name in aliases.items() if name in _CODECS}
_TABLE |= {alias.replace("iso", "iso_", 1): name for alias, name in list(_TABLE.items()) if alias.startswith("iso8859")}
_TABLE |= _EXTRA
_GUESS_BYTES = 16_384
_LEAST_CONFIDENCE = 0.1
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = frozenset({"utf_8", "gb18030", "cp932", "euc_jp", "cp949", "big5hkscs", "iso2022_jp_ext"})


def codec_of(label: str) -> str | None:
    """The Python codec a charset label stands for, or None for an unknown one."""
    if label in ("utf-8", "UTF-8"):
        return "utf_8"
    return _TABLE.get(label[:40].strip(" '\"").lower().replace("-", "_").replace(" ", "_"))


def decode_text(data: bytes, label: str | None, may_guess: bool = True) -> tuple[str, str | None]:
    """Text of `data` and a defect code or None. In this order: the label, UTF-8, a guess, cp1252.

    A guess costs milliseconds: a caller with many texts must ration it.
    """
    codec = codec_of(label) if label else "ascii"
    if codec == "ascii" and b"\x1b$" in data:
        codec = "iso2022_jp_ext"  # its escapes are ASCII, and nothing else in mail has them
    defect = None if codec else "charset_unknown"
    if codec and (text := _strict(data, codec)) is not None:
        return text, defect
    if (text := _strict(data, "utf_8")) is not None:
        return text, defect or ("charset_wrong" if label else None)
    if codec in _MULTIBYTE and (text := _slightly_broken(data, codec)) is not None:
        return text, "charset_broken"
    if may_guess:
        return _guess(data), "charset_guessed"
    return data.decode("cp1252", "replace"), "charset_unclear"


def decode_label(data: bytes, label: str) -> str:
    """Text of a few bytes of a header: the label, UTF-8, else replacement characters. Never guesses."""
    codec = codec_of(label)
    for candidate in (codec, "utf_8"):
        if candidate and (text := _strict(data, candidate)) is not None:
            return text
    return data.decode(codec or "cp1252", "replace")


def decode_raw(data: bytes) -> str:
    """Text of unlabelled header bytes: UTF-8 (RFC 6532), else cp1252."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
    except (UnicodeError, OverflowError):
        return data.decode("latin-1") if codec == "cp1252" else None
    return text[1:] if text[:1] == "\ufeff" else text


def _slightly_broken(data: bytes, codec: str) -> str | None:
    """One broken sequence (a cut, a wrong byte) must not turn a whole text into another script."""
    text = data.decode(codec, "replace")
    return text if text.count("\ufffd") <= 2 + len(text) // 100 else None


def _guess(data: bytes) -> str:
    """By what stands from the first byte beyond ASCII: a long plain beginning says nothing."""
    beyond = _BEYOND_ASCII.search(data)
    start = beyond.start() if beyond else 0
    found = chardet.detect(data[start : start + _GUESS_BYTES])
    sure = (found["confidence"] or 0) >= _LEAST_CONFIDENCE
    codec = codec_of(found["encoding"]) if sure and found["encoding"] else None
    return data.decode(codec if codec and codec != "ascii" else "cp1252", "replace")
