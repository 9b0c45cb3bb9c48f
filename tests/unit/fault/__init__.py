"""The program is killed at any moment; what it had confirmed is there, and nothing by halves."""
