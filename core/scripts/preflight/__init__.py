"""A look at a script before it is run or saved: what it does, and what could go wrong."""
