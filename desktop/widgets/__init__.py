"""Shared pieces of screen: each draws values and emits what the engineer asks for."""
