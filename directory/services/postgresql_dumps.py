"""PostgreSQL's own programs to dump a database that others write to, and to restore it whole or not at all."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

SUFFIX = ".dump"
NAMED_IN = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
WITHOUT_LIMITS = "-c statement_timeout=0 -c lock_timeout=30000 -c idle_in_transaction_session_timeout=0"
OF_ANYBODY = ["--no-owner", "--no-acl"]


def dump(database: dict, file: Path) -> dict[str, int]:
    """Dump the database as it stands at one moment into ``file`` and return how many rows each table had then."""
    with _connected(database) as live:
        live.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (moment,) = live.execute("SELECT pg_export_snapshot()").fetchone()
        counts = _counts(live)
        _run(database, "pg_dump", "--format=custom", f"--snapshot={moment}", *OF_ANYBODY, f"--file={file}")
    return counts


@contextmanager
def tried(database: dict, file: Path) -> Iterator[tuple[dict[str, int], set[tuple[str, str]]]]:
    """Restore ``file`` into a database made for it and yield its rows by table and its migrations.

    ValueError says what is wrong with it.
    """
    with _scratch(database) as scratch:
        _run(scratch, "pg_restore", "--exit-on-error", *OF_ANYBODY, f"--dbname={scratch['NAME']}", str(file))
        try:
            with _connected(scratch) as connection:
                found = _counts(connection), set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
        except psycopg.Error as error:
            raise ValueError(f"PostgreSQL cannot read it: {_first_line(error)}") from None
        yield found


def replace(database: dict, file: Path) -> None:
    """Make the live database what ``file`` holds, in one transaction: what is not committed at the end is undone."""
    environment, psql = _environment(database), _program("psql")
    restore = [_program("pg_restore"), *OF_ANYBODY, "--file=-", str(file)]
    session = [psql, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with (
        subprocess.Popen(session, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as live,  # noqa: S603
        subprocess.Popen(restore, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as kept,  # noqa: S603
    ):
        try:
            live.stdin.write(f"BEGIN;\n{_dropping(database)}\n".encode())
            shutil.copyfileobj(kept.stdout, live.stdin)
            if kept.wait() == 0:
                live.stdin.write(b"COMMIT;\n")
            live.stdin.close()
        except BrokenPipeError:  # psql ended at an error, which it has told
            live.stdin = None
        finally:
            kept.stdout.close()
        told = live.stderr.read() + kept.stderr.read()
    if live.returncode or kept.returncode:
        raise ValueError(f"PostgreSQL could not write it: {_first_line(told.decode(errors='replace'))}")


def _dropping(database: dict) -> str:
    """Return what drops every table there is, those too that the backup does not know."""
    with _connected(database) as live:
        tables = [sql.Identifier(name) for name in _tables(live)]
        return sql.SQL("DROP TABLE {} CASCADE;").format(sql.SQL(", ").join(tables)).as_string(live) if tables else ""


@contextmanager
def _scratch(database: dict) -> Iterator[dict]:
    """Yield an empty database, which is gone afterwards."""
    name = sql.Identifier(scratch := f"natverkskartan_scratch_{secrets.token_hex(4)}")
    with _connected(database, autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
        except psycopg.errors.InsufficientPrivilege:
            raise ValueError("the database's user may not make the scratch database; ALTER ROLE … CREATEDB allows it") from None
        try:
            yield database | {"NAME": scratch}
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _tables(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")]


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    count = sql.SQL("SELECT COUNT(*) FROM {}")
    return {name: connection.execute(count.format(sql.Identifier(name))).fetchone()[0] for name in _tables(connection)}


def _connected(database: dict, **how) -> psycopg.Connection:
    given = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    address = {name: database[key] for name, key in given.items() if database.get(key)}
    return psycopg.connect(**address, connect_timeout=10, options=WITHOUT_LIMITS, **how)


def _environment(database: dict) -> dict[str, str]:
    """Return what tells the programs where the database is, so that its password stands on no command line."""
    address = {name: str(database[key]) for key, name in NAMED_IN.items() if database.get(key)}
    return os.environ | address | {"PGOPTIONS": WITHOUT_LIMITS, "PGCONNECT_TIMEOUT": "10"}


def _run(database: dict, program: str, *arguments: str) -> None:
    command = [_program(program), *arguments]
    answer = subprocess.run(command, env=_environment(database), capture_output=True, text=True, check=False)  # noqa: S603
    if answer.returncode:
        raise ValueError(_first_line(answer.stderr))


def _program(name: str) -> str:
    """Return the newest program of that name, which reads and writes what every older server does."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda file: int(file.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise ValueError(f"{name} is not on this machine; apt-get install postgresql-client")
    return found


def _first_line(told: object) -> str:
    return (str(told).strip().splitlines() or ["no reason was given"])[0]
