"""Secrets that belong to no maker: keys in PEM, headers, seeds, codes, random texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import log2

from core.redaction.placeholder import Kind
from core.redaction.rule import Rule, Span, pattern_rule
from core.redaction.words import is_value

_GUID = re.compile(r"\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?", re.IGNORECASE)
_COOKIE = re.compile(r"\b(?:Set-)?Cookie:[ \t]{0,8}([^\n]{1,4000})", re.IGNORECASE)
_CRUMB = re.compile(r"([^=;\s]{1,100})=([^;\s]{4,4000})")
_ATTRIBUTES = frozenset({"path", "domain", "expires", "max-age", "samesite", "version"})
_RANDOM_ENOUGH = 3.2


def _cookies(text: str) -> Iterator[Span]:
    for header in _COOKIE.finditer(text):
        for crumb in _CRUMB.finditer(text, *header.span(1)):
            if crumb[1].lower() not in _ATTRIBUTES:
                yield crumb.span(2)


def _is_random(word: str) -> bool:
    """Whether a long text has no structure: no GUID, path, host or words; letters and digits."""
    if _GUID.fullmatch(word) or not (re.search("[0-9]", word) and re.search("[A-Za-z]", word)):
        return False
    counts = [word.count(letter) for letter in set(word)]
    bits = -sum(count / len(word) * log2(count / len(word)) for count in counts)
    pieces = re.split(r"[./_=-]", word)
    return bits >= _RANDOM_ENOUGH and max(map(len, pieces)) >= 20


RULES = (
    pattern_rule(
        Kind.KEY,
        "private keys in PEM and OpenVPN's static key",
        r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}(?:PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V\d)-----"
        r"(?P<s>(?:[^-]|-(?!-{4})){16,20000})",
        hints=("private key", "openvpn static"),
    ),
    pattern_rule(
        Kind.KEY,
        "private lines of a PuTTY key",
        r"^Private-Lines:[ ]*\d{1,3}[ ]*\n{1,2}(?P<s>(?:[A-Za-z0-9+/=]{1,80}\n{1,2}){1,200})",
        hints=("private-lines",),
    ),
    pattern_rule(
        Kind.KEY,
        "WireGuard's private and shared keys",
        r"\b(?:PrivateKey|PresharedKey|private[ -]key|preshared[ -]key)[ \t]{0,8}[:=]?[ \t]{0,8}"
        r"(?P<s>[A-Za-z0-9+/]{42,43}=)",
        hints=("private", "preshared"),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "user and password in a VPN profile",
        r"<auth-user-pass>\s{1,4}[^\n]{1,100}\n{1,2}(?P<s>[^\n<]{1,100})\n{1,2}</auth-user-pass>",
        hints=("<auth-user-pass>",),
    ),
    pattern_rule(
        Kind.PASSWORD,
        "the password in an address: https://user:x@host",
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/@:\"'<>]{0,80}:(?P<s>[^\s/\"'<>]{1,200})@(?=[\w\[{$-])",
        hints=("://",),
        accept=is_value,
    ),
    pattern_rule(
        Kind.TOKEN,
        "authorization headers",
        r"\bAuthorization[\"']?[ ]{0,4}[:=][ ]{0,4}[\"']?(?:(?:Basic|Bearer|Token|Negotiate|NTLM"
        r"|ApiKey|Splunk|GenieKey)[ ]{1,4})"
        r"(?P<s>[^\s\"',;]{6,8000})|\bBearer[ ]{1,4}(?P<s2>[\w.~+/-]{16,8000}=*)"
        r"|\bBasic[ ]{1,4}(?P<s3>(?=[A-Za-z]*[0-9A-Z+/=])[A-Za-z0-9+/]{12,2000}={0,2})(?=[\s\"']"
        r"|\Z)"
        r"|\b(?:x-)?(?:api-?key|auth-?token|access-?token|functions-key|vault-token"
        r"|shopify-access-token)[\"']?:"
        r"[ ]{0,4}[\"']?(?P<s4>[^\s\"',;]{6,8000})",
        hints=("authorization", "bearer", "basic", "key", "token"),
        accept=is_value,
    ),
    Rule(Kind.TOKEN, "what cookies hold", ("cookie:",), _cookies),
    pattern_rule(
        Kind.CODE,
        "seeds of one-time passwords: otpauth addresses and the words around them",
        r"\botpauth(?:-migration)?://[^\s\"'<>]{0,300}?[?&](?:secret"
        r"|data)=(?P<s>[^&\s\"'<>]{4,2000})"
        r"|\b(?:totp|otp|2fa|mfa|authenticator|google auth\w{0,10}|zwei-faktor"
        r"|2-faktor)\b[^\n]{0,40}?"
        r"[ :=\"'-](?P<s2>[A-Z2-7]{16,64}=*|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,15})(?![A-Z0-9])",
        hints=("otp", "2fa", "mfa", "auth", "faktor"),
        accept=lambda word: not word.islower(),
    ),
    pattern_rule(
        Kind.CODE,
        "seeds in base32 after secret, seed or key",
        r"(?i:secret|seed|setup key"
        r"|schlüssel)\b[^\n]{0,20}?[ :=\"'](?P<s>(?=[A-Z]*[2-7])[A-Z2-7]{16,64}"
        r"|[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,15})(?![A-Za-z0-9])",
        hints=("secret", "seed", "setup key", "schlüssel"),
        cased=True,
    ),
    pattern_rule(
        Kind.CODE,
        "personal numbers and codes of doors, alarms and one-time sign-ins",
        r"(?<![^\W_])(?:(?:[\w-]{1,20}[ -]?)?pins?|puk|cvv2?|cvc2?|tan|(?:door|gate|alarm|safe"
        r"|entry|access|unlock|security"
        r"|verification|one-time|sms|mfa|2fa|otp|lock|voicemail|keypad|disarm|backup|recovery"
        r"|scratch|bypass"
        r"|tür|tor|alarm|zugangs|zutritts|safe|bestätigungs|sicherheits"
        r"|entsperr)[ -]?(?:pass)?(?:codes?|combo|combination|pin)"
        r"|code[ ](?:for[ ](?:the[ ])?(?:\w{1,12}[ ])?(?:door|gate|alarm|safe|rack)"
        r"|porte|alarme|d.acc.s|pin|tür|de[ ]s.curit.|puerta|for[ ]the[ ](?:door|gate"
        r"|alarm|safe|rack|cage)))"
        r"(?:[ ](?:for|of|für|von|to|de|der|am|at|on)[ ][^\n:=\d]{1,30}?)?"
        r"[\"'* ]{0,4}(?:[:=#]|[ ]is(?:[ ]now)?|[ ]ist|[ ]lautet|[ ]was|[ ]est)?[\"'* ]{1,4}"
        r"(?P<s>[\dA-Z*#]?\d[\dA-F*# -]{1,20}[\d#*A-F]|[A-Z0-9]{4}(?:-[A-Z0-9]{4}){1,7})(?![\w:/]"
        r"|\.\d)",
        hints=("pin", "puk", "cv", "tan", "code", "combo", "combination"),
        accept=lambda word: sum(letter.isdigit() for letter in word) >= 3,
    ),
    pattern_rule(
        Kind.PASSWORD,
        "files of accounts: .pgpass, .netrc, chap-secrets",
        r"^[^\s:#]{1,80}:(?:\d{2,5}|\*):[^:\s]{1,80}:[^:\s]{1,80}:(?P<s>[^\s:]{1,200})$"
        r"|\b(?:machine[ ]\S{1,100}[ ]{1,4})?login[ ]\S{1,100}\s{1,8}password[ ](?P<s2>\S{1,200})"
        r"|^[\"']?[\w@.*-]{1,60}[\"']?[ \t]+(?:\*|pptpd|l2tpd"
        r"|xl2tpd)[ \t]+(?P<s3>\"[^\"\n]{1,100}\"|\S{1,100})[ \t]+\*",
        hints=(":", "login", "*"),
        accept=is_value,
    ),
    pattern_rule(
        Kind.TOKEN,
        "long random texts near a word that says secret",
        r"(?:secret|token|api[ _-]?key|credential|passw\w{2,3}|kennwort|private[ _-]?key"
        r"|signing[ _-]?key"
        r"|access[ _-]?key|encryption[ _-]?key|shared[ _-]?key|bearer|session[ _-]?key"
        r"|master[ _-]?key)"
        r"[^\n]{0,40}?(?<![\w+/.\\:-])(?P<s>[A-Za-z0-9+/_.-]{32,4000}={0,2})",
        hints=("secret", "token", "key", "credential", "passw", "kennwort", "bearer"),
        accept=_is_random,
    ),
)
