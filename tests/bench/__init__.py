"""Speed as a ratio to a floor measured in the same run: `python dev.py bench`.

Nothing here is asserted by the tests: machines differ and are shared.
"""
