"""Rules over what words stand for: the same for every language."""

from functools import lru_cache

from postroom.lib.screening import concepts as c
from postroom.lib.screening.combine import Possible, Rule, all_of, possible, tested

_MACHINE = c.AI | c.LAB | c.VOCATIVE | c.CALLED
_ANY_MACHINE = _MACHINE | c.ASSISTANT
_INNER = c.PROMPT | c.SYSTEM_PROMPT
_MAILBOX = c.OWNED | c.VAULT

RULES = (
    # What it was told before is no longer to count.
    Rule("instruction_override", 0.72, (c.OVERRIDE, c.ALL, c.PRIOR, c.RULES | c.PROMPT)),
    Rule("instruction_override", 0.6, (c.OVERRIDE, c.PRIOR, c.RULES | c.PROMPT), 70, spared=c.OWN),
    Rule("instruction_override", 0.55, (c.OVERRIDE, c.YOUR, c.RULES | c.PROMPT | c.TASK), 45),
    Rule("instruction_override", 0.65, (_MACHINE, c.OVERRIDE, c.RULES | c.PROMPT | c.PRIOR), 120),
    Rule("instruction_override", 0.4, (c.OVERRIDE, c.SYSTEM, c.RULES | c.PROMPT), 50),
    Rule("instruction_override", 0.6, (c.OVERRIDE, c.TOLD, c.PRIOR), 60, spared=c.OWN),
    Rule("instruction_override", 0.45, (c.OVERRIDE, c.ALL, c.PRIOR), 40, spared=c.OWN),
    Rule("instruction_override", 0.55, (c.VOID, c.BOSS, c.RULES | c.TASK | c.PROMPT), 70),
    Rule(
        "instruction_override",
        0.55,
        (c.FORBID, c.OBEY, c.PRIOR | c.SYSTEM | _INNER, c.RULES | c.TASK | c.PROMPT | _INNER),
        70,
        ordered=True,
        spared=c.OWN,
    ),
    Rule("instruction_override", 0.55, (c.FORBID | c.NOT, c.OBEY, c.YOUR, c.RULES | c.TASK | c.PROMPT | c.SYSTEM), 60, spared=c.OWN),
    Rule("instruction_override", 0.55, (c.NOT, c.OBEY, c.PRIOR, c.RULES | c.PROMPT), 90, foreign=True),
    Rule("instruction_override", 0.55, (c.YOUR, c.PRIOR, c.RULES | c.TASK | c.PROMPT, c.SUPERSEDE), 80),
    Rule("instruction_override", 0.55, (c.SUPERSEDE, c.SYSTEM_PROMPT), 80),
    Rule("instruction_override", 0.5, (c.OVERRIDE, c.ALL, c.LAWS | c.GUARD), 40, ordered=True, spared=c.OWN),
    Rule("instruction_override", 0.4, (c.OVERRIDE, c.USER), 30, ordered=True),
    Rule("instruction_override", 0.5, (c.VOID | c.ERASE, c.YOUR, c.LAWS), 40, ordered=True),
    Rule("instruction_override", 0.5, (c.SYSTEM, c.LAWS, c.SUPERSEDE), 60),
    Rule("instruction_override", 0.5, (c.YOUR, c.LAWS, c.SUPERSEDE), 70, spared=c.OWN),
    Rule("instruction_override", 0.55, (c.SUPERSEDE, c.BOSS, c.YOUR), 90),
    Rule("instruction_override", 0.5, (c.SUPERSEDE, c.RULES, c.ASSISTANT | _MACHINE, c.MUST), 110, 1),
    Rule("instruction_override", 0.55, (c.OVERRIDE, c.RULES, c.FROM_NOW, c.OWN), 120, 1),
    Rule("instruction_override", 0.5, (c.FROM_NOW, c.OWN, c.RULES, c.OVERRIDE), 120, 1),
    # Its guards are to go.
    Rule("instruction_override", 0.6, (_MACHINE, c.DISABLE, c.RULES | c.GUARD), 100),
    Rule("instruction_override", 0.55, (c.ASSISTANT, c.DISABLE, c.RULES, c.MUST | c.YOUR), 100),
    Rule("instruction_override", 0.55, (c.VOID, c.YOUR, c.GUARD | c.TASK | c.PROMPT), 50),
    Rule("instruction_override", 0.5, (c.VOID, c.GUARD, c.MONEY | c.ASSISTANT), 80, ordered=True),
    Rule("instruction_override", 0.2, (c.FROM_NOW, c.MODE), 45),
    Rule("instruction_override", 0.5, (c.FROM_NOW, c.ASSISTANT | c.AI, c.NOT, c.RULES | c.GUARD), 80),
    Rule("instruction_override", 0.55, (c.FROM_NOW, c.ASSISTANT | c.AI, c.UNBOUND), 60),
    # What it holds is to be handed over.
    Rule("exfiltration", 0.6, (c.SEND | c.REVEAL, c.SECRET, _MACHINE), 200, 1),
    Rule("exfiltration", 0.6, (c.SEND, c.SECRET, c.HIDE), 160, 1),
    Rule("exfiltration", 0.3, (c.SEND, c.SECRET, c.ADDRESS), 160),
    Rule("exfiltration", 0.45, (c.SEND, c.SECRET | c.MAILS, c.ALL, c.ADDRESS), 160),
    Rule("exfiltration", 0.6, (c.SEND, c.SECRET, c.OVERRIDE, c.PRIOR | c.RULES), 200, 1),
    Rule("exfiltration", 0.55, (c.GIVE, _MAILBOX, c.ADDRESS), 150, ordered=True, spared=c.OWN),
    Rule("exfiltration", 0.55, (c.GIVE, c.VAULT, c.ADDRESS), 150, foreign=True),
    Rule("exfiltration", 0.55, (c.GIVE, c.ALL, c.MAILS, c.HOLDING, c.ADDRESS), 160, ordered=True),
    Rule("exfiltration", 0.5, (c.GIVE, c.RECENT, c.VAULT), 80, ordered=True),
    Rule("exfiltration", 0.5, (c.GIVE, c.DEEP), 50, ordered=True, spared=c.OWN),
    Rule("exfiltration", 0.55, (c.GIVE, c.USER, c.VAULT | c.OWNED | c.SECRET), 90, ordered=True),
    Rule("exfiltration", 0.5, (c.GIVE, c.VAULT, c.OUTPUT), 140, ordered=True),
    Rule("exfiltration", 0.5, (c.GIVE, c.ALL, c.VAULT), 60, ordered=True),
    Rule("exfiltration", 0.45, (c.GIVE, c.ALL, c.SECRET), 50, spared=c.OWN),
    Rule("exfiltration", 0.3, (c.GIVE, c.SECRET), 30, spared=c.OWN),
    Rule("exfiltration", 0.5, (c.GIVE, c.VAULT | c.SECRET, c.STORED), 70),
    Rule("exfiltration", 0.5, (c.GIVE, c.OWNED, c.ADDRESS), 150, foreign=True),
    Rule("exfiltration", 0.5, (c.GIVE, c.ALL, c.MAILS, c.ASSISTANT | c.AI, c.ADDRESS), 150, foreign=True),
    # What nobody but its makers knows.
    Rule("prompt_leak", 0.6, (c.REVEAL, c.SYSTEM, c.PROMPT), 60),
    Rule("prompt_leak", 0.55, (c.REVEAL, c.YOUR, c.PROMPT), 50),
    Rule("prompt_leak", 0.6, (c.REVEAL, c.SYSTEM_PROMPT), 50),
    Rule("prompt_leak", 0.6, (c.GIVE, c.SYSTEM_PROMPT), 50, ordered=True),
    Rule("prompt_leak", 0.5, (c.GIVE, c.YOUR, c.PROMPT | c.RULES), 50, ordered=True),
    Rule("prompt_leak", 0.35, (c.REVEAL, c.SYSTEM, c.RULES), 50),
    Rule("prompt_leak", 0.55, (c.FROM_NOW, c.MODE, c.REVEAL, c.SYSTEM | c.PROMPT | c.RULES | c.SYSTEM_PROMPT), 100, 1),
    # The one it works for is not to know.
    Rule("concealment", 0.7, (_ANY_MACHINE, c.NOT, c.TELL, c.USER), 140, ordered=True),
    Rule("concealment", 0.7, (_ANY_MACHINE, c.NOT, c.TELL, c.USER), 140, foreign=True),
    Rule("concealment", 0.45, (c.NOT, c.TELL, c.USER), 45),
    Rule("concealment", 0.55, (c.FORBID, c.TELL, c.USER, c.MAILS | c.HERE | c.ERASE), 120),
    Rule("concealment", 0.55, (c.HUSH, c.USER, c.MAILS | c.HERE | c.ERASE), 120),
    Rule("concealment", 0.7, (_ANY_MACHINE, c.HUSH, c.USER), 140),
    Rule("concealment", 0.4, (c.HIDE, c.SEND | c.EXECUTE), 50),
    # It is spoken to.
    Rule(
        "addressed_to_ai", 0.55, (c.VOCATIVE, c.SEND | c.REVEAL | c.EXECUTE | c.OVERRIDE | c.DECODE | c.MEMORY | c.SUMMARISE | c.TELL), 110
    ),
    Rule("addressed_to_ai", 0.55, (c.CALLED, c.ACT | c.TELL | c.USER), 110),
    Rule("addressed_to_ai", 0.6, (c.VOCATIVE, c.ACT), 130, 1, ordered=True),
    Rule(
        "addressed_to_ai",
        0.55,
        (c.CALLED, c.ACT, c.USER | c.SECRET | _MAILBOX | c.MAILS | c.TOOL | c.RULES | c.MONEY | c.HERE),
        160,
        1,
        ordered=True,
    ),
    Rule("addressed_to_ai", 0.45, (c.AI, c.MUST, c.SEND | c.EXECUTE | c.REVEAL), 80),
    Rule("addressed_to_ai", 0.55, (c.AI, c.MUST, c.SEND | c.EXECUTE | c.REVEAL | c.SAY, c.ADDRESS | c.HERE | c.USER), 130),
    Rule("addressed_to_ai", 0.4, (c.ASSISTANT, c.MUST, c.SEND, c.SECRET | c.MAILS), 70),
    Rule("addressed_to_ai", 0.55, (c.ASSISTANT, c.MUST, c.SEND, c.MAILS | c.OWNED, c.ADDRESS), 120, ordered=True),
    Rule("addressed_to_ai", 0.25, (_ANY_MACHINE, c.READ, c.MAILS), 50),
    # Somebody else is said to have agreed.
    Rule("false_approval", 0.6, (c.USER, c.APPROVED, c.NOT, c.ASK), 160, 1),
    Rule("false_approval", 0.5, (c.APPROVED, c.EXECUTE, c.NOT, c.ASK), 120, 1),
    Rule("false_approval", 0.5, (c.USER, c.APPROVED, _ANY_MACHINE, c.MUST | c.ACT), 160, 1, ordered=True),
    Rule("false_approval", 0.5, (c.USER, c.APPROVED, c.MONEY, c.EXECUTE), 120, 1, foreign=True),
    Rule("false_approval", 0.55, (c.ACT, c.NOT, c.ASK, c.USER), 90, ordered=True),
    Rule("false_approval", 0.55, (c.EXECUTE, c.NOT, c.ASK, c.USER), 90, foreign=True),
    Rule("false_approval", 0.35, (c.ASSISTANT | c.AI, c.APPROVED, c.ACT | c.EXECUTE), 70, ordered=True),
    Rule("false_approval", 0.5, (c.NOT, c.ASK, c.USER, c.ACT), 110, 1, ordered=True),
    Rule("false_approval", 0.45, (c.YOUR, c.BOSS, c.APPROVED), 40, ordered=True),
    # It is to keep something in mind.
    Rule("memory_poisoning", 0.5, (c.MEMORY, _MACHINE, c.USER | c.ALL), 140),
    Rule("memory_poisoning", 0.5, (c.KEEP, c.ALWAYS, c.TRUST | c.APPROVED | c.USER), 110, ordered=True),
    Rule("memory_poisoning", 0.5, (c.KEEP, c.TRUST, c.ADDRESS), 110),
    Rule("encoded_order", 0.45, (c.DECODE, c.VOCATIVE | c.AI), 70),
    Rule("output_control", 0.55, (c.YOUR, c.OUTPUT, c.FORM), 80),
    Rule("report_tampering", 0.55, (c.SUMMARISE, c.MAILS | c.HERE, c.SAY), 110, foreign=True),
    Rule("report_tampering", 0.5, (c.UTTER, c.USER, c.ADDRESS), 110, ordered=True),
    Rule("report_tampering", 0.5, (c.JUDGE, c.HERE, c.TRUST), 80, ordered=True),
    Rule("false_approval", 0.5, (_ANY_MACHINE, c.MONEY, c.NOT, c.ASK | c.TELL), 160, 1),
)


