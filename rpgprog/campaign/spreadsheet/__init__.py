"""A table that somebody kept in a spreadsheet, read as entries of a campaign.

    found = read_spreadsheet(home, "xp.csv", How(decimal="comma"))
    home.record(*(entry.text for entry in found.entries))

Each entry gets an id that is a digest of what its line says, so a table that grew is read again and only what
is new is recorded. Nothing is recorded here; ``refused_lines`` says which lines the rules refuse.
"""

from .entries import Found, How, New
from .reading import read_spreadsheet, refused_lines

__all__ = ["Found", "How", "New", "read_spreadsheet", "refused_lines"]
