"""Which names of a session are hidden from models, besides the words of the client's dictionary.

Terms are found in any case and also within addresses and paths. A client that is called "IT" or
"Mail" would therefore take half the words out of a conversation about mail, and tell by that who
it is. So:

- a name of several words is hidden as a whole, a contact's in either order;
- one word, a whole name or a part of the contact's, is hidden where it can hardly mean anything
  else: it has at least `LEAST_LETTERS` letters or digits, letters among them, and is no common
  word.

A client whose short name must not leave gets it into its dictionary, which is used as written.
"""

from __future__ import annotations

from core.artifacts.anonymous import ALSO_WORDS
from core.redaction.words import is_common

LEAST_LETTERS = 4
# What clients, mailboxes and contacts are called, and texts about computers are full of.
_EVERYDAY_TEXT = """
arbeit azure bank base blue book care central city club data demo desk digital disk drive
east entra file firma global group haus head helpdesk help home hotel host house intern
internet intune life line link live mail main marketing media mobil name north note
online park plan plus point post print room rose sale sales schule shop sign site smart
south star step store team teams tech technik test tools town trade user verwaltung vertrieb
west work works world zentrale
"""
_EVERYDAY = frozenset(_EVERYDAY_TEXT.split())


def hidden_names(client: str, contact: str) -> tuple[str, ...]:
    """The terms that stand for a client and a contact, without repetitions."""
    names = [client, contact, *_parts_and_orders(contact.replace(",", " ").split())]
    return tuple(dict.fromkeys(name for name in names if _stands_for_one(name)))


def _parts_and_orders(parts: list[str]) -> list[str]:
    """Each part, and the whole as it is said and as lists have it, whichever was written down."""
    before, last = " ".join(parts[:-1]), " ".join(parts[-1:])
    first, after = " ".join(parts[:1]), " ".join(parts[1:])
    whole = [" ".join(parts), f"{last} {before}", f"{last}, {before}", f"{after} {first}"]
    return [*whole, *parts] if len(parts) > 1 else parts


def _stands_for_one(name: str) -> bool:
    letters = [letter for letter in name if letter.isalnum()]
    if len(letters) < LEAST_LETTERS or not any(map(str.isalpha, letters)):
        return False
    return len(name.split()) > 1 or not _is_word(name.strip(".,;:!?()\"'"))


def _is_word(name: str) -> bool:
    return is_common(name) or name.casefold() in _EVERYDAY or name.capitalize() in ALSO_WORDS
