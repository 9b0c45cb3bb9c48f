"""Every main state of the product, played in the real application.

`python -m tests.shots OUT` (or `python dev.py shots OUT`) takes pictures of them; the test
`tests/desktop/test_states.py` looks at the same states for texts that are cut off and controls
without a name. A state that is not played here is a state that nobody has looked at.
"""
