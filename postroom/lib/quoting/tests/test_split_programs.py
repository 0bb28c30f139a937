"""What the programs of thirty years put around an answer; every text was written for this test."""

import pytest

from postroom.lib.quoting import split_text

ANSWER = "Noon is fine."
# name: text, of which ANSWER is new
ANSWERED = {
    "4 lines": (
        "Noon is fine.\n\nOn\nTue, May 3, 2022\nat 10:15 AM,\nAna Lima <ana@example.com> wrote:\n\n> Shall we?\n"
    ),
    "split datetime": (
        "Noon is fine.\n\nOn Tue, 3 May 2022 at\n10:15 AM, Ana Lima\n<ana@example.com> wrote:\n\nShall we?\n"
    ),
    "split addr in middle": (
        "Noon is fine.\n\nOn Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@exa\nmple.com> wrote:\n\n> Shall we?\n"
    ),
    "mailto brackets": (
        "Noon is fine.\n\nOn May 3, 2022, at 10:15 AM, Ana Lima <ana@example.com\n<mailto:ana@example.com>> wrote:\n\n"
        "> Shall we?\n"
    ),
    "mailto markdown": (
        "Noon is fine.\n\nOn Tue, 3 May 2022 at 10:15, Ana Lima <[ana@example.com](mailto:ana@example.com)> wrote:\n\n"
        "> Shall we?\n"
    ),
    "mailto markdown star": (
        "Noon is fine.\n\nOn Tue, 3 May 2022 at 10:15, *Ana Lima* <[ana@example.com](mailto:ana@example.com)> wrote:\n\n"
        "Shall we?\n"
    ),
    "protonmail old": (
        "Noon is fine.\n\nSent with [ProtonMail](https://protonmail.com) Secure Email.\n\n"
        "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Tuesday, May 3, 2022 10:15 AM, Ana Lima <ana@example.com> wrote:\n\n"
        "> Shall we?\n"
    ),
    "protonmail": (
        "Noon is fine.\n\n------- Original Message -------\n"
        "On Tuesday, May 3rd, 2022 at 10:15 AM, Ana Lima <ana@example.com> wrote:\n\n\n> Shall we?\n"
    ),
    "protonmail bare": (
        "Noon is fine.\n\n-------- Original Message --------\nOn 3 May 2022, 10:15, Ana Lima < ana@example.com> wrote:\n\n"
        "Shall we?\n"
    ),
    "samsung": (
        "Noon is fine.\n\n\nSent from my Samsung Galaxy smartphone.\n\n-------- Original message --------\n"
        "From: Ana Lima <ana@example.com>\nDate: 03/05/2022 10:15 (GMT+01:00)\nTo: Bo Berg <bo@example.com>\n"
        "Subject: Re: Lunch\n\nShall we?\n"
    ),
    "samsung 2": (
        "Noon is fine.\n\nSent from Samsung MobileAna Lima <ana@example.com> wrote:Shall we?\n"
    ),
    "samsung 3": (
        "Noon is fine.\n\nSent from Samsung Mobile\n\nAna Lima <ana@example.com> wrote:\n\nShall we?\n"
    ),
    "samsung 4": (
        "Noon is fine.\n\nSent from Samsung MobileAna Lima <ana@example.com> wrote:\n\n> Shall we?\n"
    ),
    "samsung 5": (
        "Noon is fine.\n\n\nSent from my Samsung Galaxy , an AT&T LTE smartphone\n\n\n-------- Original message --------\n"
        "From: Ana Lima \nDate: 5/3/22 10:15 AM (GMT-05:00) \nTo: bo@example.com \nSubject: Lunch \n\nShall we?"
    ),
    "htc": (
        'Noon is fine.\n\nSent from my HTC\n\n----- Reply message -----\nFrom: "Ana Lima" <ana@example.com>\n'
        "To: <bo@example.com>\nSubject: Lunch\nDate: Tue, May 3, 2022 10:15 am\n\nShall we?\n"
    ),
    "blackberry": (
        "Noon is fine.\nSent from my BlackBerry® wireless device from T-Mobile\n\n-----Original Message-----\n"
        "From: Ana Lima <ana@example.com>\nDate: Tue, 3 May 2022 10:15:42\nTo: Bo Berg<bo@example.com>\nSubject: Lunch\n\n"
        "Shall we?\n"
    ),
    "blackberry 2": (
        "Noon is fine.\n\nSent from my BlackBerry - the most secure mobile device - via the Bell Network\n"
        "From: ana@example.com\nSent: May 3, 2022 10:15 AM\nTo: bo@example.com\nSubject: Lunch\n\nShall we?\n"
    ),
    "blackberry 3": (
        'Noon is fine.\n\nSent via BlackBerry by AT&T\n\n-----Original Message-----\nFrom: "Ana Lima" <ana@example.com>\n'
        "Date: Tue, 3 May 2022 10:15:42 \nTo: <bo@example.com>\nSubject: Lunch\n\nShall we?\n"
    ),
    "windows phone": (
        "Noon is fine.\n\nSent from my Windows Phone From: Ana Lima\nSent: 03/05/2022 10:15\nTo: Bo Berg\nSubject: Lunch\n"
        "Shall we?\n"
    ),
    "acompli": (
        "Noon is fine.\n\nSent from Outlook\n\n\n\n\n"
        'On Tue, May 3, 2022 at 10:15 AM -0700, "Ana Lima" <ana@example.com> wrote:\n\n\n\nShall we?\n'
    ),
    "windows 10 mail": (
        "Noon is fine.\n\nSent from Mail for Windows 10\n\nFrom: Ana Lima\nSent: 03 May 2022 10:15\nTo: Bo Berg\n"
        "Subject: Lunch\n\nShall we?\n"
    ),
    "windows 10 mail md": (
        "Noon is fine.\n\nSent from [Mail](https://go.microsoft.com/fwlink/?LinkId=550986) for Windows 10\n\n"
        "**From:** Ana Lima\n**Sent:** 03 May 2022 10:15\n**To:** Bo Berg\n**Subject:** Lunch\n\nShall we?\n"
    ),
    "outlook mobile": (
        "Noon is fine.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n"
        "From: Ana Lima <ana@example.com>\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: Bo Berg\nSubject: Re: Lunch\n\n"
        "Shall we?\n"
    ),
    "outlook no gap": (
        "Noon is fine.\nFrom: Ana Lima <ana@example.com>\nSent: Tuesday, May 3, 2022 10:15 AM\nTo: Bo Berg\n"
        "Subject: Re: Lunch\nShall we?\n"
    ),
    "outlook 2003 cc": (
        "Noon is fine.\n\n  _____  \n\nFrom: Ana Lima [mailto:ana@example.com] \nSent: Tuesday, May 03, 2022 10:15 AM\n"
        "To: Bo Berg\nCc: Cy Young; Di Dean;\n Ed Eve\nSubject: RE: Lunch\n\n\n\nShall we?\n"
    ),
    "outlook bold wrapped": (
        "Noon is fine.\n\n*From:* Ana Lima [mailto:ana@example.com]\n*Sent:* Tuesday, May 03, 2022 10:15\nAM\n"
        "*To:* Bo Berg; Cy\nYoung\n*Subject:* RE: Lunch\n\nShall we?\n"
    ),
    "outlook To first": (
        "Noon is fine.\n\nTo: bo@example.com\nFrom: ana@example.com\nDate: Tue, 3 May 2022 10:15:42 +0000\nSubject: Lunch\n"
        "\nShall we?\n"
    ),
    "outlook Subject first": (
        "Noon is fine.\n\nSubject: Lunch\nFrom: ana@example.com\nTo: bo@example.com\nDate: Tue, 3 May 2022 10:15:42 +0000\n"
        "\nShall we?\n"
    ),
    "hotmail": (
        "Noon is fine.\n\nDate: Tue, 3 May 2022 10:15:42 +0200\nFrom: ana@example.com\nTo: bo@example.com\nSubject: Lunch\n"
        "\nShall we?\n \t\t \t   \t\t  "
    ),
    "hotmail marked": (
        "Noon is fine.\n\n> Date: Tue, 3 May 2022 10:15:42 +0200\n> From: ana@example.com\n> To: bo@example.com\n"
        "> Subject: Lunch\n> \n> Shall we?\n \t\t \t   \t\t  "
    ),
    "hotmail From To Subj Date marked": (
        "Noon is fine.\n\n> From: ana@example.com\n> To: bo@example.com\n> Subject: Lunch\n"
        "> Date: Tue, 3 May 2022 10:15:42 +0200\n> \n> Shall we?\n"
    ),
    "hotmail rule": (
        "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n> Shall we?\n\nNoon is fine.\n"
        "_________________________________________________________________\n"
        "The new portal with a mailbox for everybody: http://example.com/go\n"
    ),
    "aol": (
        "Noon is fine.\n\n\n\n-----Original Message-----\nFrom: ana <ana@example.com>\nTo: bo <bo@example.com>\n"
        "Sent: Tue, May 3, 2022 10:15 am\nSubject: Lunch\n\n\nShall we?\n\n"
    ),
    "comcast": (
        "Noon is fine.\n\n----- Original Message -----\nFrom: ana@example.com\nTo: bo@example.com\n"
        "Sent: Tuesday, May 3, 2022 10:15:42 AM\nSubject: Lunch\n\nShall we? \n"
    ),
    "zimbra": (
        'Noon is fine.\n\n----- Original Message -----\n> From: "Ana Lima" <ana@example.com>\n> To: "Bo" <bo@example.com>\n'
        "> Sent: Tuesday, May 3, 2022 10:15:42 AM\n> Subject: Lunch\n\n> Shall we?\n"
    ),
    "zimbra 2": (
        "Noon is fine.\n\n----- On May 3, 2022, at 10:15 AM, Ana Lima ana@example.com wrote:\n\n> Shall we?\n"
    ),
    "zimbra 3": (
        "Noon is fine.\n\n----- Am 3. Mai 2022 um 10:15 schrieb Ana Lima ana@example.com:\n\n> Shall we?\n"
    ),
    "zimbra 4": (
        'Noon is fine.\n\n----- Mail original -----\nDe: "Ana Lima" <ana@example.com>\nÀ: "Bo" <bo@example.com>\n'
        "Envoyé: Mardi 3 Mai 2022 10:15:42\nObjet: Lunch\n\nShall we?\n"
    ),
    "yahoo old": (
        "Noon is fine.\n\n\n________________________________\n From: Ana Lima <ana@example.com>\nTo: bo@example.com \n"
        "Sent: Tuesday, May 3, 2022 10:15 AM\nSubject: Lunch\n \n\nShall we?"
    ),
    "yahoo older": (
        "Noon is fine.\n\n--- On Tue, 5/3/22, Ana Lima <ana@example.com> wrote:\n\nFrom: Ana Lima <ana@example.com>\n"
        "Subject: Lunch\nTo: bo@example.com\nDate: Tuesday, May 3, 2022, 10:15 AM\n\nShall we?\n\n\n\n      "
    ),
    "yahoo android": (
        "Noon is fine.\n\nSent from Yahoo Mail on Android \n \n"
        "  On Tue, 3 May 2022 at 10:15, Ana Lima<ana@example.com> wrote:   Shall we?\n  "
    ),
    "yahoo android 2": (
        'Noon is fine.\n\nSent from Yahoo Mail on Android\n\nFrom:"Ana Lima" <ana@example.com>\n'
        "Date:Tue, 3 May, 2022 at 10:15\nSubject:Lunch\n\nShall we?\n"
    ),
    "yahoo iphone": (
        "Noon is fine.\n\n\nSent from Yahoo Mail for iPhone\n\n\n"
        "On Tuesday, May 3, 2022, 10:15 AM, Ana Lima <ana@example.com> wrote:\n\nShall we?\n"
    ),
    "sparrow": (
        "Noon is fine.\n\n-- \nBo Berg\nSent with Sparrow (http://www.sparrowmailapp.com/?sig)\n\n\n"
        "On Tuesday, May 3, 2022 at 10:15 AM, Ana Lima wrote:\n\n> Shall we?\n>  \n>  \n>  \n\n\n"
    ),
    "sparrow 2": (
        "Noon is fine.\n\n-- \nSent with Sparrow (http://www.sparrowmailapp.com/?sig)\n\n\n"
        "Tuesday, May 3, 2022 at 10:15 AM, Ana Lima wrote:\n\n> Shall we?\n"
    ),
    "mailbird": (
        "Noon is fine.\n\nOn 03/05/2022 10:15:42, Ana Lima <ana@example.com> wrote:\nShall we?\n"
    ),
    "em client": (
        'Noon is fine.\n\n------ Original Message ------\nFrom "Ana Lima" <ana@example.com>\n'
        'To "Bo Berg" <bo@example.com>\nDate 03/05/2022 10:15:42\nSubject Lunch\n\nShall we?\n'
    ),
    "em client 2": (
        'Noon is fine.\n\n------ Original Message ------\nFrom: "Ana Lima" <ana@example.com>\n'
        'To: "Bo Berg" <bo@example.com>\nSent: 03/05/2022 10:15:42\nSubject: Lunch\n\n>Shall we?\n'
    ),
    "em client 3": (
        'Noon is fine.\n\n------ Originalnachricht ------\nVon "Ana Lima" <ana@example.com>\n'
        'An "Bo Berg" <bo@example.com>\nDatum 03.05.2022 10:15:42\nBetreff Lunch\n\nShall we?\n'
    ),
    "the bat": (
        "Noon is fine.\n\nTuesday, May 3, 2022, 10:15:42 AM, you wrote:\n\n> Shall we?\n\n\n\n-- \nBest regards,\n"
        " Bo                            mailto:bo@example.com\n"
    ),
    "notes": (
        "Noon is fine.\n\n\n\nFrom:\tAna Lima/Sales/Example@EXAMPLE\nTo:\tBo Berg/Tech/Example@EXAMPLE\n"
        "Date:\t03/05/2022 10:15\nSubject:\tLunch\n\n\n\nShall we?\n"
    ),
    "notes inline": (
        "Noon is fine.\n\nAna Lima ---03/05/2022 10:15:42---Shall we?\n\nFrom: Ana Lima/Sales/Example\n"
        "To: Bo Berg/Tech/Example@Example\nDate: 03/05/2022 10:15\nSubject: Lunch\n\nShall we?\n"
    ),
    "notes mailto": (
        "Noon is fine.\n\n-----Ana Lima/Sales/Example wrote: -----\nTo: Bo Berg/Tech/Example@Example\n"
        "From: Ana Lima/Sales/Example\nDate: 05/03/2022 10:15AM\nSubject: Lunch\n\nShall we?\n"
    ),
    "notes mailto 2": (
        'Noon is fine.\n\n-----"Ana Lima" <ana@example.com> wrote: -----\n\nTo: "Bo Berg" <bo@example.com>\n'
        'From: "Ana Lima" <ana@example.com>\nDate: 05/03/2022 10:15AM\nSubject: Lunch\n\nShall we?\n'
    ),
    "notes de": (
        "Noon is fine.\n\n-----Ana Lima/Sales/Example schrieb: -----\nAn: Bo Berg/Tech/Example@Example\n"
        "Von: Ana Lima/Sales/Example\nDatum: 03.05.2022 10:15\nBetreff: Lunch\n\nShall we?\n"
    ),
    "groupwise": (
        'Noon is fine.\n\n>>> "Ana Lima" <ana@example.com> 3/05/2022 10:15 am >>>\nShall we?\n'
    ),
    "groupwise 2": (
        "Noon is fine.\n\n>>> On 5/3/2022 at 10:15 AM, in message <626FD2A0.123@example.com>, Ana\n"
        "Lima <ana@example.com> wrote:\n> Shall we?\n"
    ),
    "groupwise 3": (
        "Noon is fine.\n\n>>> Ana Lima 05/03/22 10:15 AM >>>\nShall we?\n\n>>> Bo Berg 05/02/22 >>>\nYes?\n"
    ),
    "groupwise de": (
        "Noon is fine.\n\n>>> Ana Lima <ana@example.com> schrieb am 03.05.2022 um 10:15 in Nachricht\n"
        "<626FD2A0.123@example.com>:\n> Shall we?\n"
    ),
    "kmail": (
        "On Tuesday 03 May 2022 10:15:42 Ana Lima wrote:\n> Shall we?\n\nNoon is fine.\n-- \nBo"
    ),
    "evolution": (
        "On Tue, 2022-05-03 at 10:15 +0200, Ana Lima wrote:\n> Shall we?\n\nNoon is fine.\n"
    ),
    "sylpheed": (
        "On Tue, 3 May 2022 10:15:42 +0200\nAna Lima <ana@example.com> wrote:\n\n> Shall we?\n\nNoon is fine.\n"
    ),
    "supercite": (
        "Ana> Shall we?\nAna> Or not?\n\nNoon is fine.\n"
    ),
    "supercite full": (
        '>>>>> "Ana" == Ana Lima <ana@example.com> writes:\n\n    Ana> Shall we?\n    Ana> Or not?\n\nNoon is fine.\n'
    ),
    "colon prefix": (
        "Ana Lima (ana@example.com) wrote:\n: Shall we?\n: Or not?\n\nNoon is fine.\n"
    ),
    "pipe prefix": (
        "Ana Lima (ana@example.com) wrote:\n| Shall we?\n| Or not?\n\nNoon is fine.\n"
    ),
    "hash prefix": (
        "Ana Lima <ana@example.com> wrote:\n# Shall we?\n# Or not?\n\nNoon is fine.\n"
    ),
    "brace prefix": (
        "Ana Lima <ana@example.com> wrote:\n} Shall we?\n} Or not?\n\nNoon is fine.\n"
    ),
    "percent prefix": (
        "Ana Lima <ana@example.com> wrote:\n% Shall we?\n% Or not?\n\nNoon is fine.\n"
    ),
    "rsaquo prefix": (
        "Ana Lima <ana@example.com> wrote:\n» Shall we?\n» Or not?\n\nNoon is fine.\n"
    ),
    "wide gt": (
        "Noon is fine.\n\nAna Lima <ana@example.com> のメール:\n＞ Shall we?\n＞ Or not?\n"
    ),
    "fidonet nested": (
        " AL>> Shall we?\n BB> Maybe.\n\nNoon is fine.\n"
    ),
    "quoted with lost marks": (
        "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n"
        "> Shall we meet on the terrace of the house by the lake at noon on the\nday after\n> tomorrow or rather not?\n\n"
        "Noon is fine.\n"
    ),
    "quoted with lost marks 2": (
        "Noon is fine.\n\nOn Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n\n"
        "> Shall we meet on the terrace of the house by the lake at noon on the\nday after\n"
        "> tomorrow or rather at some other place where it is warm and dry and\nquiet\n> enough?\n"
    ),
    "gmail list footer in quote": (
        "Noon is fine.\n\nOn Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n> Shall we?\n>\n> --\n"
        '> You received this message because you are subscribed to the Google Groups\n> "tools" group.\n\n-- \n'
        'You received this message because you are subscribed to the Google Groups "tools" group.\n'
        "To unsubscribe from this group and stop receiving emails from it, send an email to "
        "tools+unsubscribe@example.org.\n"
        "To view this discussion on the web visit https://groups.example.com/d/msgid/tools/abc%40mail.example.com.\n"
        "For more options, visit https://groups.example.com/d/optout.\n"
    ),
    "google group old": (
        "Noon is fine.\n\n--~--~---------~--~----~------------~-------~--~----~\n"
        'You received this message because you are subscribed to the Google Groups "tools" group.\n'
        "To post to this group, send email to tools@example.org\n"
        "To unsubscribe from this group, send email to tools-unsubscribe@example.org\n"
        "-~----------~----~----~----~------~----~------~--~---\n"
    ),
    "yahoo group": (
        "Noon is fine.\n\n------------------------------------\n\nYahoo! Groups Links\n\n"
        "<*> To visit your group on the web, go to:\n    http://groups.example.com/group/tools/\n\n"
        "<*> Your email settings:\n    Individual Email | Traditional\n\n"
        "<*> To unsubscribe from this group, send an email to:\n    tools-unsubscribe@example.com\n"
    ),
    "mailman": (
        "Noon is fine.\n\n_______________________________________________\nTools mailing list -- tools@example.org\n"
        "To unsubscribe send an email to tools-leave@example.org\n"
        "https://mail.example.org/mailman3/lists/tools.example.org/\n"
    ),
    "mailman no gap": (
        "Noon is fine.\n_______________________________________________\nTools mailing list\nTools@example.org\n"
        "http://example.org/mailman/listinfo/tools\n"
    ),
    "lkml": (
        'Noon is fine.\n-\nTo unsubscribe from this list: send the line "unsubscribe tools" in\n'
        "the body of a message to majordomo@example.org\nMore majordomo info at  http://example.org/majordomo-info.html\n"
    ),
    "lkml 2": (
        'Noon is fine.\n--\nTo unsubscribe from this list: send the line "unsubscribe tools" in\n'
        "the body of a message to majordomo@example.org\nMore majordomo info at  http://example.org/majordomo-info.html\n"
        "Please read the FAQ at  http://example.org/lkml/\n"
    ),
    "debian": (
        "Noon is fine.\n\n\n-- \nTo UNSUBSCRIBE, email to tools-request@lists.example.org\n"
        'with a subject of "unsubscribe". Trouble? Contact listmaster@lists.example.org\n'
    ),
    "apache": (
        "Noon is fine.\n\n---------------------------------------------------------------------\n"
        "To unsubscribe, e-mail: dev-unsubscribe@example.org\nFor additional commands, e-mail: dev-help@example.org\n\n"
    ),
    "sourceforge": (
        "On Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n> Shall we?\n\nNoon is fine.\n\n\n"
        "------------------------------------------------------------------------------\n"
        "Build faster with our new compiler suite, try it today and win a trip.\nhttp://example.net/sf-dev\n"
        "_______________________________________________\nTools-devel mailing list\nTools-devel@lists.example.net\n"
        "https://lists.example.net/lists/listinfo/tools-devel\n"
    ),
    "github": (
        "Noon is fine.\n\n—\nReply to this email directly or view it on GitHub\n"
        "https://github.example.com/a/b/issues/3#issuecomment-1.\n"
    ),
    "github 2": (
        "Noon is fine.\n\n--\nReply to this email directly or view it on GitHub:\nhttps://github.example.com/a/b/issues/3\n"
    ),
    "helpdesk": (
        "Noon is fine.\n\nOn Tue, May 3, 2022 at 10:15 AM Ana Lima <ana@example.com> wrote:\n\n"
        "> ##- Please type your reply above this line -##\n>\n> Your ticket was updated.\n"
    ),
    "helpdesk 2": (
        "Noon is fine.\n\n-=-=-=-=- Reply ABOVE THIS LINE -=-=-=-=-\n\nYour ticket was updated.\n"
    ),
    "helpdesk 3": (
        "Noon is fine.\n\n--- Please reply above this line ---\n\nYour ticket was updated.\n"
    ),
    "helpdesk 4": (
        "Noon is fine.\n\n===== Write your reply above this line =====\n\nYour ticket was updated.\n"
    ),
    "helpdesk 5": (
        "Noon is fine.\n\n[Please reply above this line]\n\nYour ticket was updated.\n"
    ),
    "helpdesk 6": (
        "Noon is fine.\n\nPlease enter your reply above this line\n\nYour ticket was updated.\n"
    ),
    "helpdesk 7": (
        "Noon is fine.\n\n_____ To reply, type above this line _____\n\nYour ticket was updated.\n"
    ),
    "helpdesk de": (
        "Noon is fine.\n\n##- Bitte geben Sie Ihre Antwort über dieser Zeile ein. -##\n\nIhr Ticket.\n"
    ),
    "helpdesk fr": (
        "Noon is fine.\n\n##- Veuillez saisir votre réponse au-dessus de cette ligne -##\n\nVotre ticket.\n"
    ),
    "helpdesk es": (
        "Noon is fine.\n\n##- Por favor, escriba su respuesta por encima de esta línea -##\n\nSu caso.\n"
    ),
    "helpdesk pt": (
        "Noon is fine.\n\n##- Por favor, digite sua resposta acima desta linha -##\n\nSeu caso.\n"
    ),
    "helpdesk it": (
        "Noon is fine.\n\n##- Inserisci la tua risposta sopra questa riga -##\n\nCaso.\n"
    ),
    "helpdesk nl": (
        "Noon is fine.\n\n##- Typ uw antwoord boven deze regel -##\n\nZaak.\n"
    ),
    "helpdesk nl2": (
        "Noon is fine.\n\n##- Typ uw reactie boven deze lijn -##\n\nZaak.\n"
    ),
    "helpdesk pl": (
        "Noon is fine.\n\n##- Wpisz odpowiedź powyżej tej linii -##\n\nSprawa.\n"
    ),
    "helpdesk ru": (
        "Noon is fine.\n\n##- Пожалуйста, введите ответ над этой строкой -##\n\nЗаявка.\n"
    ),
    "helpdesk tr": (
        "Noon is fine.\n\n##- Lütfen yanıtınızı bu satırın üzerine yazın -##\n\nTalep.\n"
    ),
    "helpdesk ja": (
        "Noon is fine.\n\n##- この行より上に返信を入力してください -##\n\n問い合わせ。\n"
    ),
    "helpdesk zh": (
        "Noon is fine.\n\n##- 请在此行上方输入您的回复 -##\n\n工单。\n"
    ),
    "helpdesk ko": (
        "Noon is fine.\n\n##- 이 줄 위에 답장을 입력하세요 -##\n\n문의.\n"
    ),
    "helpdesk sv": (
        "Noon is fine.\n\n##- Skriv ditt svar ovanför denna rad -##\n\nx.\n"
    ),
}  # fmt: skip
# name: text, what of it is new
OTHERS = {
    "3 lines": (
        "Noon is fine.\n\nOn Tue, May 3, 2022 at 10:15 AM, Ana Lima from the Friends of the Blue\n"
        "Lighthouse and Harbour Society <ana@example.com>\nwrote:\n\n> Shall we?\n>\n> Ana\n\nBest, Bo",
        "Noon is fine.\n\nBest, Bo",
    ),
    "the bat initials": (
        "Hello Ana,\n\nTuesday, May 3, 2022, 10:15:42 AM, you wrote:\n\nAL> Shall we?\nAL> Or not?\n\nNoon is fine.\n\n"
        "AL> And cake?\n\nYes.\n",
        "Hello Ana,\n\nNoon is fine.\n\nYes.",
    ),
    "the bat ru": (
        "Здравствуйте, Ana.\n\nВы писали 3 мая 2022 г., 10:15:42:\n\nA> Встретимся?\n\nNoon is fine.\n",
        "Здравствуйте, Ana.\n\nNoon is fine.",
    ),
    "notes fwd": (
        "FYI\n----- Forwarded by Ana Lima/Sales/Example on 03/05/2022 10:15 -----\n\nFrom: Cy Young/Example\n"
        "To: Ana Lima/Sales/Example@EXAMPLE\nDate: 02/05/2022 09:00\nSubject: Lunch\n\nShall we?\n",
        "FYI",
    ),
    "gnus dots": (
        "Ana Lima <ana@example.com> writes:\n\n> Shall we?\n[...]\n> Or not?\n\nNoon is fine.\n",
        "[...]\nNoon is fine.",
    ),
    "fidonet": (
        "Hello Ana!\n\n03 May 22 10:15, you wrote to All:\n\n AL> Shall we?\n AL> Or not?\n\nNoon is fine.\n",
        "Hello Ana!\n\nNoon is fine.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERED)
def test_the_answer_is_what_is_left(name: str) -> None:
    assert split_text(ANSWERED[name]).new_text.strip() == ANSWER


@pytest.mark.parametrize("name", OTHERS)
def test_what_was_written_around_is_new(name: str) -> None:
    text, new = OTHERS[name]
    assert split_text(text).new_text.split() == new.split()
