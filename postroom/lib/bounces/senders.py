"""Who sends reports, and what their subjects say. Data only; all lower case."""

from typing import Final


def _words(table: str) -> tuple[str, ...]:
    return tuple(word for line in table.strip().splitlines() for word in line.strip().split(" | "))


# Programs; a postmaster may be a person, who needs the right subject too.
PROGRAMS: Final = _words("""
    mailer-daemon | maildaemon | mail-daemon | mdaemon | mailerdaemon | post_master | mail delivery s | mailer daemon | microsoftexchange
    mail_daemon | mail delivery subsystem | mail deliver system
""")
POSTMEN: Final = _words("""
    postmaster | mailmaster | mail-master | mail administrator | mail delivery | system administrator | mail router
""")
# Of reports, where a postmaster or nobody sends them.
SUBJECTS: Final = _words("""
    undeliver | delivery | failure notice | returned mail | returning message | failed | failure | bounce | delayed | could not be
    error sending | unable to | loop alert | not delivered | couldn't be | non-deliver | nondeliver | not been delivered
    interscan notification | mail failure | can't be delivered | cannot be delivered | returned to sender | rejected
    unzustellbar | fehlgeschlagen | nicht zugestellt | zustellung | unzustellbare
    non remis | non distribu | échec | echec de | retour à l'expéditeur
    entrega | no se puede entregar | no entregad | no entregab | error al enviar | mensaje devuelto | falha | não entregue | devolvid
    consegna | recapit | mancata | onbestelbaar | niet bezorgd | niet afgeleverd | bezorging
    niedostarcz | nie dostarczon | nie można dostarczyć | zwrot wiadomości
    недостав | не удается доставить | не удалось доставить | не доставлен | ошибка доставки | возврат
    teslim edil | iletilemed | gönderilemedi
    配信 | 送信できま | 不達 | 届けられま | エラーメール
    退信 | 未传递 | 未送达 | 无法投递 | 投递失败 | 無法傳遞 | 未傳遞 | 傳遞失敗 | 無法投遞
    배달되지 | 배달 실패 | 전송되지 | 발송 실패 | 전송 실패 | 반송 | 배달할 수 없
    kunde inte levereras | kunde inte leverera | olevererbart | kan ikke leveres | kunne ikke leveres | ikke levert
    nedoručiteln | nedoručen | toimittamat | ei voitu toimittaa | kézbesíthet | nelivrat | μη παραδοτέο | не може бути доставлен
""")
# Of a mailing list program that does not pass on what it got.
LIST_SUBJECTS: Final = _words("""
    loop alert | not member | error | rejected | failed | failure | not allowed | unknown
""")
