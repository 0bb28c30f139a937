"""Reports in free text, of qmail, Exim, Sendmail, Postfix, Exchange, Notes and others; every one was written for this test."""

import pytest

from postroom.lib.bounces.tests.samples import facts_of, told

# name: (From, Subject, further header lines, text, (recipient, action, status, permanent) of each); COPY is the mail that came back
REPORTS = {
    "qmail no code": (
        "MAILER-DAEMON@mx.example.com", "failure notice",
        "",
        "Hi. This is the qmail-send program at mx.example.com.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<bo@there.example>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
        "Return-Path: <agent@app.example.com>\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "qmail hash": (
        "MAILER-DAEMON@mx.example.com", "failure notice",
        "",
        "Hi. This is the qmail-send program at mx.example.com.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<bo@there.example>:\n"
        "Sorry, I couldn't find any host named there.example. (#5.1.2)\n\n--- Below this line is a copy of the message.\n\n"
        "COPY",
        [("bo@there.example", "failed", "5.1.2", True)],
    ),
    "qmail temp": (
        "MAILER-DAEMON@mx.example.com", "failure notice",
        "",
        "Hi. This is the qmail-send program at mx.example.com.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<bo@there.example>:\n"
        "Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)\n"
        "I'm not going to try again; this message has been in the queue too long.\n\n"
        "--- Below this line is a copy of the message.\n\nCOPY",
        [("bo@there.example", "failed", "4.4.1", False)],
    ),
    "qmail two": (
        "MAILER-DAEMON@mx.example.com", "failure notice",
        "",
        "Hi. This is the qmail-send program at mx.example.com.\n\n<cy@there.example>:\n192.0.2.1 does not like recipient.\n"
        "Remote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.1.\n\n<bo@there.example>:\n"
        "192.0.2.1 failed after I sent the message.\nRemote host said: 552 5.2.2 quota exceeded\n\n"
        "--- Below this line is a copy of the message.\n\nCOPY",
        [("cy@there.example", "failed", "5.1.1", True), ("bo@there.example", "failed", "5.2.2", True)],
    ),
    "qmail ja": (
        "MAILER-DAEMON@mx.example.com", "failure notice",
        "",
        "Hi. This is the qmail-send program at mx.example.com.\n配達できませんでした。\n\n<bo@there.example>:\n"
        "そのようなユーザはありません。 (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "exim unrouteable": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        "Return-path: <agent@app.example.com>\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim noheader unrouteable": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        "Return-path: <agent@app.example.com>\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim all retry": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    all hosts for 'there.example' have been failing for a long time (and retry time not reached)\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim noheader all retry": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    all hosts for 'there.example' have been failing for a long time (and retry time not reached)\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim retry timeout": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    retry timeout exceeded\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        "Return-path: <agent@app.example.com>\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim noheader retry timeout": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    retry timeout exceeded\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        "Return-path: <agent@app.example.com>\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim quoted smtp": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    SMTP error from remote mail server after end of data:\n"
        "    host mx.there.example [192.0.2.1]: 550-5.7.1 [192.0.2.9      12] Our system has detected that "
        "this message is\n    550-5.7.1 likely unsolicited mail. To reduce the amount of spam,\n"
        "    550 5.7.1 this message has been blocked.\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", "5.7.1", True)],
    ),
    "exim noheader quoted smtp": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    SMTP error from remote mail server after end of data:\n"
        "    host mx.there.example [192.0.2.1]: 550-5.7.1 [192.0.2.9      12] Our system has detected that "
        "this message is\n    550-5.7.1 likely unsolicited mail. To reduce the amount of spam,\n"
        "    550 5.7.1 this message has been blocked.\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", "5.7.1", True)],
    ),
    "exim rcpt to": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    host mx.there.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<bo@there.example>:\n"
        "    550 No such person at this address\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim noheader rcpt to": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    host mx.there.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<bo@there.example>:\n"
        "    550 No such person at this address\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim generated from": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    (generated from list@app.example.com)\n    mailbox is full: retry timeout exceeded\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim noheader generated from": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    (generated from list@app.example.com)\n    mailbox is full: retry timeout exceeded\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim pipe": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    local delivery failed\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        "Return-path: <agent@app.example.com>\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim noheader pipe": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    local delivery failed\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        "Return-path: <agent@app.example.com>\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim lowest mx": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    lowest numbered MX record points to local host\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim noheader lowest mx": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    lowest numbered MX record points to local host\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim forward": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "X-Failed-Recipients: bo@there.example\nAuto-Submitted: auto-replied\n",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    (ultimately generated from all@there.example)\n    Unknown user\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim noheader forward": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
        "",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n  bo@there.example\n"
        "    (ultimately generated from all@there.example)\n    Unknown user\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <agent@app.example.com>\n"
        "COPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "exim delay": (
        "Mail Delivery System <Mailer-Daemon@mx.example.com>", "Warning: message 1abcde-0001ab-cd delayed 48 hours",
        "",
        "This message was created automatically by mail delivery software.\n"
        "A message that you sent has not yet been delivered to one or more of its\n"
        "recipients after more than 48 hours on the queue on mx.example.com.\n\n"
        "The message identifier is:     1abcde-0001ab-cd\nThe subject of the message is: Lunch\n"
        "The date of the message is:    Tue, 3 May 2022 10:15:00 +0000\n\n"
        "The address to which the message has not yet been delivered is:\n\n  bo@there.example\n"
        "    Delay reason: SMTP error from remote mail server after RCPT TO:<bo@there.example>:\n"
        "    host mx.there.example [192.0.2.1]: 451 4.7.1 Please try again later\n\n"
        "No action is required on your part. Delivery attempts will continue for\n"
        "some time, and this warning may be repeated at intervals if the message\n"
        "remains undelivered. Eventually the mail delivery software will give up,\n"
        "and when that happens, the message will be returned to you.\n",
        [("bo@there.example", "delayed", "4.7.1", False)],
    ),
    "exim 1und1": (
        "Mail Delivery System <mailer-daemon@kundenserver.example>", "Mail delivery failed: returning message to sender",
        "",
        "A message that you sent could not be delivered to\none or more of its recipients. This is a permanent error.\n"
        "The following address failed:\n\n    bo@there.example:\n"
        "    SMTP error from remote server for RCPT TO command, host: mx.there.example (192.0.2.1) reason: 550 "
        "5.1.1 <bo@there.example>: Recipient address rejected:\n\nThe header of the original message is following.\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "sendmail 8 text": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>", "Returned mail: see transcript for details",
        "",
        "The original message was received at Tue, 3 May 2022 10:15:00 GMT\nfrom app.example.com [192.0.2.9]\n\n"
        "   ----- The following addresses had permanent fatal errors -----\n<bo@there.example>\n"
        "    (reason: 550 5.1.1 <bo@there.example>... User unknown)\n\n   ----- Transcript of session follows -----\n"
        "... while talking to mx.there.example.:\n>>> DATA\n<<< 550 5.1.1 <bo@there.example>... User unknown\n"
        "550 5.1.1 <bo@there.example>... User unknown\n<<< 503 5.0.0 Need RCPT (recipient)\n\n"
        "   ----- Message header follows -----\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "sendmail warn": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>", "Warning: could not send message for past 4 hours",
        "",
        "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n"
        "    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n"
        "The original message was received at Tue, 3 May 2022 10:15:00 GMT\nfrom localhost [127.0.0.1]\n\n"
        "   ----- Transcript of session follows -----\n"
        "<bo@there.example>... Deferred: Connection timed out with mx.there.example.\n"
        "Warning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n",
        [("bo@there.example", "delayed", None, False)],
    ),
    "v5sendmail": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>", "Returned mail: User unknown",
        "",
        "   ----- Transcript of session follows -----\n... while talking to mx.there.example:\n"
        ">>> RCPT To:<bo@there.example>\n<<< 550 <bo@there.example>... User unknown\n"
        "550 <bo@there.example>... User unknown\n\n   ----- Unsent message follows -----\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "v5sendmail host": (
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>", "Returned mail: Host unknown",
        "",
        "   ----- Transcript of session follows -----\n"
        "550 bo@there.example... Host unknown (Name server: there.example: host not found)\n\n"
        "   ----- Unsent message follows -----\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "sendmail cannot": (
        "MAILER-DAEMON@mx.example.com", "Returned mail: Cannot send message for 5 days",
        "",
        "The original message was received at Tue, 3 May 2022 10:15:00 GMT\n\n"
        "   ----- The following addresses had permanent fatal errors -----\nbo@there.example\n"
        "    (expanded from: <all@app.example.com>)\n\n   ----- Transcript of session follows -----\n"
        "554 5.0.0 bo@there.example... Cannot send message for 5 days\n\n",
        [("bo@there.example", "failed", "5.0.0", True)],
    ),
    "postfix 2 addr": (
        "MAILER-DAEMON@mx.example.com (Mail Delivery System)", "Undelivered Mail Returned to Sender",
        "",
        "This is the mail system at host mx.example.com.\n\nI'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\n"
        "For further assistance, please send mail to postmaster.\n\n                   The mail system\n\n"
        "<bo@there.example> (expanded from <all@app.example.com>): host\n"
        "    mx.there.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO\n    command)\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "postfix old": (
        "MAILER-DAEMON@mx.example.com", "Undelivered Mail Returned to Sender",
        "",
        "This is the Postfix program at host mx.example.com.\n\nI'm sorry to have to inform you that the message returned\n"
        "below could not be delivered to one or more destinations.\n\n\t\t\tThe Postfix program\n\n"
        '<bo@there.example>: unknown user: "bo"\n',
        [("bo@there.example", "failed", None, True)],
    ),
    "postfix connect": (
        "MAILER-DAEMON@mx.example.com", "Undelivered Mail Returned to Sender",
        "",
        "This is the mail system at host mx.example.com.\n\n"
        "<bo@there.example>: connect to there.example[192.0.2.1]:25: Connection timed out\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "postfix mail loop": (
        "MAILER-DAEMON@mx.example.com", "Undelivered Mail Returned to Sender",
        "",
        "<bo@there.example>: mail for there.example loops back to myself\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "exchange 2000": (
        "System Administrator <postmaster@there.example>", "Undeliverable: Lunch",
        "",
        "Your message\n\n  To:      bo@there.example\n  Subject: Lunch\n  Sent:    Tue, 3 May 2022 10:15:00 +0000\n\n"
        "did not reach the following recipient(s):\n\nbo@there.example on Tue, 3 May 2022 10:15:03 +0000\n"
        "    The recipient name is not recognized\n"
        "\tThe MTS-ID of the original message is: c=us;a= ;p=example;l=MX2205031015ABC\n"
        "    MSEXCH:IMS:Example:SITE:MX 0 (000C05A6) Unknown Recipient\n\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "exchange 2003": (
        "System Administrator <postmaster@there.example>", "Undeliverable: Lunch",
        "",
        "Your message did not reach some or all of the intended recipients.\n\n      Subject:\tLunch\n"
        "      Sent:\t5/3/2022 10:15 AM\n\nThe following recipient(s) could not be reached:\n\n"
        "      bo@there.example on 5/3/2022 10:15 AM\n"
        "            The e-mail account does not exist at the organization this message was sent to.  Check "
        "the e-mail address, or contact the recipient directly to find out the correct address.\n"
        "            <mx.there.example #5.1.1>\n\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "exchange 2003 smtp": (
        "System Administrator <postmaster@mx.example.com>", "Undeliverable: Lunch",
        "",
        "Your message did not reach some or all of the intended recipients.\n\n      Subject:\tLunch\n"
        "      Sent:\t5/3/2022 10:15 AM\n\nThe following recipient(s) cannot be reached:\n\n"
        "      'bo@there.example' on 5/3/2022 10:15 AM\n"
        "            There was a SMTP communication problem with the recipient's email server.  Please contact "
        "your system administrator.\n            <mx.example.com #5.5.0 smtp;552 5.2.2 Over quota>\n",
        [("bo@there.example", "failed", "5.5.0", True)],
    ),
    "365 html": (
        "Microsoft Outlook <postmaster@outlook.example>", "Undeliverable: Lunch",
        "Content-Type: text/html; charset=utf-8\n",
        "<html><body><p>Your message to bo@there.example couldn't be delivered.</p><p>bo wasn't found at "
        "there.example.</p><table><tr><td>agent</td><td>Office 365</td><td>bo</td></tr></table><p>Original "
        "Message Details</p><p>Created Date: 5/3/2022 10:15:00 AM</p><p>Sender Address: "
        "agent@app.example.com</p><p>Recipient Address: bo@there.example</p><p>Subject: Lunch</p><p>Error "
        "Details</p><p>Reported error: <i>550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient "
        "bo@there.example not found by SMTP address lookup</i></p><p>DSN generated by: "
        "ABC.eurprd01.prod.outlook.example</p></body></html>",
        [("bo@there.example", "failed", "5.1.10", True)],
    ),
    "domino": (
        "Mail Router <postmaster@there.example>", "DELIVERY FAILURE: User bo (bo@there.example) not listed in Domino Directory",
        "",
        "Your message\n\n  Subject: Lunch\n\nwas not delivered to:\n\n  bo@there.example\n\nbecause:\n\n"
        "  User bo (bo@there.example) not listed in Domino Directory\n\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "notes": (
        "Notes SMTP <postmaster@there.example>", "Delivery failure",
        "",
        "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nbo@there.example\n\n"
        "------- Returned Message --------\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_what_the_server_says_is_read(name: str) -> None:
    sender, subject, headers, text, expected = REPORTS[name]
    assert facts_of(told(sender, subject, headers, text)) == (expected)
