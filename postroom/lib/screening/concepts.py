"""What a word can stand for, as bits: rules combine these and know nothing of languages."""

AI = 1 << 0  # surely a machine: AI, LLM, chatbot, GPT
ASSISTANT = 1 << 1  # perhaps a machine: assistant, agent, bot
OVERRIDE = 1 << 2  # ignore, forget, bypass
PRIOR = 1 << 3  # previous, above, so far
ALL = 1 << 4
RULES = 1 << 5  # instructions, rules, guidelines, restrictions
YOUR = 1 << 6
PROMPT = 1 << 7
SYSTEM = 1 << 8
REVEAL = 1 << 9  # print, repeat, disclose
SEND = 1 << 10  # send, forward, upload
SECRET = 1 << 11  # passwords, keys, codes, the vault, the contacts
HIDE = 1 << 12  # silently, secretly
NOT = 1 << 13  # not, never, without
TELL = 1 << 14  # tell, inform, mention, show
USER = 1 << 15  # the user, the owner
MUST = 1 << 16
EXECUTE = 1 << 17  # execute, transfer, delete, approve
MEMORY = 1 << 18
SUMMARISE = 1 << 19
APPROVED = 1 << 20
PERSONA = 1 << 21  # pretend, role play, in character
UNBOUND = 1 << 22  # unfiltered, unethical, without limits
REFUSE = 1 << 23  # refuse, apologise
OUTPUT = 1 << 24  # answer, response
FORM = 1 << 25  # vowels, misspelling, cipher
TOLD = 1 << 26
DECODE = 1 << 27
LAB = 1 << 28  # OpenAI, ChatGPT, Anthropic: the names of makers and models
REPORT = 1 << 29  # researchers, example, lesson: somebody writes about attacks
LEET = 1 << 32
TOOL = 1 << 33
READ = 1 << 34  # reading, processing
MAILS = 1 << 35  # mail, mails, inbox, messages
ASK = 1 << 36  # ask, confirm
ADDRESS = 1 << 37  # an e-mail address, a URL, a phone number: seen by shape
VOCATIVE = 1 << 38  # an assistant that is addressed: seen by place
CHANGE = 1 << 39  # modify, rephrase, misspell
DISABLE = 1 << 40  # switch off, disable
FROM_NOW = 1 << 41
MODE = 1 << 43  # developer mode, maintenance mode
SYSTEM_PROMPT = 1 << 44  # in one word
START = 1 << 42  # a trigger word of an English phrase: only says that phrases are worth a look
ACT = 1 << 45  # a verb that begins a clause, as an order does
FOREIGN = 1 << 46  # a verb of another language than English, where words may stand in any order
GUARD = 1 << 47  # filters, safety, restrictions, approvals
TASK = 1 << 48  # task, objective, mission
NEW = 1 << 49  # new, real, updated
ALWAYS = 1 << 50  # always, forever, in future
TRUST = 1 << 51  # trusted, verified, legitimate
MONEY = 1 << 52  # payments, transfers, accounts
ERASE = 1 << 53  # delete, archive
FIND = 1 << 54  # find, collect, extract
OWNED = 1 << 55  # what a mailbox holds: inbox, address book, calendar, files
VAULT = 1 << 56  # secrets that nobody asks for by mail: passwords, credentials, one-time codes
RECENT = 1 << 57  # latest, last
OBEY = 1 << 58  # follow, obey
BOSS = 1 << 59  # developer, administrator, operator
HOLDING = 1 << 60  # containing, mentioning
SAY = 1 << 61  # say, write, state
OWN = 1 << 62  # my, our: what a writer says of what is his
SUPERSEDE = 1 << 63  # replaced, superseded, takes precedence
RATE = 1 << 64  # rate, classify, label
HERE = 1 << 65  # this mail, this sender
STORED = 1 << 73  # stored, saved
HUSH = 1 << 74  # do not tell, in one word
LAWS = 1 << 75  # instructions, guidelines: what governs a machine, and hardly a person
DEEP = 1 << 76  # secrets that nobody asks for at all
GIVE = 1 << 66  # an order to send, show or find
FORBID = 1 << 67  # an order not to
CALLED = 1 << 72  # an assistant that is addressed, and may be a person: seen by place
KEEP = 1 << 68  # an order to remember
JUDGE = 1 << 69  # an order to rate
VOID = 1 << 70  # an order to ignore or to switch off
UTTER = 1 << 71  # an order to say

# What a word becomes that begins a clause. In English its place shows it; of other languages the forms listed are those of orders.
PLACED = (
    (OVERRIDE | SEND | REVEAL | EXECUTE | ERASE | FIND | OBEY | MEMORY | SUMMARISE | DISABLE | SAY | DECODE | RATE, ACT),
    (SEND | REVEAL | FIND, GIVE),
    (NOT, FORBID),
    (MEMORY, KEEP),
    (RATE, JUDGE),
    (OVERRIDE | DISABLE, VOID),
    (SAY, UTTER),
)
BY_PLACE = ACT | GIVE | FORBID | KEEP | JUDGE | VOID | UTTER


def placed(bits: int) -> int:
    """What is added to a word that begins a clause."""
    added = 0
    for those, one in PLACED:
        if bits & those:
            added |= one
    return added
