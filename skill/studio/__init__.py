"""The studio: written scripts become a library of MP3s.

Rendering needs the extra ``[studio]``; ``manifest`` and ``commands`` import without it,
and nothing that answers a request imports anything else of this package.
"""
