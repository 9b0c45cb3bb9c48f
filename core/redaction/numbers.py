"""Numbers that prove themselves: payment cards (Luhn) and bank accounts (IBAN, modulo 97)."""

from __future__ import annotations

import re

from core.redaction.placeholder import Kind
from core.redaction.rule import pattern_rule

# How numbers of Visa, Mastercard, Amex, Discover, JCB and Diners begin, and their length.
_MAKERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}"
    r"|35\d{14}|3(?:0[0-5]|[68]\d)\d{11}"
)


def _is_card(written: str) -> bool:
    digits = re.sub(r"[ -]", "", written)
    return bool(_MAKERS.fullmatch(digits)) and _luhn(digits)


def _luhn(digits: str) -> bool:
    odd = sum(int(digit) for digit in digits[-1::-2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (odd + even) % 10 == 0


def _is_iban(written: str) -> bool:
    plain = written.replace(" ", "")
    turned = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


RULES = (
    pattern_rule(
        Kind.CARD,
        "numbers of payment cards",
        r"(?<![\w.-])(?P<s>[2-6][0-9]{12,18}|[2-6][0-9]{3}(?:[ -][0-9]{4}){3}"
        r"|3[0-9]{3}[ -][0-9]{6}[ -][0-9]{4,5})"
        r"(?![\w-]|\.\d)",
        hints=tuple("0123456789"),
        accept=_is_card,
    ),
    pattern_rule(
        Kind.ACCOUNT,
        "numbers of bank accounts",
        r"(?<![A-Za-z0-9])(?P<s>[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?)"
        r"(?![A-Za-z0-9])",
        hints=tuple("0123456789"),
        cased=True,
        accept=_is_iban,
    ),
)
