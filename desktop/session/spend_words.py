"""What models used, in words: tokens and dollars, honest about what nobody can price."""

from __future__ import annotations

from core.copilot.standing import Spend

_MICRO = 1_000_000
_CENT = 10_000


def dollars(cost: int) -> str:
    """Millionths of a dollar as people write them; less than a cent is not nothing."""
    if 0 < cost < _CENT:
        return "less than $0.01"
    return f"${cost / _MICRO:,.2f}"


def tokens(count: int) -> str:
    return "1 token" if count == 1 else f"{count:,} tokens"


def price_of(spend: Spend) -> str:
    """What it cost, and whether more was used than can be priced."""
    if not spend.unpriced:
        return dollars(spend.cost)
    if not spend.cost:
        return "price unknown"
    return f"at least {dollars(spend.cost)}"


def spend_line(session: Spend, month: Spend, limit: int) -> str:
    """`This session: 12,400 tokens, $0.04 · this month $1.20 of $10.00`.

    limit  dollars per month; 0 is none
    """
    here = f"{tokens(session.tokens)}, {price_of(session)}" if session.calls else "nothing yet"
    whole = price_of(month) + (f" of ${limit:,.2f}" if limit else "")
    return f"This session: {here} · this month {whole}"


def unpriced_words(spend: Spend) -> str:
    """Why a price is not the whole one; empty when it is."""
    if not spend.unpriced:
        return ""
    calls = "1 call" if spend.unpriced == 1 else f"{spend.unpriced:,} calls"
    return f"The price of {calls} is not known, so the monthly limit cannot count it."
