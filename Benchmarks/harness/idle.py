"""What a link that says nothing costs in memory, beside a TLS connection that carries nothing."""

import json
import pathlib
import resource

from . import build
from .certificates import CALLER, GATEWAY, Certificates
from .processes import Program, wait_for
from .systems import LOOPBACK
from .tables import Table

LINKS = 10_000
# Opened before the first look, so that buffers and tables that all share are there.
WARM_UP_LINKS = 500
OPENING_MILLISECONDS = 300_000
# Both ends of all links, and some for the programs themselves.
DESCRIPTORS = LINKS + 2_000


def run(folder: pathlib.Path, short: bool) -> None:
    links = 1_000 if short else LINKS
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, DESCRIPTORS), hard))
    folder = folder / "idle"
    folder.mkdir()
    certificates = Certificates(folder)
    bare = measure(links, *bare_connections(folder, certificates))
    gateway = measure(links, *gateway_links(folder, certificates))
    table = Table(
        f"Idle: memory of the process that holds {links:,} of them",
        ["KiB each", "what", "above a bare connection, KiB"])
    table.add(f"{bare:.1f}", "bare TLS connection", "")
    table.add(f"{gateway:.1f}", "link to mall-gateway", f"{gateway - bare:.1f}")
    table.print()


def measure(links: int, server: Program, opener: Program) -> float:
    """KiB that each of the links adds to the server."""
    try:
        opener.wait_ready()
        opener.order(WARM_UP_LINKS, OPENING_MILLISECONDS)
        before = server.resident_bytes()
        opener.order(links, OPENING_MILLISECONDS)
        held = server.descriptors()
        if held < links:
            raise RuntimeError(f"{held} descriptors are open, not {links}: the connections were not kept")
        return (server.resident_bytes() - before) / links / 1024
    finally:
        opener.stop()
        server.stop()


def bare_connections(folder: pathlib.Path, certificates: Certificates) -> tuple[Program, Program]:
    server = Program([
        build.program("BareRelay"), "--certificates", certificates.folder, "--as-server", GATEWAY, "--as-caller",
        CALLER,
    ], str(folder / "bare-server.log"))
    port = server.wait_ready()[0]
    opener = Program([
        build.program("HopLoad"), "idle-connections", "--connect", f"{LOOPBACK}:{port}", *certificates.flags(CALLER),
    ], str(folder / "bare-opener.log"))
    return server, opener


def gateway_links(folder: pathlib.Path, certificates: Certificates) -> tuple[Program, Program]:
    run_file = folder / "gateway.json"
    # All come from one address here.
    server = Program([
        build.program("mall-gateway"), "--data", str(folder / "data"), "--credential",
        certificates.credential(GATEWAY), "--deploy", str(build.ROOT / "deploy"), "--run-file", str(run_file),
        "--http-port", "0", "--log-level", "error", "--max-connections-per-address", "12000",
        "--max-connection-rate", "12000",
    ], str(folder / "gateway.log"))
    port = wait_for(lambda: run_file.exists() and json.loads(run_file.read_text())["linkPort"], "mall-gateway")
    opener = Program([
        build.program("HopLoad"), "idle-links", "--connect", f"{LOOPBACK}:{port}", "--credential",
        certificates.credential(CALLER),
    ], str(folder / "gateway-opener.log"))
    return server, opener
