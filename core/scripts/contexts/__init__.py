"""Where a placeholder stands in a script, language by language."""
