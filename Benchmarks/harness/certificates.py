"""The certificates of a mall for benchmarks, made with `mall pki`."""

import pathlib
import re
import subprocess

from . import build

AGENCY = "bench"
CALLER = "bench-caller"
PROVIDER = "bench-provider"
GATEWAY = "gateway"

_PEM_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----\n?", re.DOTALL)


class Certificates:
    """Credentials as the mall's programs take them, and as single PEM files for the others."""

    def __init__(self, folder: pathlib.Path):
        self._folder = folder / "pki"
        data = ["--data", str(folder)]
        self._pki(["init", *data])
        self._pki(["issue", GATEWAY, "--role", "gateway", *data])
        self._pki(["issue", PROVIDER, "--role", "agency", "--agency", AGENCY, *data])
        self._pki(["issue", CALLER, "--role", "operator", *data])
        for node in (GATEWAY, PROVIDER, CALLER):
            self._split(node)

    @property
    def folder(self) -> str:
        return str(self._folder)

    def credential(self, node: str) -> str:
        return str(self._folder / f"{node}.pem")

    def files(self, node: str) -> dict[str, str]:
        return {
            "certificate": str(self._folder / f"{node}.cert.pem"),
            "key": str(self._folder / f"{node}.key.pem"),
            "authority": str(self._folder / "ca.pem"),
        }

    def flags(self, node: str) -> list[str]:
        return [word for name, path in self.files(node).items() for word in (f"--{name}", path)]

    def _split(self, node: str) -> None:
        """A credential is TLS certificate, its key, signing certificate, its key, authority."""
        text = pathlib.Path(self.credential(node)).read_text(encoding="ascii")
        blocks = [match.group(0) for match in _PEM_BLOCK.finditer(text)]
        if len(blocks) != 5:
            raise RuntimeError(f"the credential of {node} holds {len(blocks)} PEM blocks, not 5")
        for name, block in (("certificate", blocks[0]), ("key", blocks[1]), ("authority", blocks[4])):
            pathlib.Path(self.files(node)[name]).write_text(block, encoding="ascii")

    @staticmethod
    def _pki(arguments: list[str]) -> None:
        subprocess.run([build.program("mall"), "pki", *arguments], check=True, stdout=subprocess.DEVNULL)
