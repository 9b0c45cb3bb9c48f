"""How the languages of our scripts are written."""

from __future__ import annotations

import re

from desktop.widgets.code.lexing import Language, Piece, Region

_POWERSHELL_WORDS = (
    "begin|break|catch|class|continue|data|do|dynamicparam|else|elseif|end|enum|exit|filter"
    "|finally|for|foreach|function|if|in|param|process|return|switch|throw|trap|try|until|using"
    "|while"
)
_BASH_WORDS = (
    "if|then|else|elif|fi|for|in|do|done|while|until|case|esac|function|return|local|export"
    "|readonly|declare|set|unset|shift|exit|trap|select|break|continue"
)
_PYTHON_WORDS = (
    "and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from"
    "|global|if|import|in|is|lambda|match|nonlocal|not|or|pass|raise|return|try|while|with|yield"
    "|True|False|None"
)

# PowerShell takes the quotes of word processors for quotes.
_SINGLE = "'\u2018\u2019\u201a\u201b"
_DOUBLE = '"\u201c\u201d\u201e'

POWERSHELL = Language(
    skipped=r"`.",
    regions=(
        Region(Piece.COMMENT, r"<#", re.compile(r".*?#>")),
        Region(Piece.STRING, rf"@[{_DOUBLE}]\s*$", re.compile(rf"^[{_DOUBLE}]@"), filled=True),
        Region(Piece.STRING, rf"@[{_SINGLE}]\s*$", re.compile(rf"^[{_SINGLE}]@")),
        Region(
            Piece.STRING,
            f"[{_DOUBLE}]",
            re.compile(rf"(?:[^{_DOUBLE}`]|`.|[{_DOUBLE}]{{2}})*+[{_DOUBLE}]"),
            filled=True,
        ),
        Region(
            Piece.STRING,
            f"[{_SINGLE}]",
            re.compile(rf"(?:[^{_SINGLE}]|[{_SINGLE}]{{2}})*+[{_SINGLE}]"),
        ),
    ),
    pieces={
        Piece.COMMENT: r"(?<!\w)#.*",
        Piece.VARIABLE: r"\$(?:\{[^}]*\}|(?:\w+:)?\w+|[$?^])",
        Piece.COMMAND: r"(?<![\w$.-])[A-Za-z]+-[A-Za-z]\w*",
        Piece.KEYWORD: rf"(?<![\w$.-])(?i:{_POWERSHELL_WORDS})(?![\w-])",
        Piece.PARAMETER: r"(?<![\w-])-[A-Za-z]\w*",
        Piece.NUMBER: r"(?<![\w.-])\d[\w.]*",
    },
)
BASH = Language(
    skipped=r"\\.",
    document=r"(?<!<)<<-?\s*(?P<quote>['\"]?)(?P<word>[A-Za-z_]\w*)(?P=quote)",
    regions=(
        Region(Piece.STRING, '"', re.compile(r'(?:[^"\\]|\\.)*+"'), filled=True),
        Region(Piece.STRING, "'", re.compile(r"[^']*+'")),
    ),
    pieces={
        Piece.COMMENT: r"(?<![^\s;&|()])#.*",
        Piece.VARIABLE: r"\$(?:\{[^}]*\}|[A-Za-z_]\w*|[\d@#?*!$-])",
        Piece.KEYWORD: rf"(?<![\w$./-])(?:{_BASH_WORDS})(?![\w./-])",
        Piece.PARAMETER: r"(?<![\w-])--?[A-Za-z][\w-]*",
        Piece.NUMBER: r"(?<![\w.-])\d+\b",
    },
)
PYTHON = Language(
    regions=(
        Region(Piece.STRING, r'\b[rbfuRBFU]{1,2}"{3}|"{3}', re.compile(r'(?:[^\\]|\\.)*?"{3}')),
        Region(Piece.STRING, r"\b[rbfuRBFU]{1,2}'{3}|'{3}", re.compile(r"(?:[^\\]|\\.)*?'{3}")),
    ),
    pieces={
        Piece.COMMENT: r"#.*",
        # One that is still being typed ends with its line.
        Piece.STRING: (
            r"(?:\b[rbfuRBFU]{1,2})?"
            r"""(?:'(?:[^'\\]|\\.)*+(?:'|\\?$)|"(?:[^"\\]|\\.)*+(?:"|\\?$))"""
        ),
        Piece.KEYWORD: rf"(?<![\w.])(?:{_PYTHON_WORDS})\b",
        Piece.COMMAND: r"\b[A-Za-z_]\w*(?=\()",
        Piece.NUMBER: r"(?<![\w.])\d[\w.]*",
    },
)
PLAIN = Language()

_BY_NAME = {"powershell": POWERSHELL, "bash": BASH, "python": PYTHON}


def language_of(name: str) -> Language:
    """The rules for `powershell`, `bash` or `python`; any other text has no pieces."""
    return _BY_NAME.get(name, PLAIN)
