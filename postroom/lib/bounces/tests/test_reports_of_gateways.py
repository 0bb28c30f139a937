"""Reports in free text, of gateways and smaller servers; every one was written for this test."""

import pytest

from postroom.lib.bounces.tests.samples import facts_of, told

# name: (From, Subject, further header lines, text, (recipient, action, status, permanent) of each); COPY is the mail that came back
REPORTS = {
    "notes unknown": (
        "Postmaster <postmaster@there.example>", "NONDELIVERY of: Lunch",
        "",
        "Failure Reasons:\n\nError delivering to bo/There/Example; Router: Database disk quota exceeded\nbo@there.example\n"
        "\n------- Returned Message --------\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "groupwise": (
        "Mail Administrator <postmaster@there.example>", "Message status - undeliverable",
        "",
        "The message that you sent was undeliverable to the following:\n\tbo@there.example (Mailbox is full)\n\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "groupwise 2": (
        "GWIA <gwia@there.example>", "Message status - undeliverable",
        "Return-Path: <>\n",
        "The message that you sent was undeliverable to the following:\n\tbo (user not found)\n\n"
        "Possibly truncated original message follows:\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "courier": (
        '"Courier mail server at mx.example.com" <postmaster@mx.example.com>', "NOTICE: mail delivery status.",
        "",
        "This is a delivery status notification from mx.example.com,\nrunning the Courier mail server, version 0.65.2.\n\n"
        "The original message was received on Tue, 3 May 2022 10:15:00 +0000\n"
        "from app.example.com (app.example.com [192.0.2.9])\n\n"
        "---------------------------------------------------------------------------\n\n"
        "                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n"
        "<bo@there.example>:\n    mx.there.example [192.0.2.1]:\n>>> RCPT TO:<bo@there.example>\n"
        "<<< 550 5.1.1 <bo@there.example>... User Unknown\n\n"
        "---------------------------------------------------------------------------\n\n"
        "If your message was also sent to additional recipients, their delivery\nstatus is not included in this report.\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "opensmtpd": (
        "Mailer Daemon <MAILER-DAEMON@mx.example.com>", "Delivery status notification: error",
        "",
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n"
        "    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n"
        "bo@there.example: 550 5.2.2 <bo@there.example>: Mailbox full\n\n    Below is a copy of the original message:\n\n"
        "COPY",
        [("bo@there.example", "failed", "5.2.2", True)],
    ),
    "opensmtpd warn": (
        "Mailer Daemon <MAILER-DAEMON@mx.example.com>", "Delivery status notification: delayed",
        "",
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n"
        "    A message is delayed for more than 4h for the following\n    list of recipients:\n\n"
        "bo@there.example: Network error on destination MXs\n\n"
        "    Please note that this is only a temporary failure report.\n",
        [("bo@there.example", "delayed", None, False)],
    ),
    "opensmtpd dragonfly": (
        "MAILER-DAEMON <>", "Mail delivery failed",
        "",
        "This is the DragonFly Mail Agent v0.13 at mx.example.com.\n\n"
        "There was an error delivering your mail to <bo@there.example>.\n\n"
        "mx.there.example [192.0.2.1] did not like our RCPT TO:\n"
        "550 5.1.1 <bo@there.example>: Recipient address rejected: User unknown\n\nOriginal message follows.\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "james": (
        "postmaster@mx.example.com", "[BOUNCE]",
        "Return-Path: <>\n",
        "Hi. This is the James mail server at mx.example.com.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.  Below\n"
        "I include the list of recipients and the reason why I was unable to deliver\nyour message.\n\nMessage details:\n"
        "  Subject: Lunch\n  Sent date: Tue May 03 10:15:00 GMT 2022\n  MAIL FROM: agent@app.example.com\n"
        "  RCPT TO: bo@there.example\n  From: Agent <agent@app.example.com>\n  To: bo@there.example\n"
        "  Size (in bytes): 1024\n  Number of lines: 12\n\n\nFailed recipient(s):\nbo@there.example\n\nError message:\n"
        "User unknown in virtual alias table\n550 - Requested action not taken: no such user here",
        [("bo@there.example", "failed", None, True)],
    ),
    "imail": (
        '"Postmaster" <postmaster@there.example>', "Undeliverable Mail ",
        "",
        "Unknown user: bo@there.example\n\nOriginal message follows.\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "imail 2": (
        '"Postmaster" <postmaster@mx.example.com>', "Undeliverable Mail",
        "",
        "Undeliverable to bo@there.example\n\nBody of message generated response:\n550 Rejected for policy reasons\n\n"
        "Original message follows.\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "imail delivery": (
        '"Postmaster" <postmaster@mx.example.com>', "Undeliverable Mail",
        "",
        "Delivery failed 20 attempts: bo@there.example\n\nOriginal message follows.\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "argosoft": (
        "Postmaster <postmaster@there.example>", "Mail delivery failed",
        "",
        "Your message was not delivered to the following recipients:\n\nbo@there.example: 550 user does not exist\n\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "mdaemon": (
        "MDaemon at mx.example.com <MDaemon@mx.example.com>", "Permanent Delivery Failure",
        "",
        "The following data may contain sections which represent BASE64 encoded\nfile attachments.\n\n"
        "Bo - no such user here.\n\nThere is no user by that name at this server.\n\n"
        ": Message contains [1] file attachments\n\nFailed address: bo@there.example\n\n--- Session Transcript ---\n"
        " Tue 2022-05-03 10:15:01: --> RCPT To:<bo@there.example>\n"
        " Tue 2022-05-03 10:15:01: <-- 550 <bo@there.example>, Recipient unknown\n--- End Transcript ---\n\n"
        "--- Beginning of failed message ---\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "mdaemon 2": (
        "Postmaster <postmaster@mx.example.com>", "Permanent Delivery Failure",
        "",
        "The attached message had PERMANENT fatal delivery errors!\n\n"
        "After one or more unsuccessful delivery attempts the attached message has\n"
        "been removed from the mail queue on this server.\n\nFailed address: bo@there.example\n\n"
        "--- Session Transcript ---\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "merak": (
        "Postmaster <postmaster@there.example>", "Undeliverable mail",
        "",
        "Your message has not been delivered to the following recipients:\n\nbo@there.example\n"
        "    550 5.1.1 unknown or illegal alias\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "mailenable": (
        "Postmaster <postmaster@mx.example.com>", "Message Delivery Failure",
        "",
        "MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be reached:\n"
        "\n\tRecipient: [SMTP:bo@there.example]\n\tReason: Remote SMTP Server Returned: 550 5.1.1 no mailbox\n\n\n"
        "Message headers follow:\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "surfcontrol": (
        "Mail Delivery System <postmaster@mx.example.com>", "Message delivery faile",
        "X-Mailer: SurfControl E-mail Filter\n",
        "Your message could not be sent.\nA transcript of the attempts to send the message follows.\n"
        "The number of attempts made: 1\nAddressed To: bo@there.example\n\nTue, 3 May 2022 10:15:00 +0000\n"
        "Failed to send to identified host,\nbo@there.example: [192.0.2.1], 550 5.1.1 unknown user\n"
        "--- Message non-deliverable.\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "interscan": (
        '"InterScan MSS" <mailer-daemon@mx.example.com>', "Mail delivery failed:",
        "",
        "Sent >>> RCPT TO: <bo@there.example>\nReceived <<< 550 5.1.1 bo@there.example... User unknown\n\n"
        "Unable to deliver message to <bo@there.example>\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "interscan 2": (
        "postmaster@mx.example.com", "InterScan Notification",
        "Return-Path: <>\n",
        "Unable to deliver message to <bo@there.example>\n\nReason: 550 5.7.1 rejected\n",
        [("bo@there.example", "failed", "5.7.1", True)],
    ),
    "mailmarshal": (
        "postmaster@mx.example.com", 'Undeliverable Mail: "Lunch"',
        "",
        "Your message:\n   From:    agent@app.example.com\n   Subject: Lunch\n\nCould not be delivered because of\n\n"
        "550 5.1.1 User unknown\n\nThe following recipients were affected: \n    bo@there.example\n\n"
        "Additional Information\n======================\nOriginal Sender:    <agent@app.example.com>\n"
        "Sender-MTA:         <192.0.2.9>\nRemote-MTA:         <192.0.2.1>\nReporting-MTA:      <mx.example.com>\n"
        "MessageName:        <B549996730000.000000000001.0003.mml>\nLast-Attempt-Date:  <16:21:07 seg, 22 maio 2022>\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "mxlogic": (
        "Mail Delivery System <mxl~000000~postmaster@mxlogic.example>", "Mail delivery failed: returning message to sender",
        "Return-Path: <>\n",
        "\nA message (from <agent@app.example.com>) was received at  3 May 2022 10:15:00 +0000.\n\n"
        "The following addresses had delivery problems:\n\n"
        "<bo@there.example>  550 5.1.1 User unknown in virtual mailbox table\n\n    Last Attempt: 3 May 2022\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "mcafee": (
        "postmaster@mx.example.com", "Delivery Status",
        "",
        "--------------------------------------------------------------------------------\nDelivery Failure Report\n\n"
        "The following addresses had delivery problems:\n\n<bo@there.example>   (User unknown)\n"
        "    Last Attempt Date: 2022\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "mailfoundry": (
        "MAILER-DAEMON@mx.example.com", "Message delivery has failed",
        "",
        "Unable to deliver message to: <bo@there.example>\nDelivery failed for the following reason:\n"
        "Server mx.there.example[192.0.2.1] failed with: 550 <bo@there.example> No such user here\n\n"
        "This has been a permanent failure.  No further delivery attempts will be made.\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "activehunter": (
        '"MAILER-DAEMON" <postmaster@mx.example.com>', "FAILURE NOTICE :",
        "",
        "Sorry, I wasn't able to deliver your message to the following addresses.\n\n"
        "  ----- The following addresses had permanent fatal errors -----\n\n>>> bo@there.example <bo@there.example>\n\n"
        "550 sorry, no mailbox here by that name (#5.1.1 - chkuser)\n\n  ----- Original message follows -----\n\nCOPY",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "x1": (
        '"Mail Deliver System" <MAILER-DAEMON@mx.example.com>', "Returned Mail: User unknown",
        "",
        "The original message was received at Tue, 3 May 2022 10:15:00 +0900\nfrom Agent <agent@app.example.com>\n\n"
        "---The following addresses had delivery errors---\n\nbo@there.example [User unknown]\n\n\n"
        "--- Message header follows ---\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "x2": (
        "MAILER-DAEMON@mx.example.com", "failure delivery",
        "",
        "Unable to deliver message to the following address(es).\n\n<bo@there.example>:\n"
        "This user doesn't have a there.example account (bo@there.example) [0]\n\n--- Original message follows.\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "x3": (
        "Mail Delivery System <MAILER-DAEMON@mx.example.com>", "Delivery status notification",
        "",
        "      ----- Undeliverable mail -----\n\n"
        "============================================================================\n"
        "      This message was created automatically by mail delivery software.\n\n"
        " A message that you sent could not be delivered to one or more of its\n"
        " recipients. The following error message explains the reason:\n\n"
        "============================================================================\n\n"
        "Reporting-MTA: dns; mx.example.com\n\nThe message that you sent to bo@there.example was rejected:\n\n"
        "  * <bo@there.example>\n\n         Status: 5.1.1\n         Reason: Unknown user bo\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "x4": (
        "MAILER-DAEMON@mx.example.com", "failure notice",
        "",
        "Hi. This is the mail server at mx.example.com.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<bo@there.example>:\n"
        "This address no longer accepts mail.\n\n--- Below this line is a copy of the message.\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "x5": (
        "TWFpbCBEZWxpdmVyeSBTdWJzeXN0ZW0= <MAILER-DAEMON@mx.example.com>", "Undelivered Mail",
        "",
        "Your message could not be delivered:\n\nFinal-Recipient: rfc822;bo@there.example\nAction: Failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 unknown user bo\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "x6": (
        "Mail Delivery System <mailer-daemon@mx.example.com>", "There was an error sending your mail",
        "",
        "We had trouble delivering your message. Full details follow:\n\nSubject: 'Lunch'\n"
        "Date: 'Tue, 3 May 2022 10:15:00 +0000'\n\n1 error(s):\n\n"
        "SMTP Server <mx.there.example> rejected recipient <bo@there.example>\n"
        "  (Error following RCPT command). It responded as follows: [550 5.1.1 User unknown]\n\nNo successes\n",
        [("bo@there.example", "failed", "5.1.1", True)],
    ),
    "verizon": (
        "post_master@vtext.example", "Undeliverable Message",
        "",
        "Error: 550 - Requested action not taken: no such user here\n\nMessage could not be delivered to mobile.\n"
        "Error: No valid recipients for this MM\n\n"
        "Received: from app.example.com by mx.example.com; Tue, 3 May 2022 10:15:00 +0000\n"
        "Message-ID: <one@app.example.com>\nFrom: Agent <agent@app.example.com>\nTo: 5551234567@there.example\n"
        "Subject: Lunch\nDate: Tue, 3 May 2022 10:15:00 +0000\n\nShall we?\n",
        [("5551234567@there.example", "failed", None, True)],
    ),
    "verizon 2": (
        "sysadmin@vzwpix.example", "Undeliverable Message",
        "Return-Path: <>\n",
        "\nMessage could not be delivered to mobile 5551234567.\nError: No valid recipients for this MM\n\n"
        "----- Original message -----\nFrom: agent@app.example.com\nTo: 5551234567@there.example\nSubject: Lunch\n"
        "Date: Tue, 3 May 2022\n",
        [("5551234567@there.example", "failed", None, True)],
    ),
    "ezweb": (
        '"Postmaster" <Postmaster@ezweb.example>', "Mail System Error - Returned Mail",
        "",
        "The user(s) bo@there.example account is temporarily over quota.\n\n<bo@there.example>: Recipient limit\n\n"
        "--- Original message ---\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "ezweb 2": (
        "Postmaster <postmaster@au.example>", "Mail System Error - Returned Mail",
        "",
        "次のあて先へのメッセージはエラーのため送信できませんでした。\n<bo@there.example>\n\nUser unknown\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "ezweb 3": (
        "<Postmaster@ezweb.example>", "Mail System Error - Returned Mail",
        "",
        "The following recipients did not receive this message:\n    <bo@there.example>\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "kddi": (
        "no-reply@app.auone.example", "Delivery failure",
        "Return-Path: <>\n",
        "Your mail sent on: Tue, 3 May 2022 10:15:00 +0900\n    Could not be delivered to: <bo@there.example>\n"
        "    As their mailbox is full.\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "kddi html": (
        "no-reply@dmx1.au.example", "Delivery failure",
        "Return-Path: <>\nContent-Type: text/html; charset=utf-8\n",
        "<html><body>Your mail attempted to be delivered on:Tue, 3 May 2022<br>Could not be delivered to: "
        "bo@there.example<br>As their mailbox is full.</body></html>",
        [("bo@there.example", "failed", None, True)],
    ),
    "biglobe": (
        "<postmaster@biglobe.example>", "Returned mail: failure",
        "",
        "   ----- The following addresses had delivery problems -----\nbo@there.example\n\n"
        "   ----- Non-delivered information -----\n"
        "The number of messages in recipient's mailbox exceeded the local limit.\n\n   ----- Original message -----\n\nCOPY",
        [("bo@there.example", "failed", None, True)],
    ),
    "bigfoot": (
        "MAILER-DAEMON@bigfoot.example", "Returned mail: Service unavailable",
        "",
        "   ----- The following addresses had permanent fatal errors -----\n<bo@there.example>\n\n"
        "   ----- Transcript of session follows -----\n>>> RCPT TO:<bo@there.example>\n"
        "<<< 553 Invalid recipient bo@there.example (Mode: normal)\n553 <bo@there.example>... Invalid recipient\n",
        [("bo@there.example", "failed", None, True)],
    ),
    "messagelabs": (
        "Mail Delivery System <MAILER-DAEMON@mx.example.com>", "Delivery Status Notification (Failure)",
        "",
        "The following message to <bo@there.example> was undeliverable.\nThe reason for the problem:\n"
        "5.1.0 - Unknown address error 550-'5.1.1 bo@there.example... User unknown'\n",
        [("bo@there.example", "failed", "5.1.0", True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_what_the_server_says_is_read(name: str) -> None:
    sender, subject, headers, text, expected = REPORTS[name]
    assert facts_of(told(sender, subject, headers, text)) == (expected)
