"""The tables.

In clear are only times: ``wins.at`` and ``bookmarks.at``, to sort and to compare, and
``households.seen``, the day, to find households that nobody opens any more. Every name of
a row is an HMAC and everything else is sealed (see ``crypto.py``).

Wins and bookmarks hang on their household by a foreign key. So nothing can be kept for a
household that was forgotten a moment ago, and forgetting it is one statement that takes
everything along.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _household() -> Column[bytes]:
    """Return a column that says whose a row is."""
    return Column(
        "household",
        LargeBinary,
        ForeignKey("households.key", ondelete="CASCADE"),
        nullable=False,
    )


households = Table(
    "households",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("seen", Date, nullable=False),
)

wins = Table(
    "wins",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    _household(),
    Column("at", BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "household", "at"),
)

bookmarks = Table(
    "bookmarks",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    _household(),
    Column("device", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    Column("sealed", LargeBinary, nullable=False),
    Index(None, "household", "device"),
)
