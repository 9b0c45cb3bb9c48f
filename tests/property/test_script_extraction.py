"""Whatever the script and whatever is proposed: filled in again it is the script, byte for byte."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.scripts.extraction import extract
from core.scripts.model import Language
from core.scripts.placeholders import ProblemKind, check_template
from core.scripts.rendering import render

_WORDS = st.sampled_from(
    ["jane.roe", "10.1.2.3", "pc-9", "a@b.example", "C:\\Data\\x y", "it's", 'a"b', "$x", "`", "#"]
)
_PIECES = st.lists(
    st.one_of(
        _WORDS,
        st.sampled_from(
            ["-Identity ", "'", '"', "\n", " ", "@'\n", "\n'@", "(", ")", "= ", "{{ x }}", "|", ";"]
        ),
    ),
    max_size=30,
).map("".join)
_PROPOSED = st.dictionaries(st.sampled_from(["user", "Host Name", "x", "1"]), _WORDS, max_size=4)


@settings(max_examples=300, deadline=None)
@given(script=_PIECES, language=st.sampled_from(Language), proposed=_PROPOSED)
def test_an_extraction_gives_the_script_back(
    script: str, language: Language, proposed: dict[str, str]
) -> None:
    found = extract(script, language, proposed)
    if not found.parameters:
        assert found.body == script
        return
    assert render(found.body, language, found.parameters, dict(found.values or {})) == script
    problems = check_template(found.body, language, found.parameters)
    assert [one for one in problems if one.kind is not ProblemKind.SYNTAX] == []
