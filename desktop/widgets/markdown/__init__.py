"""Markdown from outside, drawn without ever becoming HTML."""
