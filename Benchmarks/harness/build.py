"""Release builds, in a folder of their own beside the debug build."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRATCH = ROOT / ".build-bench"
GRPC_SCRATCH = SCRATCH / "grpc"

HOP_PRODUCTS = ["mall-gateway", "mall", "HopLoad", "BareRelay"]
DURABLE_PRODUCTS = ["SubmitLoad"]


def build(part: str) -> None:
    products = []
    if part != "durable":
        products += HOP_PRODUCTS
    if part in ("durable", "all"):
        products += DURABLE_PRODUCTS
    for product in products:
        _swift_build(ROOT, SCRATCH, product)
    if part in ("grpc", "all"):
        _swift_build(ROOT / "Benchmarks" / "GRPC", GRPC_SCRATCH, "grpc-hop")


def program(name: str) -> str:
    return str(SCRATCH / "release" / name)


def grpc_program() -> str:
    return str(GRPC_SCRATCH / "release" / "grpc-hop")


def _swift_build(package: pathlib.Path, scratch: pathlib.Path, product: str) -> None:
    print(f"Building {product} (release)", flush=True)
    command = [
        os.environ.get("SWIFT", "swift"), "build", "-c", "release", "--package-path", str(package), "--scratch-path",
        str(scratch), "--product", product,
    ]
    result = subprocess.run(
        command, env=os.environ | {"MALL_BENCHMARKS": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False)
    if result.returncode != 0:
        raise SystemExit(result.stdout + f"\n{product} could not be built")
