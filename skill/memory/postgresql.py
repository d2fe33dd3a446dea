"""Connections to PostgreSQL that give up in time, whatever happens on the other side."""

from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

RV = TypeVar("RV")

_CONNECT_TIMEOUT = 2
"""Seconds to wait for a connection, the least that libpq knows."""

_SERVERS_SHARE = 0.9
"""The part of our patience that the server has, so that it is the first to give up."""


class PatientConnection(Connection[Any]):
    """A connection that waits only so long for an answer.

    PostgreSQL's own ``statement_timeout`` stops a statement that is slow or waits for a
    lock. It cannot stop one on a server that is frozen, or stuck on its disk.

    Attributes:
        patience: seconds to wait for an answer.
    """

    patience: float

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Drive an operation to its end; close the connection when that takes too long."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def connect(conninfo: str = "", *, patience: float, **params: Any) -> PatientConnection:
    """Return a new connection.

    Args:
        conninfo: where to, as libpq writes it.
        patience: seconds to wait for each answer.
        params: where to, by keyword.

    Raises:
        psycopg.Error: nobody answers there, or they refuse.
    """
    milliseconds = int(patience * _SERVERS_SHARE * 1000)
    connection = PatientConnection.connect(
        conninfo,
        connect_timeout=_CONNECT_TIMEOUT,
        options=f"-c statement_timeout={milliseconds}",
        **params,
    )
    connection.patience = patience
    return connection