# What people say to each other, but hide from nobody.
HIDDEN_RULES = (
    Rule("exfiltration", 0.3, (c.GIVE, c.ALL | c.RECENT, c.OWNED | c.SECRET | c.MAILS, c.ADDRESS), 150, 1, ordered=True),
    Rule("exfiltration", 0.3, (c.GIVE, c.OWNED), 70, ordered=True),
    Rule("exfiltration", 0.3, (c.SEND, c.VAULT), 70, ordered=True),
    Rule("exfiltration", 0.3, (_MAILBOX, c.OUTPUT), 80),
    Rule("addressed_to_ai", 0.3, (_MACHINE, c.ACT), 150, 1),
    Rule("addressed_to_ai", 0.3, (_ANY_MACHINE, c.MUST, c.SEND | c.EXECUTE | c.REVEAL | c.SAY | c.ERASE), 120),
    Rule("report_tampering", 0.3, (c.SUMMARISE, c.MAILS | c.HERE | c.SAY), 90),
    Rule("report_tampering", 0.3, (c.UTTER, c.USER), 40, ordered=True),
    Rule("report_tampering", 0.3, (c.JUDGE, c.HERE), 60, ordered=True),
    Rule("output_control", 0.3, (c.ACT, c.YOUR, c.OUTPUT), 60, ordered=True),
    Rule("output_control", 0.3, (c.YOUR, c.OUTPUT, c.MUST, c.SAY), 60, ordered=True),
    Rule("concealment", 0.3, (c.FORBID, c.TELL | c.SAY, c.USER), 80),
    Rule("instruction_override", 0.3, (c.OVERRIDE, c.RULES | c.PROMPT | c.TASK), 60),
    Rule("instruction_override", 0.3, (c.VOID, c.GUARD), 60),
    Rule("instruction_override", 0.3, (c.OBEY, c.HERE | c.BOSS), 60),
    Rule("memory_poisoning", 0.3, (c.KEEP, c.ALWAYS | c.TRUST | c.APPROVED | c.ADDRESS), 110),
    Rule("false_approval", 0.3, (c.APPROVED, c.USER | c.BOSS, c.EXECUTE | c.MONEY), 130, 1),
    Rule("payment_change", 0.3, (c.ACT, c.MONEY, c.NOT, c.ASK | c.TELL), 140, 1),
    Rule("prompt_leak", 0.3, (c.GIVE | c.UTTER, c.PROMPT | c.SYSTEM_PROMPT), 60, ordered=True),
    Rule("covering_tracks", 0.3, (c.ERASE, c.MAILS | c.OWNED, c.USER | c.HIDE), 110, 1),
)


def possible_rules(bits: int) -> Possible:
    """Those that a text could match which says `bits`."""
    return _possible(bits & _USED)


def possible_where_hidden(bits: int) -> Possible:
    """The same, for a text that somebody hid or encoded."""
    return _possible_where_hidden(bits & _USED_WHERE_HIDDEN)


@lru_cache(maxsize=8192)
def _possible(bits: int) -> Possible:
    return possible(_TESTED, bits)


@lru_cache(maxsize=1024)
def _possible_where_hidden(bits: int) -> Possible:
    return possible(_TESTED_WHERE_HIDDEN, bits)


_TESTED = tested(RULES)
_TESTED_WHERE_HIDDEN = tested((*RULES, *HIDDEN_RULES))
_USED = all_of(RULES)
_USED_WHERE_HIDDEN = _USED | all_of(HIDDEN_RULES)
