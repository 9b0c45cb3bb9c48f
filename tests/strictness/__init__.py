"""What every test is held to, beyond its own assertions.

`tests/conftest.py` applies these guards to each test; `tests/arch/test_guards.py` proves that each
of them fires. A guard collects problems while a test runs; none of them raises in the middle of the
code under test, where an `except` could swallow it.
"""
