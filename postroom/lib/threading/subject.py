"""The subject without its reply and forward marks (RFC 5256 §2.1), for the habits of many languages."""

import re

_MAX_CHARS = 998
_WORDS = """
    re ré aw antw antwort betr betreff wg fw fwd fwr sv vs vl vb vedr vedrørende ang ad rv res enc
    rif ri r i tr ref réf rép réponse doorst odp pd podaj yn ynt ilt bls trs fs nf ha atb vá
    továbbítás válasz ΑΠ ΣΧΕΤ ΠΡΘ απ σχετ πρθ отв ответ на пер пересл 回复 答复 回覆 答覆 转发 轉寄 轉發 转寄 返信 転送
    답장 회신 전달 הועבר תגובה השב רד رد إعادة\\ توجيه ตอบ ส่งต่อ odpověď předáno răspuns trả\\ lời
    chuyển\\ tiếp balas jwb terusan svar videresend vastaus välitetty yanıt ilet encaminhado resposta
    respuesta reenviado
"""
_FORWARDS = frozenset(
    """
    fw fwd fwr wg rv enc i tr doorst pd podaj ilt bls trs fs továbbítás πρθ пер пересл 转发 轉寄 轉發 转寄 転送 전달 הועבר إعادة\\ توجيه
    ส่งต่อ předáno chuyển\\ tiếp terusan videresend välitetty ilet encaminhado reenviado
    """.replace("\\ ", "\x00").split()
)
_PREFIX = re.compile(
    r"("
    + "|".join(sorted({w.replace("\x00", r"\ ") for w in _WORDS.replace("\\ ", "\x00").split()}, key=len, reverse=True))
    + r")(?: ?[\[(^] ?[0-9]{1,4} ?[\])]?| ?[0-9]{1,3}(?= ?[:：]))? ?[:：] ?",
    re.IGNORECASE,
)
_TAG = re.compile(r"\[[^\[\]]{1,80}\] ?")
_WRAPPED = re.compile(r"\[(?:fwd?|wg|tr): ?(.*)\]", re.IGNORECASE)


def has_reply_mark(subject: str) -> bool:
    """Whether the first mark, past tags such as `[list]`, says that this is an answer (`Re:`) and not a forward (`Fwd:`)."""
    text = " ".join(subject[:_MAX_CHARS].split())
    position = 0
    while tag := _tag(text, position):
        position = tag.end()
    mark = _PREFIX.match(text, position)
    return mark is not None and mark[1].casefold().replace(" ", "\x00") not in _FORWARDS


def base_subject(subject: str) -> str:
    """The subject without `Re:`, `AW:`, `Fwd:`, `[list]`, `(fwd)`; blanks collapsed, case kept.

    Compare with `casefold`. A tag that is all there is stays. At most 998 characters are looked at.
    """
    text = " ".join(subject[:_MAX_CHARS].split())
    while True:
        text = _without_marks(_without_trailer(text))
        wrapped = _WRAPPED.fullmatch(text)
        if not wrapped:
            return text
        text = wrapped[1].strip()


def _without_trailer(text: str) -> str:
    while text[-5:].casefold() == "(fwd)":
        text = text[:-5].rstrip()
    return text


def _without_marks(text: str) -> str:
    """RFC 5256 §2.1 steps 3 to 5: a tag counts as a mark only while something follows it."""
    position = 0
    while mark := _PREFIX.match(text, position) or _tag(text, position):
        position = mark.end()
    return text[position:]


def _tag(text: str, position: int) -> re.Match[str] | None:
    tag = _TAG.match(text, position)
    return tag if tag and tag.end() < len(text) and not _WRAPPED.match(tag[0].rstrip()) else None
