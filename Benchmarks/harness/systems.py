"""The systems whose hop is measured. Each has a hop in the middle, a provider behind it and callers before it."""

import json
import pathlib

from . import build
from .certificates import CALLER, GATEWAY, PROVIDER, Certificates
from .processes import Program, wait_for

LOOPBACK = "127.0.0.1"


class System:
    """Starts the three processes. `hop` is the one whose processor time counts."""

    name = ""

    def __init__(self, folder: pathlib.Path, certificates: Certificates):
        self.folder = folder / type(self).__name__
        self.folder.mkdir()
        self.certificates = certificates
        self.started: list[Program] = []

    def start(self) -> None:
        self.hop, self.callers = self.parts()

    def parts(self) -> tuple[Program, Program]:
        """Starts the processes; returns the hop and the callers."""
        raise NotImplementedError

    def stop(self) -> None:
        for program in reversed(self.started):
            program.stop()

    def program(self, command: list[str]) -> Program:
        program = Program(command, str(self.folder / f"{len(self.started)}.log"))
        self.started.append(program)
        return program

    def link_caller(self, port: int) -> Program:
        """The callers of the mall's protocol."""
        callers = self.program([
            build.program("HopLoad"), "link-caller", "--connect", f"{LOOPBACK}:{port}", "--credential",
            self.certificates.credential(CALLER),
        ])
        callers.wait_ready()
        return callers


class BareRelay(System):
    name = "bare relay"

    def parts(self):
        provider = self.program([
            build.program("HopLoad"), "link-provider", "--credential", self.certificates.credential(GATEWAY)])
        provider_port = provider.wait_ready()[0]
        relay = self.program([
            build.program("BareRelay"), "--provider", provider_port, "--certificates", self.certificates.folder,
            "--as-server", GATEWAY, "--as-caller", CALLER,
        ])
        return relay, self.link_caller(int(relay.wait_ready()[0]))


class Gateway(System):
    name = "mall-gateway"

    def parts(self):
        run_file = self.folder / "gateway.json"
        gateway = self.program([
            build.program("mall-gateway"), "--data", str(self.folder / "data"), "--credential",
            self.certificates.credential(GATEWAY), "--deploy", str(build.ROOT / "deploy"), "--run-file", str(run_file),
            "--http-port", "0", "--log-level", "warning",
        ])
        port = wait_for(lambda: run_file.exists() and json.loads(run_file.read_text())["linkPort"], "mall-gateway")
        provider = self.program([
            build.program("HopLoad"), "link-provider", "--connect", f"{LOOPBACK}:{port}", "--credential",
            self.certificates.credential(PROVIDER),
        ])
        provider.wait_ready()
        return gateway, self.link_caller(port)


class NATS(System):
    name = "nats-server"

    def parts(self):
        files = self.certificates.files(GATEWAY)
        configuration = self.folder / "nats.conf"
        configuration.write_text(
            f'host: "{LOOPBACK}"\nport: -1\nports_file_dir: "{self.folder}"\n'
            f'tls {{ cert_file: "{files["certificate"]}", key_file: "{files["key"]}", ca_file: "{files["authority"]}",'
            ' verify: true, timeout: 5 }\n', encoding="utf-8")
        server = self.program(["nats-server", "--config", str(configuration)])
        ports = wait_for(lambda: next(iter(self.folder.glob("*.ports")), None), "nats-server")
        port = json.loads(ports.read_text())["nats"][0].rsplit(":", maxsplit=1)[1]
        address = ["--connect", f"{LOOPBACK}:{port}"]
        provider = self.program(
            [build.program("HopLoad"), "nats-provider", *address, *self.certificates.flags(PROVIDER)])
        provider.wait_ready()
        callers = self.program([build.program("HopLoad"), "nats-caller", *address, *self.certificates.flags(CALLER)])
        callers.wait_ready()
        return server, callers


class GRPC(System):
    name = "grpc-swift-2"

    def parts(self):
        program = build.grpc_program()
        provider = self.program([program, "provider", *self.certificates.flags(PROVIDER)])
        proxy = self.program(
            [program, "proxy", "--provider", provider.wait_ready()[0], *self.certificates.flags(GATEWAY)])
        callers = self.program(
            [program, "caller", "--connect", proxy.wait_ready()[0], *self.certificates.flags(CALLER)])
        callers.wait_ready()
        return proxy, callers
