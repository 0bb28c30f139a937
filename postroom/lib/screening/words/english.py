"""English words, by what they stand for. `a_b` are two words in a row."""

from postroom.lib.screening import concepts as c

ENGLISH = {
    c.AI: "ai ais llm llms chatbot chatbots ai-assistant ai-agent ai-model ai-powered ai-based llm-based a.i artificial_intelligence"
    " language_model language_models virtual_assistant automated_assistant automated_assistants automated_agent automated_agents"
    " automated_reader automated_readers automatic_assistant email_assistant mail_assistant mail_agent email_agent email_agents"
    " mail_agents automated_email machine_readers machine_reader intelligent_agent reply_systems screening_tools ai_systems"
    " mail_handler automated_systems",
    c.LAB: "gpt chatgpt gpt-3 gpt-4 gpt4 gpt-5 openai anthropic claude gemini copilot llama mistral deepseek bard grok qwen",
    c.ASSISTANT: "assistant assistants agent agents bot bots model models robot robots",
    c.OVERRIDE: "ignore ignoring disregard disregarding forget override bypass overlook discard overwrite neglect circumvent set_aside"
    " no_attention abandon throw_out disobey revoke defy violate",
    c.PRIOR: "previous prior above earlier preceding before former foregoing past original initial existing previously aforementioned"
    " current so_far developers gave_you given_you you_got",
    c.ALL: "all every any everything whatever entire each",
    c.RULES: "instructions instruction rules guidelines directives directive restrictions guardrails safeguards constraints commands"
    " orders policies policy programming filters filter training safety limitations context guidance directions direction"
    " configuration",
    c.YOUR: "your yours",
    c.PROMPT: "prompt prompts system_message developer_message system_instructions system_instruction initial_instructions"
    " hidden_instructions hidden_guidelines hidden_rules context_window",
    c.SYSTEM: "system developer",
    c.SYSTEM_PROMPT: "system_prompt system_prompts initial_prompt hidden_prompt system_message context_window hidden_instructions"
    " initial_instructions developer_message hidden_guidelines",
    c.REVEAL: "reveal print repeat disclose output display dump recite show leak expose paste quote list reproduce",
    c.SEND: "send forward transmit upload exfiltrate email e-mail cc bcc leak share post mail submit relay text copy export deliver"
    " redirect dispatch attach",
    c.SECRET: "password passwords passcode credentials secret secrets token tokens vault key keys contacts conversation code codes otp"
    " history mailbox inbox confidential cookies conversations passcodes pin",
    c.VAULT: "passwords credentials vault otp passcode passcodes secrets api_key api_keys private_key private_keys one-time_code"
    " one-time_codes verification_code verification_codes login_code login_codes recovery_code recovery_codes access_codes"
    " access_code backup_codes environment_variables stored_password saved_password admin_password one-time_password"
    " one-time_passwords one-time_passcode one-time_passcodes session_token session_tokens access_token access_tokens incoming_codes"
    " security_codes security_code id_rsa context_window 2fa_code 2fa_codes authentication_code authentication_codes otps api_keys"
    " seed_phrase session_cookies cookies api_token api_tokens sms_code sms_codes card_number customer_database",
    c.OWNED: "inbox mailbox vault address_book contact_list contacts archive drive all_threads entire_thread whole_thread email_thread"
    " all_attachments unread_subjects previous_email previous_emails customer_list phone_numbers incoming_mail incoming_mails"
    " user's_drive his_mail her_mail conversation_history chat_history payroll_file board_minutes home_address current_location"
    " customer_database shared_mailbox client_list",
    c.HIDE: "silently secretly quietly discreetly covertly stealthily unnoticed invisibly invisible no_trace",
    c.NOT: "not never without don don't dont no avoid stop nothing cease",
    c.TELL: "tell telling inform informing notify notifying mention mentioning alert alerting show showing reveal disclose warn know see"
    " notice learn learns knows notices sees consult consulting involve involving bother prompting",
    c.USER: "user users owner human humans operator principal user's owner's",
    c.MUST: "must shall should required obliged ordered will need needs asked instructed expected",
    c.EXECUTE: "execute run perform transfer delete approve wire pay invoke call carry obey comply follow accept add create purchase buy"
    " click open download visit install grant authorize authorise confirm reply respond schedule book change update move release"
    " proceed complete process ship order fetch load unsubscribe invite look label route top remove export switch",
    c.ERASE: "delete archive trash purge wipe remove",
    c.FIND: "find search locate collect gather extract retrieve harvest compile scan fetch give hand provide write put copy look list",
    c.MEMORY: "memory remember memorize memorise memories long-term",
    c.SUMMARISE: "summarise summarize summarising summarizing summary summarises summarizes summarised summarized summaries",
    c.APPROVED: "approved authorised authorized preapproved pre-approved consented pre-cleared pre-authorised pre-authorized cleared"
    " given_permission agreed",
    c.PERSONA: "pretend roleplay role-play persona character dan jailbreak jailbroken simulate impersonate hypothetical fictional acting"
    " roleplaying simulator amoral-ai entities",
    c.UNBOUND: "unfiltered uncensored unrestricted amoral unethical illegal immoral limitless ethicality legality morality explicit"
    " ethics ethical unlimited offensive harmful profanity disclaimers disclaimer unbiased censorship restrictions inhumane moral"
    " morals illegality taboo censored legal unconstrained unhinged swear dangerous controversial",
    c.REFUSE: "refuse refuses refusing refusal refusals apologize apologise apologizes refused decline cannot sorry warnings",
    c.OUTPUT: "response responses answer answers output outputs reply replies",
    c.FORM: "vowels vowel consonants spaces misspell misspelled misspellings misspelling anagram anagrams scramble scrambled substitution"
    " substitutions cipher emoji emojis rhyme rhymes homophone homophones homophonic jumbled jumble leetspeak alphanumeric typos"
    " haiku syllables clickbait morse",
    c.TOLD: "told said learned learnt instructed given taught",
    c.DECODE: "decode decrypt decipher unscramble",
    c.REPORT: "researchers researcher injection injections attack attacks article lesson test tests expects paper chapter vulnerability"
    " phishing draft webinar course homework dataset benchmark tutorial newsletter attackers attacker hackers hacker jailbreak"
    " podcast advisory incident red_team tested experiment awareness jailbreaks explained attempts test_mail",
    c.TOOL: "tool tools function functions plugin api send_email tool_call",
    c.READ: "reading processing summarising summarizing handling parsing reads processes triaging",
    c.MAILS: "mail mails email emails message messages e-mails inbox mailbox thread threads",
    c.HERE: "this_mail this_email this_message this_e-mail this_sender the_sender this_note this_invoice this_request this_applicant"
    " this_ticket this_application this_paper this_document this_cv this_candidate these_steps this_instruction this_section"
    " this_paragraph",
    c.ASK: "ask asking confirm verify verification question questions check double-check review bothered consult approval confirmation"
    " permission",
    c.CHANGE: "modify alter rephrase rewrite misspell embed insert craft structure conclude append prepend phrase weave replace scramble"
    " swap group remove substitute switch incorporate provide use add end begin start finish include write mention suggest recommend"
    " promote tease translate convert encode respond reply answer",
    c.SAY: "say write state tell include claim advise describe insert add mention omit recommend draft put answer reply respond read",
    c.DISABLE: "disable deactivate turn switch suspend lift drop cancel skip erase reset remove bypass",
    c.GUARD: "filters filter safety safeguards guardrails restrictions moderation checks limitations safety-checks approval_step"
    " safety_rules",
    c.TASK: "task objective goal mission assignment workflow purpose duty job",
    c.NEW: "new updated revised corrected actual real next sole only different",
    c.ALWAYS: "always forever permanently future later henceforth onwards onward going_forward persistent standing permanent every_time"
    " whenever from_now",
    c.TRUST: "trusted legitimate verified trustworthy safe approved trust preapproved pre-approved vip valid genuine",
    c.MONEY: "payment payments funds invoice invoices iban transfer transfers refund refunds purchase gift_cards money bitcoin btc wire"
    " remittance vendor supplier credit_card saved_card",
    c.RECENT: "latest last newest recent",
    c.OBEY: "follow obey comply following obeying complying heed",
    c.BOSS: "developer developers administrator admin operator operators creator creators programmer designers makers owner",
    c.HOLDING: "containing contains contain mentioning mentions",
    c.OWN: "my our i we i've we've i'm",
    c.STORED: "stored saved",
    c.SUPERSEDE: "supersede supersedes superseded replace replaces replaced precedence outdated overrides priority overrule overruled"
    " cancelled canceled revoked invalid void lifted overwritten rescinded not_apply no_longer suspended obsolete expired",
    c.RATE: "rate classify label treat categorise categorize rank flag evaluate mark consider grade score",
    c.FROM_NOW: "now henceforth onwards",
    c.START: "treat let maintenance debug god developer mode act role speak dan summarise summarize verbatim exactly forwarding imagine"
    " pretend you're unrestricted boolean respond responds prompts create generate story silently nothing",
    c.LAWS: "instructions guidance directions guidelines directives guardrails safeguards restrictions programming base_instructions rules",
    c.DEEP: "passwords credentials seed_phrase session_cookies api_key api_keys api_token api_tokens private_key private_keys"
    " recovery_codes login_codes verification_codes one-time_codes one-time_passwords backup_codes access_tokens session_tokens"
    " sms_codes id_rsa stored_secrets customer_database otps passcodes",
}
