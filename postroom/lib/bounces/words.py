"""The words of mail servers by the reason they stand for, and the codes of RFC 3463 §3. Data only; all lower case."""

from typing import Final

# In order: the first reason with a word that occurs is it, special before general.
WORDS: Final = """
    virus: virus | malware | infected | phishing
    loop: too many hops | hop count | mail loop | mail for this host loops | loops back | looping | too many received
    message_too_large: message too large | too big | message size | size limit | exceeds maximum | exceeded maximum
    message_too_large: maximum message | too large
    mailbox_full: mailbox full | mailbox is full | mailfolder is full | quota | over limit | insufficient storage
    mailbox_full: not enough storage | disk full | exceeded storage | out of space | mailbox exceeds
    mailbox_full: exceeded the local limit | inbox is full | is over the limit
    mailbox_disabled: disabled | suspended | inactive | account closed | discontinued | deactivated | account is locked
    mailbox_disabled: no longer active | not active | mailbox unavailable or | not accepting mail
    mailbox_disabled: blocked due to inactivity
    address_moved: has moved | user moved | address changed | has changed | new address is | please try <
    relay_denied: relay | not our customer | must authenticate | not local
    authentication: dmarc | dkim | spf | sender policy framework | unauthenticated | authentication required | 5.7.26 | ptr
    authentication: reverse dns | rdns | cannot find your hostname | client host rejected
    rate_limited: too many | rate limit | ratelimit | throttl | try again later, closing | too fast | too quickly
    rate_limited: exceeded the limit | 4.7.28 | temporarily deferred | greylist | graylist
    spam: spam | junk | unsolicited | bulk | blacklist | blocklist | black list | block list | blocked using | listed at
    spam: listed in | dnsbl | rbl | spamhaus | spamcop | reputation | uribl | abuse
    unknown_host: host unknown | unknown host | domain not found | host not found | name service error | nxdomain | no mx
    unknown_host: no such domain | domain does not exist | unrouteable | unroutable | unable to route
    unknown_host: bad destination mailbox domain | no route to domain | dns error | couldn't find any host
    unknown_host: domain name not found | bad destination host | null mx | does not accept mail
    unknown_address: user unknown | unknown user | no such user | unknown recipient | recipient unknown | does not exist
    unknown_address: doesn't exist | not found | no such | no mailbox | unknown or illegal | invalid recipient
    unknown_address: invalid mailbox | unknown address | address rejected | recipient rejected | not a valid | unknown local
    unknown_address: no recipients | user not known | address unknown | mailbox unavailable | not listed in | bad address
    unknown_address: isn't a member | not have a | not here | account not | not known | invalid user | undeliverable address
    unknown_address: bad destination | recipnotfound | unknown account | recipient address
    expired: expired | too old | retry timeout | retry time | too long | delivery time | giving up | multiple retries
    expired: time out waiting | unable to deliver in | maximum time | queue too
    network: timed out | timeout | connection refused | connection reset | no route to host | network is unreachable
    network: unable to connect | could not connect | couldn't connect | lost connection | connection lost | connect to
    network: host is down | connection dropped | not responding | unreachable | name resolution | temporarily unavailable
    content: header | syntax | rfc | attachment | content | charset | not compliant | malformed | 8bit | line too long
    policy: policy | denied | rejected | refused | not permitted | not allowed | prohibited | blocked | restricted
    policy: security | administrative | permission | banned
    system: system error | local error | internal error | out of memory | i/o error | configuration | mailer error
    system: command died | unavailable | service | input/output
"""

# Subject and detail of status codes.
CODES: Final = """
    unknown_address: 1.1 1.3 1.4
    unknown_host: 1.2 1.8 1.10 4.4
    address_moved: 1.6
    content: 1.7 1.9 5.4 6.1 6.3
    mailbox_disabled: 2.1 7.13
    mailbox_full: 2.2 3.1
    message_too_large: 2.3 3.4
    system: 2.4 3.2 3.5 4.3 5.2
    network: 4.1 4.2
    rate_limited: 4.5 7.28
    loop: 4.6
    expired: 4.7
    policy: 7.1 7.2
    authentication: 7.8 7.9 7.20 7.23 7.24 7.25 7.26
"""
