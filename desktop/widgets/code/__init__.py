"""Code to read and write, what changed in it, and what a program prints."""
