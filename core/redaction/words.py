"""Words that are no secrets, whatever stands before them."""

from __future__ import annotations

import re

# What follows "password:" in outputs, logs and mails without being one.
_STATES_TEXT = """
a about
absent exportable
abgelaufen accepted again all allowed already also an and any are as ask asked at auth
authentication available be been before bitte blank but by can cannot cant change changed
changes changing characters chars check checked complexity configured contains correct could
created credential credentials days default deleted denied der die das deactivated did disabled
do does doesnt done dont during each either ein eine either else email empty enabled encrypted
enforced enter entered error est every existing expiration expire expired expires expiring
expiry fail failed failure falsch false fehlt field fields file first for found from geaendert
geändert generated get gets given granted had has hash hashes have hidden hint history how i if
im implemented in incorrect invalid is ist it its ja jamais kein keine known last later leer
length less let like list locked login logon lost lowercase man managed manager managers many
mask masked match matches may me message minimum mismatch missing more most must my n/a name nao
need needed needs nein never new next nicht nie no non none not now nul null number of off ok
okay old on once one only optional or our out over page per permanent please policies present policy
policys prompt prompted protected protection provided reason redacted reenter rejected
remembered removed renewed repeat replaced request requested require required requirements
requires reset resets resetting rotated rotation same saved screen see self-service sent
session set sets setting settings shall should show shown since skipped stale state status still
store stored string strength success successful successfully sync synced synchronization
synchronized tbd temporarily than that the their them then there they this times to too true try
twice type typed unbekannt und unknown unlocked unset until update updated uppercase use used
user users username using valid validated validation verified via visible von war was were weak
what when where which while who why will wird with without works working would writeback wrong
wurde yes yet you your zurückgesetzt zurueckgesetzt über für mit auf nach bei oui si sí não
nada ninguno aucun aucune
"""
_STATES = frozenset(_STATES_TEXT.split())

# A password may well be one of these, but it is then not looked for in other texts.
_COMMON_TEXT = """
access account accounts action active activity adapter address administrator administrators
admin1 adapters again answer antivirus application apple archive attempt backup balance banner
before better between bitlocker branch bridge browser building business button cabinet camera
campus cancel certificate change channel charge check client clients cloud cluster column
command common community company complete computer config configuration connect connected
connection console contact content control controller cookie corner correct country credential
customer database debug default define delete deploy desktop detail device devices direct
director directory disable display document domain driver during dynamic editor either email
employee enable energy engine engineer enterprise entire error escalation ethernet event
example exchange execute expired export express external failed failover family feature fiber
figure finance firewall firmware folder following format forward future gateway general generic
global google graphics ground guest guests handler hardware headquarters health hello hidden
history holiday hosting hostname hotfix house hybrid import inbound include incoming index
indoor inside install instance interface internal internet invalid invoice kennwort kernel
keyboard laptop layer leader legacy letter level library license licence limit linux listen
little loading local location locked logging login logon mailbox maintenance manage managed
management manager manual market master matrix member memory message meeting microsoft middle
minute mobile module monday monitor monitoring morning mother motion mounted mouse network
normal notebook notice number office offline online opening operation operator option options
orange oracle order origin outbound outdoor outlook outside package parent partner passwd
password passwords passwort patch people period person phone physical picture planning platform
player please police policy portal power prefix primary printer printers priority private
problem process product production profile program progress project protect provider proxy
public purchase python quality quarantine queue radius random rapid readonly reader reason
reboot receive reception recovery region register registry release remote remove rename repair
replace report request reserved reset resolve response restart restore result return review
router running sample school screen script search second secondary secret section secure
security select sender server servers service services session setting settings setup shared
simple single snapshot snmpv3 software source special standard standby starting state static
station status storage street string student subnet summer sunday support switch switches
sysadmin system systems tablet target teacher team template temporary tenant terminal testing
thursday ticket timeout tomorrow traffic training transfer trusted tunnel update updates upgrade
upload username users utility vendor version virtual visitor visitors voice volume vpnuser
warehouse warning website wednesday weekend welcome window windows winter wireless without
worker working workstation yellow yesterday
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_EDGES = ".,;:!?()[]{}<>\"'`*_"
_MASK = re.compile(
    r"[*•●x.#\-_\\/…]+|\[[\w \-]{1,30}\]|<[^<>]{1,60}>|\{\{.*|\$\{.*|%[\w ]{1,40}%", re.IGNORECASE
)
_CODE = re.compile(
    r"[$@]?\(.*|@[\"'].*|[A-Za-z_]\w*(?:\.\w+)+[(\[].*|\w*(?:env|input|getpass|lookup|vault"
    r"|read)\w*[(\[].*"
    r"|\$[A-Za-z_][A-Za-z_.:]*|\$(?:env|script|global):.*|\$_\..*|process\.env.*"
    r"|(?:Get|Read|ConvertTo|New|Import)-[A-Z]\w+.*"
)
_UNPRINTED = re.compile(
    r"[A-Za-z]:\\\S*|(?i:aes|des|rc4|rsa|sha|ed|ecdsa)-?\d*(?:[-_]\w+)*|\d{1,3}|\S{1,2}|System\.Security\.SecureString|System\.Object.*|\S*@\{.*"
)


def is_state(word: str) -> bool:
    """Whether a word says something about a secret instead of being one."""
    bare = word.lower().strip(_EDGES)
    return bare in _STATES or bare.replace("'", "") in _STATES


def is_common(word: str) -> bool:
    return word.lower() in _COMMON or is_state(word)


def is_value(word: str) -> bool:
    """Whether what stands in a secret's place may be one: no mask, variable, call or state."""
    return not (
        is_state(word)
        or not word.strip(_EDGES + "@|$&%-+=~^/\\")
        or _MASK.fullmatch(word)
        or _CODE.fullmatch(word)
        or _UNPRINTED.fullmatch(word)
    )


def is_uncommon(word: str) -> bool:
    """For places that prose may fill as well, such as the word after "password"."""
    return is_value(word) and not is_common(word.strip(_EDGES))


def is_secretive(word: str) -> bool:
    """Whether a word looks like a password by itself: letters mixed with digits or signs."""
    if len(word) < 4 or not is_value(word) or _ORDINARY.fullmatch(word):
        return False
    letters = sum(letter.isalpha() for letter in word)
    digits = sum(letter.isdigit() for letter in word)
    signs = len(word) - letters - digits
    inner_capitals = any(letter.isupper() for letter in word[1:]) and not word.isupper()
    return bool(letters) and bool(digits or signs or inner_capitals)


# Compound words, numbers with a unit, versions, addresses, files, paths, updates, dates.
_ORDINARY = re.compile(
    r"[A-Za-zÀ-ÿ]+(?:['’/-][A-Za-zÀ-ÿ]+)*[.,;:!?)]*"
    r"|\d+(?:st|nd|rd|th|%|[a-z]{1,3})?|v?\d+(?:\.\d+)+\w*|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\w*"
    r"|\S+@[\w-]+\.[\w.]+|\w+://\S+|[A-Za-z]:\\\S*|\\\\\S+|/\S*/\S*"
    r"|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}[.,]?"
    r"|KB\d{6,7}|0x[0-9a-fA-F]+|[\d./-]+[.,]?|[({\[]\S*[)}\]]"
)
