"""Script templates shipped with the application, one folder a category."""
