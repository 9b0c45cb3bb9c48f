"""The database key as people can write it down.

Four rows of two groups in Crockford's base 32 (no I, L, O or U):

    Q3F9K2M-XA70PVC
    ...

A row is 13 digits of the key and one check digit, so that a typing error is found in its row. The
check digit is a Reed-Solomon digit over GF(32): it finds every single wrong digit and every two
digits that changed places. The row's number goes into it, so swapped rows are found too.
"""

from __future__ import annotations

from core.errors import UserError

KEY_LENGTH = 32

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans("OIL", "011")
_ROWS = 4
_ROW_DATA = 13
_ROW = _ROW_DATA + 1
_GROUP = 7
_SPARE_BITS = _ROWS * _ROW_DATA * 5 - KEY_LENGTH * 8
_FIELD = 0b100101  # x^5 + x^2 + 1


def write_recovery_key(key: bytes) -> str:
    """Four lines that `read_recovery_key` turns back into the key."""
    number = int.from_bytes(key, "big") << _SPARE_BITS
    digits = [number >> 5 * place & 31 for place in reversed(range(_ROWS * _ROW_DATA))]
    rows = [digits[start : start + _ROW_DATA] for start in range(0, len(digits), _ROW_DATA)]
    return "\n".join(_write_row(index, row) for index, row in enumerate(rows))


def read_recovery_key(text: str) -> bytes:
    """The key from what somebody typed: case, spaces, dashes, O for 0 and I or L for 1 are fine.

    Raises:
        UserError: it cannot be a recovery key; says which row or character is wrong.
    """
    typed = "".join(character for character in text.upper() if character not in " \t\r\n-–—_.")
    values = [_read_digit(character) for character in typed.translate(_LOOK_ALIKES)]
    expected = _ROWS * _ROW
    if len(values) != expected:
        raise _wrong(f"It has {len(values)} characters; a recovery key has {expected}.")
    number = 0
    for index in range(_ROWS):
        *row, check = values[index * _ROW : (index + 1) * _ROW]
        if check != _check_digit(index, row):
            raise _wrong(f"There is a typing error in row {index + 1}.")
        for value in row:
            number = number << 5 | value
    if number & ((1 << _SPARE_BITS) - 1):
        raise _wrong(f"There is a typing error in row {_ROWS}.")
    return (number >> _SPARE_BITS).to_bytes(KEY_LENGTH, "big")


def _write_row(index: int, row: list[int]) -> str:
    text = "".join(_DIGITS[value] for value in [*row, _check_digit(index, row)])
    return f"{text[:_GROUP]}-{text[_GROUP:]}"


def _read_digit(character: str) -> int:
    value = _DIGITS.find(character)
    if value < 0:
        raise _wrong(f"“{character}” is not a character of a recovery key.")
    return value


def _check_digit(index: int, row: list[int]) -> int:
    check = index + 1
    for value in row:
        check = _times_x(check) ^ value
    return _times_x(check)


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled & 32 else doubled


def _wrong(message: str) -> UserError:
    return UserError(
        "This is not a recovery key.",
        message,
        hint="Compare it with your copy, row by row.",
        field="recovery_key",
    )
