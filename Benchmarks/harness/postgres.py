"""A PostgreSQL of its own: a cluster in a temporary folder, reached by a socket in it."""

import os
import pathlib
import shutil
import subprocess

# Debian keeps the server's programs by version.
_PROGRAMS = pathlib.Path("/usr/lib/postgresql")
_SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "160",
    "shared_buffers": "'256MB'",
    "fsync": "on",
    "synchronous_commit": "on",
}


class PostgreSQL:
    """A running server; as root it is user postgres's, since PostgreSQL refuses root."""

    def __init__(self, folder: pathlib.Path):
        versions = sorted(_PROGRAMS.glob("*/bin"), key=lambda path: float(path.parent.name))
        if not versions:
            raise SystemExit("PostgreSQL's server is missing: deploy/scripts/install-packages bench")
        self._programs = versions[-1]
        self._folder = folder / "postgres"
        self._folder.mkdir()
        if os.geteuid() == 0:
            folder.chmod(0o711)
            shutil.chown(self._folder, "postgres", "postgres")
        data = self._folder / "data"
        self._run("initdb", "--pgdata", str(data), "--username", "postgres", "--auth", "trust", "--encoding", "UTF8",
                  "--locale", "C")
        options = [f"-c {name}={value}" for name, value in _SETTINGS.items()]
        self._server = [str(data), " ".join([*options, f"-c unix_socket_directories='{self._folder}'"])]
        self._run("pg_ctl", "--pgdata", self._server[0], "--log", str(self._folder / "log"), "--wait", "-o",
                  self._server[1], "start")

    def new_database(self, name: str) -> str:
        """Makes an empty database with nothing left to write; returns libpq's parameters for it."""
        self._sql(f"CREATE DATABASE {name}")
        self._sql("CHECKPOINT")
        return f"host={self._folder} user=postgres dbname={name}"

    def drop_database(self, name: str) -> None:
        self._sql(f"DROP DATABASE {name}")

    def stop(self) -> None:
        self._run("pg_ctl", "--pgdata", self._server[0], "--wait", "--mode", "fast", "stop")

    def _sql(self, statement: str) -> None:
        self._run("psql", "--host", str(self._folder), "--username", "postgres", "--quiet", "--command", statement)

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(self._programs / name), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        result = subprocess.run(
            command, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if result.returncode != 0:
            raise RuntimeError(f"{name}: {result.stderr}")
