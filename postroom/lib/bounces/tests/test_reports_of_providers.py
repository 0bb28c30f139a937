"""Reports in free text, of large providers and mailing lists; every one was written for this test."""

import pytest

from postroom.lib.bounces.tests.samples import facts_of, told

# name: (From, Subject, further header lines, text, (recipient, action, status, permanent) of each); COPY is the mail that came back
REPORTS = {
    "ironport": (
        "MAILER-DAEMON@mx.example.com", "Delivery Status Notification (Failure)",
        "",
        "The following message to <bo@there.example> was undeliverable.\nThe reason for the problem:\n"
        "5.4.7 - Delivery expired (message too old) 'timeout'\n",
        [("bo@there.example", "failed", "5.4.7", True)],
    ),
    "barracuda": (
        "MAILER-DAEMON@mx.example.com", "Delivery Status Notification (Failure)",
        "",
        "This is an automatically generated Delivery Status Notification.\n\n"
        "Delivery to the following recipients failed permanently:\n\n   * bo@there.example\n\nReason: Permanent Error\n\n"
        "550 5.1.1 <bo@there.example>: Recipient address rejected\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "gmail 2010": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
        "X-Failed-Recipients: bo@there.example\n",
        "Delivery to the following recipient failed permanently:\n\n     bo@there.example\n\n"
        "Technical details of permanent failure: \n"
        "Google tried to deliver your message, but it was rejected by the recipient domain. The error that the "
        "other server returned was: 550 550 5.1.1 <bo@there.example>... User unknown (state 14).\n\n"
        "----- Original message -----\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "gmail delay": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Delay)",
        "",
        "This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING MESSAGE ONLY.\n\n"
        "YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n"
        "     bo@there.example\n\nMessage will be retried for 2 more day(s)\n\nTechnical details of temporary failure:\n"
        "The recipient server did not accept our requests to connect.\n[mx.there.example. (10): Connection timed out]\n",
        [("bo@there.example", "delayed", None, False)],
    ),
    "gmail new text": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
        "",
        "** Address not found **\n\n"
        "Your message wasn't delivered to bo@there.example because the address couldn't be found, or is unable "
        "to receive mail.\n\nLearn more here: https://support.google.example/mail/?p=NoSuchUser\n\nThe response was:\n\n"
        "The email account that you tried to reach does not exist. Please try double-checking the recipient's "
        "email address for typos. 550 5.1.1\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "google groups": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Lunch",
        "X-Failed-Recipients: tools@there.example\n",
        "Hello agent@app.example.com,\n\n"
        "We're writing to let you know that the group you tried to contact (tools) may not exist, or you may "
        "not have permission to post messages to the group. A few more details on why you weren't able to post:\n\n"
        " * You might have spelled or formatted the group name incorrectly.\n\nthere.example admins\n\n\n"
        "----- Original message -----\n\nX-Received: by 2002:a\n"
        "Received: from app.example.com by mx.example.com; Tue, 3 May 2022 10:15:00 +0000\n"
        "Message-ID: <one@app.example.com>\nFrom: Agent <agent@app.example.com>\nTo: tools@there.example\nSubject: Lunch\n"
        "Date: Tue, 3 May 2022 10:15:00 +0000\n\nShall we?\n",
        [("tools@there.example", "failed", None, True)],
    ),
    "yahoo": (
        "MAILER-DAEMON@yahoo.example", "Failure Notice",
        "",
        "Sorry, we were unable to deliver your message to the following address.\n\n<bo@there.example>:\n"
        "Remote  host said:\n550 5.1.1 unknown user\n [RCPT_TO]\n\n--- Below this line is a copy of the message.\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "yahoo 554": (
        "MAILER-DAEMON@yahoo.example", "failure notice",
        "",
        "Message from  yahoo.example.\nUnable to deliver message to the following address(es).\n\n<bo@there.example>:\n"
        "This user doesn't have a yahoo.example account (bo@there.example) [-9]\n\n--- Original message follows.\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "mail.ru": (
        "mailer-daemon@corp.mail.example", "Mail failure.",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    SMTP error from remote mail server after end of data:\n"
        "    550 spam message rejected. Please visit http://help.example.com\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "mail.ru 2": (
        "mailer-daemon@corp.mail.example", "Mail failure.",
        "",
        "Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.\n\n"
        "К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\nbo@there.example\n"
        "не удалось доставить сообщение: пользователь не найден\n\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "yandex": (
        "mailer-daemon@yandex.example", "Недоставленное сообщение",
        "",
        "This is the mail system at host mx.yandex.example.\n\n"
        "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n"
        "Please, do not reply to this message.\n\n**********************************************\n\n"
        "Это почтовая система mx.yandex.example.\n\nК сожалению, Ваше письмо не может быть доставлено.\n\n"
        "<bo@there.example>: host mx.there.example[192.0.2.1] said: 550 5.1.1 no such user (in reply to RCPT TO command)\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "163": (
        "Postmaster@163.example", "系统退信/Systems bounce",
        "",
        "抱歉，您的邮件被退回来了……\n\n原邮件信息：\n时间：2022-05-03 10:15:00\n主题：Lunch\n收件人：bo@there.example\n"
        "退信原因：\n收件人邮件地址（bo@there.example）不存在，邮件无法送达。\n"
        "SMTP error, RCPT TO: Host there.example(192.0.2.1) said 550 User not found: bo@there.example\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "qq": (
        "PostMaster@qq.example", "来自there.example的退信",
        "",
        "您好，您的邮件无法送达\n收件人：bo@there.example\n退信原因：该邮件地址不存在\n"
        "host mx.there.example[192.0.2.1] said: 550 Mailbox not found\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "naver": (
        "Mail Administrator <postmaster@naver.example>", "[메일 발송 실패 안내] 메일이 전송되지 못했습니다.",
        "",
        "메일 발송 실패 알림\n\n보내신 메일이 아래의 이유로 전송되지 못했습니다.\n\n받는사람: bo@there.example\n"
        "실패 이유: 존재하지 않는 이메일 주소\n550 5.1.1 No such user\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "docomo": (
        "mail-daemon@docomo.example", "Undelivered Mail Returned to Sender",
        "",
        "The following addresses had permanent fatal errors\n<bo@there.example>\n\nTranscript of session follows\n"
        "550 Unknown user bo@there.example\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "softbank": (
        "MAILER-DAEMON@softbank.example", "Undelivered Mail Returned to Sender",
        "",
        "宛先不明のためメールを配信できませんでした。\n\n宛先: bo@there.example\n"
        "550 Invalid recipient: <bo@there.example>\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "zoho": (
        "mailer-daemon@mail.zoho.example", "Undelivered Mail Returned to Sender",
        "",
        "This message was created automatically by mail delivery software.\n"
        " A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\n\n"
        "bo@there.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <bo@there.example>: User unknown\n\n"
        "Received:from mail.zoho.example by mx.zohomail.example\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "zoho de": (
        "mailer-daemon@mail.zoho.example", "Undelivered Mail Returned to Sender",
        "",
        "[Status: Error, Address: <bo@there.example>, ResponseCode 421, , Host not reachable.]\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "facebook": (
        "MAILER-DAEMON@facebook.example", "Sorry, your message could not be delivered",
        "",
        "This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed:\n"
        "\n  bo@there.example\n\n550 5.1.1 RCP-P2 http://postmaster.example.com\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "icloud": (
        "MAILER-DAEMON@icloud.example", "Undelivered Mail Returned to Sender",
        "",
        "This is the mail system at host st43p00im.\n\n"
        "<bo@there.example>: host mx.there.example said: 550 5.1.1 <bo@there.example>: user does not exist\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "mobileme": (
        "Internet Mail Delivery <postmaster@mac.example>", "Delivery Notification: Delivery has failed",
        "",
        "This report relates to a message you sent with the following header fields:\n\n"
        "  Message-id: <one@app.example.com>\n  Date: Tue, 03 May 2022 10:15:00 +0000\n"
        "  From: Agent <agent@app.example.com>\n  To: bo@there.example\n  Subject: Lunch\n\n"
        "Your message cannot be delivered to the following recipients:\n\n  Recipient address: bo@there.example\n"
        "  Reason: Remote SMTP server has rejected address\n"
        "  Diagnostic code: smtp;550 5.1.1 <bo@there.example>: Recipient address rejected\n"
        "  Remote system: dns;mx.there.example (TCP|192.0.2.9|25|192.0.2.1|25)\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "messagingserver": (
        "Internet Mail Delivery <postmaster@mx.example.com>", "Delivery Notification: Delivery has failed",
        "",
        "This report relates to a message you sent with the following header fields:\n\n"
        "  Return-path: <agent@app.example.com>\n  Received: from app.example.com\n"
        "  Date: Tue, 03 May 2022 10:15:00 +0000\n  To: bo@there.example\n  Subject: Lunch\n\n"
        "Your message cannot be delivered to the following recipients:\n\n  Recipient address: bo@there.example\n"
        "  Original address: bo@there.example\n  Reason: Illegal host/domain name found\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "fml post": (
        "tools-admin@there.example", "NOT MEMBER article from agent@app.example.com (tools ML)",
        "X-MLServer: fml [fml 4.0.3]\n",
        "Sorry, you are not a member of this mailing list.\n\nOriginal Mail as follows:\n\n"
        "   Received: from app.example.com by mx.example.com; Tue, 3 May 2022 10:15:00 +0000\n"
        "   Message-ID: <one@app.example.com>\n   From: Agent <agent@app.example.com>\n   To: tools@there.example\n"
        "   Subject: Lunch\n   Date: Tue, 3 May 2022 10:15:00 +0000\n   \n   Shall we?\n",
        [("tools@there.example", "failed", None, True)],
    ),
    "fml loop": (
        "tools-admin@there.example", "Loop Alert: Duplicated Message-ID (tools ML)",
        "X-MLServer: fml [fml 4.0.3]\n",
        "Duplicated Message-ID in <tools@there.example>.\n\nOriginal mail as follows:\n\n"
        "   Received: from app.example.com by mx.example.com; Tue, 3 May 2022 10:15:00 +0000\n"
        "   Message-ID: <one@app.example.com>\n   From: Agent <agent@app.example.com>\n   To: tools@there.example\n"
        "   Subject: Lunch\n   Date: Tue, 3 May 2022 10:15:00 +0000\n   \n   Shall we?\n",
        [("tools@there.example", "failed", None, True)],
    ),
    "ses": (
        "MAILER-DAEMON@amazonses.example", "Delivery Status Notification (Failure)",
        "",
        "An error occurred while trying to deliver the mail to the following recipients:\nbo@there.example\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "mimecast": (
        "Postmaster <postmaster@mx.example.com>", "[Postmaster] Email Delivery Failure",
        "",
        "Your message was not delivered to the following recipient:\n\nbo@there.example\n\n"
        "The response of the other server was: 550 Rejected by header based manually Blocked Senders - "
        "https://community.mimecast.example/docs/DOC-1369#550\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "mimecast 2": (
        "postmaster@mx.example.com", "[Postmaster] Email Delivery Failure",
        "",
        "A message you sent could not be delivered.\n\n <bo@there.example>:\n"
        " 550 5.4.1 Recipient address rejected: Access denied\n",
        [("bo@there.example", "failed", "5.4.1", True)],
    ),
    "powermta": (
        "mailer-daemon@mx.example.com", "Delivery report",
        "",
        "Hello, this is the mail server on mx.example.com.\n\n"
        "I am sending you this message to inform you on the delivery status of a\n"
        "message you previously sent.  Immediately below you will find a list of\n"
        "the affected recipients;  also attached is a Delivery Status Notification\n"
        "(DSN) report in standard format, as well as the headers of the original\nmessage.\n\n"
        "  <bo@there.example>  delivery failed; will not continue trying\n\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "sendgrid text": (
        "MAILER-DAEMON@sendgrid.example", "Undelivered Mail Returned to Sender",
        "",
        "This is an automatically generated message from SendGrid.\n\n"
        "I'm sorry to have to tell you that your message was not able to be delivered to one of its intended recipients.\n"
        "\nIf you require assistance with this, please contact SendGrid support.\n\n  Recipient: bo@there.example\n"
        "  Status: 5.1.1\n  Diagnostic-Code: 550 5.1.1 unknown\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "mailgun": (
        "postmaster@mx.example.com", "Undelivered message",
        "",
        "Delivery of your message to bo@there.example failed permanently.\nServer response: 550 5.1.1 User unknown\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "mFilter": (
        '"DigitalArts" <MAILER-DAEMON@mx.example.com>', "failure notice",
        "",
        "mx.there.example へのメール配送に失敗しました。\n\n-------server message\n"
        "550 5.1.1 unknown user <bo@there.example>\n\n-------SMTP command\nRCPT TO\n\n-------original message\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "mFilter 2": (
        "mail delivery <postmaster@mx.example.com>", "failure notice",
        "",
        "\nmx.example.com\nさんのメールが送信できませんでした。\n\n-------server message\n"
        "550 5.2.2 <bo@there.example> full\n\n-------SMTP command\nDATA\n\n-------original mail info\nCOPY",
        [("bo@there.example", "failed", "5.2.2", True)],
    ),
    "trend micro": (
        "postmaster@mx.example.com", "Mail could not be delivered",
        "",
        "The message could not be delivered to: bo@there.example\n550 5.1.1 unknown\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "v2 amavis": (
        "Content-filter at mx.example.com <postmaster@mx.example.com>", "Undeliverable mail, SPAM?",
        "",
        "Message could not be delivered to <bo@there.example>:\n\nThe message WAS NOT relayed to:\n<bo@there.example>:\n"
        "   554 5.7.0 Reject, id=123 - spam\n",
        [("bo@there.example", "failed", "5.7.0", True)],
    ),
    "clamav": (
        "postmaster@there.example", "Message not delivered: virus",
        "",
        "The message you sent to bo@there.example contained a virus and was not delivered.\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "kerio": (
        "MAILER-DAEMON@mx.example.com", "Undeliverable mail",
        "",
        "Your message\n\nFrom: agent@app.example.com\nTo: bo@there.example\nSubject: Lunch\n\n"
        "was not delivered to following recipients:\n\nbo@there.example: 550 5.1.1 <bo@there.example> User unknown\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "hmailserver": (
        "mailer-daemon@mx.example.com", "Message undeliverable: Lunch",
        "",
        "Your message did not reach some or all of the intended recipients.\n\n   Sent: Tue, 3 May 2022 10:15:00 +0000\n"
        "   Subject: Lunch\n\nThe following recipient(s) could not be reached:\n\nbo@there.example\n   Error Type: SMTP\n"
        "   Remote server (192.0.2.1) issued an error.\n   hMailServer sent: RCPT TO:<bo@there.example>\n"
        "   Remote server replied: 550 5.1.1 User unknown\n\n\nhMailServer\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "smartermail": (
        "System Administrator <>", "Delivery Failure",
        "",
        "Could not deliver message to the following recipient(s):\n\nFailed Recipient: bo@there.example\n"
        "Reason: Remote host said: 550 5.1.1 No such user\n\n   -- The header and top 20 lines of the message follows --\n"
        "\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "xmail": (
        "MAILER-DAEMON@mx.example.com", "Error sending message [123] from [mx.example.com]",
        "",
        "[<00>] XMail bounce: Rcpt=[bo@there.example];Error=[550 5.1.1 User unknown]\n\n\n"
        "[<01>] Error sending message [123] from [mx.example.com].\n\nID:        <S1>\nMail From: <agent@app.example.com>\n"
        "Rcpt To:   <bo@there.example>\nServer:    <mx.there.example> [192.0.2.1]\n\n\n"
        "[<02>] The reason of the delivery failure was:\n\n550 5.1.1 User unknown\n\n\n"
        "[<05>] Here is listed the initial part of the message:\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_what_the_server_says_is_read(name: str) -> None:
    sender, subject, headers, text, expected = REPORTS[name]
    assert facts_of(told(sender, subject, headers, text)) == (expected)
