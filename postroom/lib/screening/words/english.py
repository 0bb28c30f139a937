"""English words, by what they stand for."""

from postroom.lib.screening import concepts as c

ENGLISH = {
    c.AI: "ai ais llm llms chatbot chatbots ai-assistant ai-agent ai-model a.i",
    c.LAB: "gpt chatgpt gpt-3 gpt-4 gpt4 gpt-5 openai anthropic claude gemini copilot llama mistral deepseek bard",
    c.ASSISTANT: "assistant assistants agent agents bot bots model models",
    c.OVERRIDE: "ignore ignoring disregard disregarding forget override bypass overlook discard overwrite neglect circumvent",
    c.PRIOR: "previous prior above earlier preceding before former foregoing past original initial existing previously aforementioned",
    c.ALL: "all every any everything whatever entire each",
    c.RULES: "instructions instruction rules guidelines directives directive restrictions guardrails safeguards constraints commands"
    " orders policies policy programming filters filter training safety limitations context",
    c.YOUR: "your yours",
    c.PROMPT: "prompt prompts",
    c.SYSTEM: "system developer",
    c.REVEAL: "reveal print repeat disclose output display dump recite show leak expose paste",
    c.SEND: "send forward transmit upload exfiltrate email e-mail cc bcc leak share post mail submit relay text copy",
    c.SECRET: "password passwords passcode credentials secret secrets token tokens vault key keys contacts conversation"
    " code codes otp history mailbox inbox confidential cookies conversations",
    c.HIDE: "silently secretly quietly discreetly covertly stealthily unnoticed invisibly",
    c.NOT: "not never without don don't dont no avoid",
    c.TELL: "tell telling inform informing notify notifying mention mentioning alert alerting show showing reveal disclose warn",
    c.USER: "user users owner human humans operator principal",
    c.MUST: "must shall should required obliged ordered will need needs",
    c.EXECUTE: "execute run perform transfer delete approve wire pay invoke call carry obey comply follow accept add create purchase buy"
    " click open download visit install grant authorize authorise authorise confirm reply respond schedule book change update move",
    c.MEMORY: "memory remember memorize memorise memories long-term",
    c.SUMMARISE: "summarise summarize summarising summarizing summary summarises summarizes summarised summarized",
    c.APPROVED: "approved authorised authorized preapproved pre-approved approval confirmation consented",
    c.PERSONA: "pretend roleplay role-play persona character dan jailbreak jailbroken simulate impersonate hypothetical fictional"
    " acting roleplaying simulator amoral-ai entities",
    c.UNBOUND: "unfiltered uncensored unrestricted amoral unethical illegal immoral limitless ethicality legality morality explicit"
    " ethics ethical unlimited offensive harmful profanity disclaimers disclaimer unbiased censorship restrictions inhumane"
    " moral morals illegality taboo censored legal unconstrained unhinged swear dangerous controversial",
    c.REFUSE: "refuse refuses refusing refusal refusals apologize apologise apologizes refused decline cannot sorry warnings",
    c.OUTPUT: "response responses answer answers output outputs reply replies",
    c.FORM: "vowels vowel consonants spaces misspell misspelled misspellings misspelling anagram anagrams scramble scrambled substitution"
    " substitutions cipher emoji emojis rhyme rhymes homophone homophones homophonic jumbled jumble leetspeak alphanumeric typos haiku"
    " syllables clickbait morse",
    c.TOLD: "told said learned learnt instructed given taught",
    c.DECODE: "decode decrypt decipher unscramble",
    c.REPORT: "researchers researcher injection injections attack attacks article lesson test tests expects paper chapter"
    " vulnerability phishing draft webinar course homework dataset benchmark tutorial newsletter",
    c.TOOL: "tool tools function functions plugin api send_email tool_call",
    c.READ: "reading processing summarising summarizing handling parsing reads processes triaging",
    c.MAILS: "mail mails email emails message messages e-mails inbox mailbox thread threads",
    c.ASK: "ask asking confirm verify verification question questions",
    c.CHANGE: "modify alter rephrase rewrite misspell embed insert craft structure conclude append prepend phrase weave replace"
    " scramble swap group remove substitute switch incorporate provide use add end begin start finish include write mention suggest"
    " recommend promote tease translate convert encode respond reply answer",
    c.DISABLE: "disable deactivate turn switch suspend lift drop",
    c.FROM_NOW: "now henceforth onwards",
    c.START: "treat let maintenance debug god developer mode act role speak dan summarise summarize verbatim exactly forwarding imagine"
    " pretend you're unrestricted boolean respond responds prompts create generate story silently nothing",
}
