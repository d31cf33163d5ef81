"""Writes the C and the Swift of the schema anew: `make proto`.

    generate.py                  writes Shared/CMallSchema, Shared/MallWire/Generated and Tests/MallWireTests/Generated
    generate.py --check          status 1 when what stands there differs from what would be written
    generate.py --rules FILE...  status 1 when the files break the schema's rules; writes nothing

Needs protoc, protoc-gen-c and Python's protobuf package (Debian: protobuf-compiler, protobuf-c-compiler,
python3-protobuf). The output depends on the .proto files and on the version of protoc-gen-c (1.4.1) alone.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

from google.protobuf import descriptor_pb2  # noqa: E402

from generator import c_code, rules, swift_code, test_code  # noqa: E402

SCHEMA = pathlib.Path(__file__).resolve().parent
PROJECT = SCHEMA.parents[2]


def descriptors(files):
    """The files' descriptors with the comments, in the order in which they import one another."""
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "descriptors"
        roots = sorted({str(file.parent) for file in files})
        subprocess.run(
            ["protoc", "--include_source_info", "--include_imports", f"--descriptor_set_out={output}"]
            + [f"-I{root}" for root in roots]
            + [file.name for file in files],
            check=True,
        )
        return descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes()).file


def outputs(files):
    """What belongs into each folder: the suffix of its generated files, and their texts by name."""
    headers, units = c_code.generate(files)
    return {
        PROJECT / "Shared/CMallSchema": (".pb-c.c", units),
        PROJECT / "Shared/CMallSchema/include": (".h", headers),
        PROJECT / "Shared/MallWire/Generated": (".pb.swift", swift_code.generate(files)),
        PROJECT / "Tests/MallWireTests/Generated": (".pb.swift", test_code.generate(files)),
    }


def differences(folder, suffix, texts):
    """The generated files of a folder that are missing, left over or other than they should be."""
    found = {path.name: path.read_text() for path in folder.glob(f"*{suffix}")}
    return [folder / name for name in sorted(texts.keys() | found.keys()) if texts.get(name) != found.get(name)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--rules", nargs="+", metavar="FILE", type=pathlib.Path)
    arguments = parser.parse_args()

    files = descriptors([path.resolve() for path in arguments.rules or sorted(SCHEMA.glob("*.proto"))])
    broken = rules.violations(files)
    if broken:
        sys.exit("\n".join(broken))
    if arguments.rules:
        return

    drifted = False
    for folder, (suffix, texts) in outputs(files).items():
        for path in differences(folder, suffix, texts):
            drifted = True
            if arguments.check:
                print(f"{path.relative_to(PROJECT)} differs from the schema; run make proto", file=sys.stderr)
            elif path.name in texts:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(texts[path.name])
            else:
                path.unlink()
    sys.exit(1 if arguments.check and drifted else 0)


if __name__ == "__main__":
    main()
