"""Words by language, as data: what announces a code, what disowns a number, what a link or a duration says.

Tables are lower case; spellings without accents are derived, not written. Only `postroom.lib.extraction` reads them.
"""
