"""The statements of the memory, compiled once for the database at hand."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Dialect, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from skill.memory.schema import bookmarks, households, wins

_INSERT: Mapping[str, Callable[..., Any]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
_household: ColumnElement[bytes] = bindparam("household")


class Statements:
    """SQL with named parameters: those of the columns, and what each statement adds.

    Attributes:
        load: version and state of a ``household``.
        create: a household, unless it is there.
        save: changes a ``household`` whose version is ``loaded``.
        forget: takes a ``household`` away, and by the foreign keys all that hangs on it.
        add_win: a win, unless it is there.
        wins: key and sealed text of up to ``limit`` wins of a ``household`` after the
            ``offset`` newest, at or after ``since`` and before ``before``.
        remove_win: takes the win of this ``key`` away.
        set_bookmark: a bookmark, unless there is a newer one.
        bookmarks: key and sealed place of a ``household``'s bookmarks, newest first.
        device_bookmarks: the same for one ``device``.
    """

    def __init__(self, dialect: Dialect) -> None:
        """Compile them."""

        def compiled(statement: ClauseElement) -> str:
            return str(statement.compile(dialect=dialect))

        insert = _INSERT[dialect.name]
        found = households.c.key == _household
        self.load = compiled(select(households.c.version, households.c.state).where(found))
        self.create = compiled(insert(households).on_conflict_do_nothing())
        self.save = compiled(
            update(households)
            .where(found, households.c.version == bindparam("loaded"))
            .values({name: bindparam(name) for name in ("version", "state", "seen")})
        )
        self.forget = compiled(delete(households).where(found))
        self.add_win = compiled(insert(wins).on_conflict_do_nothing())
        self.wins = compiled(
            select(wins.c.key, wins.c.sealed)
            .where(wins.c.household == _household)
            .where(wins.c.at >= bindparam("since"), wins.c.at < bindparam("before"))
            .order_by(wins.c.at.desc(), wins.c.key)
            .limit(bindparam("limit"))
            .offset(bindparam("offset"))
        )
        self.remove_win = compiled(delete(wins).where(wins.c.key == bindparam("key")))
        marked = insert(bookmarks)
        self.set_bookmark = compiled(
            marked.on_conflict_do_update(
                index_elements=["key"],
                set_={"at": marked.excluded.at, "sealed": marked.excluded.sealed},
                where=bookmarks.c.at <= marked.excluded.at,
            )
        )
        places = (
            select(bookmarks.c.key, bookmarks.c.sealed)
            .where(bookmarks.c.household == _household)
            .order_by(bookmarks.c.at.desc(), bookmarks.c.key)
        )
        self.bookmarks = compiled(places)
        self.device_bookmarks = compiled(
            places.where(bookmarks.c.device == bindparam("device"))
        )
