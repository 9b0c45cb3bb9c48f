"""Secrets with a label: `password: x`, `"pwd": "x"`, `DB_PASS=x`, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.redaction.placeholder import Kind
from core.redaction.rule import Finder, Rule, Span, pattern_rule
from core.redaction.values import values_at
from core.redaction.words import is_secretive, is_uncommon, is_value

_PASSWORDS = (
    r"pass(?:word|wort|wd|phrase|code|key)|pwd(?!=(?:/|[A-Z]:\\))|kennwort|kennwörter|losungswort"
    r"|schlüsselwort"
    r"|mots?[ _-]de[ _-]passe|mdp|contrase(?:ñ|n|&ntilde;)as?|senhas?|palavra[ -]passe"
    r"|parola(?:[ _]d.ordine)?|wachtwoord(?:en)?|has(?:ł|l)o|heslo|l(?:ö|o)senord|adgangskode"
    r"|passord|salasana|jelsz(?:ó|o)|lozinka|geslo|(?:ş|s)ifre|пароль|κωδικός"
    r"|密码|密碼|パスワード|비밀번호"
)
_SHORT = r"pass(?![ ]?\d)|pw|psw|psk|clave"
_KEYS = (
    r"secret(?:[ _-]?(?:access)?[ _-]?key)?|(?:api|access|account|shared|encryption|signing|private"
    r"|license|licence|product|recovery|master|pre-?shared|wpa2?|wpa3|wifi|wlan|wireless|network"
    r"|netzwerk|validation|decryption|machine|storage|primary|secondary|function|activation"
    r"|instrumentation|webhook|auth|session|community)[ _-]?(?:access)?[ _-]?(?:key|schlüssel"
    r"|string)"
    r"|(?:lizenz|produkt|wiederherstellungs|netzwerksicherheits)schlüssel|clé[ _](?:wi-?fi"
    r"|de licence)"
    r"|(?:snmp[ _-]?)?community[ _-]?(?:string|name)?|privatekey|presharedkey|key[ _-]?material"
    r"|ms-mcs-admpwd|mslaps-password|cpassword|pre-?shared[ _-]?secret|x_\w{1,20}_key"
)
_TOKENS = r"(?:access|refresh|auth|api|bearer|id|session|security|personal[ _-]access)?[ _-]?token"

_ADDITION = (
    r"(?:[ _-]?\d{1,2}|[ _-](?:neu|new|old|alt|temp|temporary|temporär|initial|gast|guest|gäste"
    r"|admin"
    r"|root|value|text|plain|plaintext|clear|cleartext|klartext|local|lokal|wifi|wlan))?"
    r"(?:[ ]{0,2}\([^()\n]{1,40}\)|[ ](?:for|of|from|to|on|für|fuer|von|vom|zum|zur|auf|am|im|de|du"
    r"|des|pour|del|para|per|voor|at|in)[ ][^:=\n]{1,50})?"
)
_BETWEEN = r"[\\\"'`*_\])]{0,4}[ \t]{0,20}(?:=>|:=|::|[:=]|→|->)[ \t*]{0,20}"


def _labelled(words: str) -> Finder:
    label = re.compile(rf"(?:{words}){_ADDITION}{_BETWEEN}", re.IGNORECASE)

    def find(text: str) -> Iterator[Span]:
        at = 0
        while match := label.search(text, at):
            line = text.rfind("\n", max(0, match.start() - 60), match.start()) + 1
            begins_line = "=" not in text[line : match.start()] and match.start() - line < 40
            found = list(values_at(text, match.end(), phrase=begins_line))
            yield from found
            at = max([match.end(), *(end for _, end in found)])

    return find


_OWN_WORD = r"(?<![^\W_])"
_PASSWORD_HINTS = (
    "pass",
    "pwd",
    "kennw",
    "wort",
    "mdp",
    "contrase",
    "senha",
    "parola",
    "wachtwoord",
    "haslo",
    "hasło",
    "heslo",
    "senord",
    "adgangskode",
    "salasana",
    "jelsz",
    "lozinka",
    "geslo",
    "ifre",
    "пароль",
    "κωδικός",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
)
_SPOKEN_KEYS = (
    r"(?:wi-?fi|wlan|wpa[23]?|pre-?shared|shared|network|client|encryption|snmp)[ -]?(?:key|secret)"
    r"|wlan[ -]?schlüssel|community(?:[ ]string)?"
)
_PROSE_WORDS = rf"(?:{_PASSWORDS}|{_SPOKEN_KEYS}|{_OWN_WORD}(?:pw|pass|psk|pin)\b)"
_SPOKEN_HINTS = (*_PASSWORD_HINTS, "pw", "psk", "pin", "key", "secret", "schlüssel", "community")


def _is_like_a_password(word: str) -> bool:
    """Letters in both cases and digits; names of tests and algorithms have not."""
    cases = any(map(str.islower, word)) and any(map(str.isupper, word))
    return cases and any(map(str.isdigit, word)) and is_secretive(word)


RULES = (
    Rule(
        Kind.PASSWORD,
        "a label that says password, in any of many languages",
        _PASSWORD_HINTS,
        _labelled(rf"(?<!no)(?:{_PASSWORDS})"),
    ),
    Rule(
        Kind.PASSWORD,
        "short labels, only where they are a word of their own",
        ("pass", "pw", "psw", "psk", "clave"),
        _labelled(rf"{_OWN_WORD}(?:{_SHORT})"),
    ),
    Rule(
        Kind.KEY,
        "a label that says key or secret",
        ("secret", "key", "schlüssel", "clé", "community", "admpwd", "cpassword"),
        _labelled(rf"(?<!partial )(?:{_KEYS})"),
    ),
    Rule(Kind.TOKEN, "a label that says token", ("token",), _labelled(_TOKENS)),
    pattern_rule(
        Kind.PASSWORD,
        "a label alone on its line, the password on the next",
        rf"^[ \t>*]{{0,8}}(?:[\w-]{{1,20}}[ ])?(?:{_PASSWORDS})[ ]?:[ \t*]{{0,8}}\n{{1,2}}"
        r"[ \t>]{0,8}(?P<s>\S{4,100})[ \t]{0,8}$",
        hints=_PASSWORD_HINTS,
        accept=lambda word: is_secretive(word) and not word.endswith(":"),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "mails say what a password is",
        rf"(?:{_PROSE_WORDS})\b(?:[^\n.:=]|\.(?=\w)){{0,60}}?[ \n]"
        r"(?:is(?:[ ]now)?|was|lautet(?:[ ](?:jetzt|wie[ ]folgt))?"
        r"|from|von|ist"
        r"|to|auf|now|est|es|è|é|jest|blir|becomes?|wäre)[ \n]{1,3}:?[ ]?"
        r"(?!(?:reset|changed|set|now|still|updated|also|again|currently|jetzt|auf|to)(?![\w-]))"
        r"(?P<s>\"[^\"\n]{1,100}\"|'[^'\n]{1,100}'|\S{4,100}?)(?=[.,;:)]?(?:\s|\Z))"
        r"(?:[ ](?:to|auf|in)[ ](?P<s2>\S{4,100}?)(?=[.,;:)]?(?:\s|\Z)))?",
        hints=_SPOKEN_HINTS,
        accept=is_secretive,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "mails say what a new password is, though it may be a plain word",
        r"(?:(?:new|temporary|temp|initial|one-time|current|neues?|temporäres?|aktuelles?|your|ihr)"
        rf"[ \n](?:\w{{1,15}}[ ])?(?:{_PASSWORDS})[ \n](?:is|ist|est)|(?:{_PASSWORDS})"
        r"(?:[ ][^\n.:=]{1,40})?[ ]lautet)[ \n]{1,3}:?[ ]?"
        r"(?P<s>\"[^\"\n]{1,100}\"|'[^'\n]{1,100}'|\S{4,100}?)(?=[.,;:)]?(?:\s|\Z))",
        hints=_PASSWORD_HINTS,
        accept=is_uncommon,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "a password right after the word, as people type it in a hurry",
        rf"{_OWN_WORD}(?:{_PASSWORDS}|{_SPOKEN_KEYS}|pw|pass)"
        rf"[ \t]{{1,4}}[\"']?(?P<s>\S{{5,100}}?)[\"']?"
        r"(?=[.,;)]?(?:\s|\Z))",
        hints=_SPOKEN_HINTS,
        accept=is_secretive,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "user and password in one go: login: bob / x",
        r"\b(?:credentials?|creds|log[io]n|log-in|zugangsdaten|zugang|anmeldedaten|anmeldung"
        r"|identifiants|account|user(?:name)?|benutzer|wi-?fi|wlan|ssid)\b[^\n:=]{0,30}"
        r"(?:[:=][ \t]{0,4}|[ ])[\w.@\\+-]{1,64}"
        r"(?:[ ]{1,3}[/|][ ]{1,3}|[/|])(?P<s>[^\s/|]{4,100}?)(?=[.,;)]?(?:\s|\Z))",
        hints=(
            "cred",
            "log",
            "zugang",
            "anmeld",
            "identifiant",
            "account",
            "user",
            "wi",
            "wlan",
            "ssid",
        ),
        accept=lambda word: is_secretive(word) and not (word.isalnum() and word.isupper()),
    ),
    pattern_rule(
        Kind.PASSWORD,
        'the value beside a name in XML attributes: key="SmtpPassword" value="x"',
        rf"\b(?:key|name)=\"[^\"\n]{{0,60}}(?:{_PASSWORDS}|secret|apikey"
        rf"|token)[^\"\n]{{0,20}}\""
        r"\s{1,20}value=\"(?P<s>[^\"\n]{1,500})\"",
        hints=("value=",),
        accept=is_value,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "an XML element that is a password, also in a property list or an answer file",
        rf"<(?:key>)?[\w:.-]{{0,40}}(?:{_PASSWORDS}|secret|psk|keymaterial|api-?key|token"
        rf"|phash"
        r"|private-key|key)\b[^<>\n]{0,200}>(?:</key>)?\s{0,40}"
        r"(?:<(?:value|string)>)?(?P<s>[^<>\s][^<>]{0,2000})</",
        hints=("</",),
        accept=lambda value: is_value(value) and len(value) > 3,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "well-known accounts and their password: admin/x, root:x",
        r"(?<![\w\\/@.:-])(?:(?:admin(?:istrator)?|ubnt|cisco|support)/|(?:admin|root|sa|pi):)"
        r"(?P<s>[^\s/\\:]{5,100}?)(?=[.,;)]?(?:\s|\Z))",
        hints=("admin", "root", "sa", "ubnt", "cisco", "pi", "support"),
        accept=is_secretive,
    ),
    pattern_rule(
        Kind.KEY,
        "a key that looks like a password: SSID: x / Key: y",
        r"(?<![\w-])(?:key|schlüssel)[ ]?[:=][ ]{0,4}(?P<s>[^\s\\&]{6,100}?)(?=[.,;)]?(?:\s|\Z))",
        hints=("key", "schlüssel"),
        accept=_is_like_a_password,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "name and value as two texts: SetEnvironmentVariable('API_KEY', 'x')",
        rf"[\"'](?!REDACTED)[\w.-]{{0,40}}(?:{_PASSWORDS}|secret|api[_-]?key|token)\w{{0,10}}"
        rf"[\"'],[ ]{{0,4}}"
        r"(?P<s>\"[^\"\n]{1,300}\"|'[^'\n]{1,300}')(?![ ]?:)",
        hints=("secret", "key", "token", *_PASSWORD_HINTS),
        accept=is_value,
    ),
)
