"""The look of the application: tokens, palettes, fonts, icons and style sheets."""
