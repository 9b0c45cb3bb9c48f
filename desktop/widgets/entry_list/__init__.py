"""A list of entries under headings: title over details, with a state dot."""
