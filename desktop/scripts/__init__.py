"""The script library, drafts, builders, and the panel that fills in, checks and runs a script."""
