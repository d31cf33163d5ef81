"""Writes the test vectors with Google's Python protobuf, which shares no code with the mall.

    make_vectors.py            writes them anew
    make_vectors.py --check    status 1 when what is committed differs

frames/NAME.hex    a whole frame: four bytes of length, then the envelope
frames/NAME.json   what it says, in protobuf's JSON: {"envelope": …, "body": {"message": NAME, "fields": …}};
                   "unknown" holds, in hex, bytes of a newer schema that end the envelope
messages.json      every message of the schema with every field filled: {NAME: {"hex": …, "json": …}}
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory  # noqa: E402
from google.protobuf.descriptor import FieldDescriptor as Field  # noqa: E402

VECTORS = pathlib.Path(__file__).resolve().parent
SCHEMA = VECTORS.parents[2] / "Shared/MallWire/Schema"

PRINCIPAL = {"role": "citizen", "subject": "p-0007", "voucher": "gateway"}

CONTENT = {
    "service": "disdukcapil.akta-kelahiran",
    "channel": "online",
    "values": [
        {"field": "nama-anak", "value": "Siti Rahmawati"},
        {"field": "tanggal-lahir", "value": "2026-02-28"},
        {
            "field": "surat-lahir",
            "blob": {
                "sha256": base64.b64encode(bytes(range(32))).decode(),
                "size": "83211",
                "name": "surat lahir.pdf",
                "mediaType": "application/pdf",
            },
        },
    ],
    "attachments": [{"requirement": "ktp-saksi", "shownAtCounter": True}],
    "consents": [{"requirement": "kk", "purpose": "akta-kelahiran"}],
}

FRAMES = {
    "hello": (
        {"kind": "KIND_HELLO"},
        "Hello",
        {
            "versionMin": 1,
            "versionMax": 1,
            "node": "tax",
            "software": "tax-service 1.0",
            "roles": ["agency"],
            "epoch": "7314926531147321",
            "received": {"epoch": "918273645", "sequence": "42"},
        },
    ),
    "welcome": (
        {"kind": "KIND_WELCOME"},
        "Welcome",
        {
            "version": 1,
            "node": "gateway",
            "software": "mall-gateway 1.0",
            "mall": "lampung-tengah",
            "maxFrame": 1048576,
            "heartbeatMs": 15000,
            "deliveries": {"requests": 64, "bytes": 4194304},
            "queries": {"requests": 256, "bytes": 8388608},
            "control": {"requests": 32, "bytes": 2097152},
            "treeHead": {
                "size": "12",
                "root": base64.b64encode(bytes(range(32))).decode(),
                "atMs": "1767225600000",
                "signature": base64.b64encode(bytes(64)).decode(),
            },
            "epoch": "918273645",
            "mallTimeMs": "1767225600000",
        },
    ),
    "request-search": (
        {
            "kind": "KIND_REQUEST",
            "id": "1",
            "method": "catalogue.search",
            "timeoutMs": 10000,
            "trace": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        },
        "SearchRequest",
        {"text": "KTP hilang", "pageSize": 20},
    ),
    "request-submit": (
        {
            "kind": "KIND_REQUEST",
            "id": "18446744073709551615",
            "method": "application.submit",
            "timeoutMs": 60000,
            "via": ["counter-3"],
            "principal": PRINCIPAL,
        },
        "SubmitRequest",
        {"idempotencyKey": "0f8fad5b-d9cb-469f-a165-70867728950e", "content": CONTENT},
    ),
    "request-decide": (
        {
            "kind": "KIND_REQUEST",
            "id": "9",
            "method": "case.decide",
            "target": "disdukcapil",
            "via": ["officer-siti", "gateway"],
            "principal": {"role": "officer", "subject": "siti", "voucher": "gateway", "agencies": ["disdukcapil"]},
            "signature": {
                "certificate": base64.b64encode(b"\x30\x82\x01\x0a").decode(),
                "receiver": "disdukcapil",
                "mall": "lampung-tengah",
                "caseId": "01J9ZQ4M7N8P9QRSTVWXYZ0123",
                "nonce": base64.b64encode(bytes(range(16))).decode(),
                "expiresAtMs": "1767225720000",
                "value": base64.b64encode(bytes(64)).decode(),
            },
        },
        "DecideRequest",
        {"agency": "disdukcapil", "caseId": "01J9ZQ4M7N8P9QRSTVWXYZ0123", "decision": "approve", "version": "3"},
    ),
    "request-deliver": (
        {"kind": "KIND_REQUEST", "id": "77", "method": "delivery.deliver", "target": "bapenda"},
        "Delivery",
        {
            "epoch": "918273645",
            "sequence": "43",
            "orderingKey": "01J9ZQ4M7N8P9QRSTVWXYZ0123",
            "kind": "withdrawal-filed",
            "content": base64.b64encode(b"\x0a\x01x").decode(),
        },
    ),
    "response": ({"kind": "KIND_RESPONSE", "id": "77"}, "DeliverResponse", {"repeated": True}),
    "response-refused": (
        {
            "kind": "KIND_RESPONSE",
            "id": "18446744073709551615",
            "status": {
                "code": 3,
                "message": "The content is not right yet. Correct what is marked, then send it again.",
                "messageId": "Isian belum benar. Perbaiki bagian yang ditandai, lalu kirim lagi.",
                "key": "form.rejected",
                "violations": [
                    {
                        "field": "tanggal-lahir",
                        "key": "form.date-too-late",
                        "messageId": "Paling lambat 2026-02-27.",
                        "messageEn": "At the latest 2026-02-27.",
                        "arguments": ["2026-02-27"],
                    }
                ],
            },
        },
        None,
        None,
    ),
    "response-unavailable": (
        {
            "kind": "KIND_RESPONSE",
            "id": "5",
            "status": {
                "code": 14,
                "message": "The service is not available just now. Try again in a moment.",
                "retryAfterMs": 1000,
                "key": "request.unavailable",
            },
        },
        None,
        None,
    ),
    "cancel": ({"kind": "KIND_CANCEL", "id": "1"}, None, None),
    "ping": ({"kind": "KIND_PING", "id": "3"}, None, None),
    "pong": ({"kind": "KIND_PONG", "id": "3"}, None, None),
    "goodbye": (
        {"kind": "KIND_GOODBYE", "status": {"code": 7, "message": "the node id isn't the one in the certificate"}},
        None,
        None,
    ),
}

# Field 1000, "baru", then field 1001, 300: a schema that doesn't exist yet.
NEWER = {"request-newer": ("request-search", "c23e0462617275c83eac02")}


def schema():
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "descriptors"
        names = [path.name for path in sorted(SCHEMA.glob("*.proto"))]
        subprocess.run(["protoc", f"-I{SCHEMA}", f"--descriptor_set_out={output}", *names], check=True)
        return descriptor_pb2.FileDescriptorSet.FromString(output.read_bytes())


FILES = schema()
POOL = descriptor_pool.DescriptorPool()
for file in FILES.file:
    POOL.Add(file)
CLASSES = message_factory.GetMessages(FILES.file)


def message(name, fields):
    return json_format.ParseDict(fields, CLASSES[name]())


def as_json(value):
    return json_format.MessageToDict(value)


def frame_of(name):
    newer = NEWER.get(name)
    envelope_fields, body_name, body_fields = FRAMES[newer[0] if newer else name]
    envelope = message("mall.v1.Envelope", envelope_fields)
    record = {}
    if body_name:
        body = message(f"mall.v1.{body_name}", body_fields)
        envelope.body = body.SerializeToString(deterministic=True)
        record["body"] = {"message": f"mall.v1.{body_name}", "fields": as_json(body)}
    record["envelope"] = as_json(envelope)
    content = envelope.SerializeToString(deterministic=True)
    if newer:
        record["unknown"] = newer[1]
        content += bytes.fromhex(newer[1])
    return (len(content).to_bytes(4, "big") + content).hex() + "\n", record


class Filler:
    """Values for every field, each another one."""

    def __init__(self):
        self.count = 0

    def value(self, field):
        self.count += 1
        number = self.count
        if field.type == Field.TYPE_MESSAGE:
            return self.fields(field.message_type)
        if field.type == Field.TYPE_STRING:
            return f"{field.name} {number} é"
        if field.type == Field.TYPE_BYTES:
            return base64.b64encode(bytes([number % 256, 0, 255])).decode()
        if field.type == Field.TYPE_BOOL:
            return True
        if field.type == Field.TYPE_ENUM:
            return field.enum_type.values[-1].name
        if field.type == Field.TYPE_INT64:
            return str(-(10**12) - number)
        if field.type == Field.TYPE_UINT64:
            return str(2**64 - number)
        return 2**32 - number if field.type == Field.TYPE_UINT32 else number

    def fields(self, message_type):
        return {
            field.json_name: [self.value(field), self.value(field)] if field.label == Field.LABEL_REPEATED
            else self.value(field)
            for field in message_type.fields
        }


def message_vectors():
    vectors = {}
    for file in FILES.file:
        for declared in file.message_type:
            name = f"{file.package}.{declared.name}"
            value = message(name, Filler().fields(POOL.FindMessageTypeByName(name)))
            vectors[name] = {"hex": value.SerializeToString(deterministic=True).hex(), "json": as_json(value)}
    return vectors


def json_text(value):
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def texts():
    result = {"messages.json": json_text(message_vectors())}
    for name in [*FRAMES, *NEWER]:
        frame, record = frame_of(name)
        result[f"frames/{name}.hex"] = frame
        result[f"frames/{name}.json"] = json_text(record)
    return result


def main():
    expected = texts()
    if sys.argv[1:] == ["--check"]:
        kept = [VECTORS / "messages.json", *(VECTORS / "frames").iterdir()]
        found = {str(path.relative_to(VECTORS)): path.read_text() for path in kept}
        different = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
        sys.exit("\n".join(f"{name} differs from what make_vectors.py writes" for name in different) or 0)
    (VECTORS / "frames").mkdir(exist_ok=True)
    for name, text in expected.items():
        (VECTORS / name).write_text(text)


if __name__ == "__main__":
    main()
