"""The mall protocol as docs/protocol.md tells it: TLS, frames, the handshake, requests, signatures.

Needs nothing but Python and Debian's python3-protobuf, python3-cryptography and protobuf-compiler.
"""

import collections
import glob
import hashlib
import importlib
import itertools
import os
import re
import secrets
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import types

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from google.protobuf.message import DecodeError

FIRST_FRAME_LIMIT = 1024 * 1024
PEM_BLOCK = re.compile(r"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----\n?", re.DOTALL)


def load_schema(folder):
    """Compiles the .proto files and returns their messages, by name, in one namespace."""
    protos = sorted(glob.glob(os.path.join(folder, "*.proto")))
    schema = types.SimpleNamespace()
    with tempfile.TemporaryDirectory(prefix="mall-peer-") as output:
        subprocess.run(["protoc", "-I", folder, "--python_out", output, *protos], check=True)
        sys.path.insert(0, output)
        for proto in protos:
            module = importlib.import_module(os.path.basename(proto)[: -len(".proto")] + "_pb2")
            names = [*module.DESCRIPTOR.message_types_by_name, *module.DESCRIPTOR.enum_types_by_name]
            vars(schema).update((name, getattr(module, name)) for name in names)
    return schema


class Credential:
    """A credential file: TLS certificate and key, signing certificate and key, the authority's certificate."""

    def __init__(self, path):
        with open(path, encoding="ascii") as file:
            blocks = [match.group(0) for match in PEM_BLOCK.finditer(file.read())]
        self.tls_certificate, self.tls_key, self.signing_certificate, signing_key, self.authority = blocks
        self.signing_key = load_pem_private_key(signing_key.encode(), password=None)
        certificate = x509.load_pem_x509_certificate(self.tls_certificate.encode())
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        self.names = collections.defaultdict(list)
        for name in names.get_values_for_type(x509.UniformResourceIdentifier):
            _, _, kind, value = name.split(":", 3)
            self.names[kind].append(value)
        self.node, self.mall = self.names["node"][0], self.names["mall"][0]

    def tls_context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        # A node is known by the names in its certificate, not by the host that it runs on.
        context.check_hostname = False
        context.load_verify_locations(cadata=self.authority)
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(self.tls_certificate + self.tls_key)
            file.flush()
            context.load_cert_chain(file.name)
        return context


class Refused(Exception):
    """An answer whose status is not ok."""

    def __init__(self, status):
        violations = "; ".join(f"{violation.field}: {violation.message_en}" for violation in status.violations)
        super().__init__(f"{status.code}: {status.message} {violations}")
        self.status = status


class Unanswerable(Exception):
    """A request that is refused, with a status."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION, UNIMPLEMENTED, UNAVAILABLE = 3, 6, 9, 12, 14


class Link:
    """One link to a gateway. Requests of the other side are answered by `answer`, whenever a frame is waited for."""

    def __init__(self, schema, credential, address, answer=None, epoch=None):
        self.schema, self.credential, self.answer = schema, credential, answer
        self.epoch = epoch or secrets.randbits(63)
        self.ids = itertools.count(1)
        self.open, self.answers = set(), {}
        self.frame_limit = FIRST_FRAME_LIMIT
        host, _, port = address.rpartition(":")
        self.socket = credential.tls_context().wrap_socket(socket.create_connection((host, int(port))))
        self.welcome = self.shake_hands()
        self.frame_limit = self.welcome.max_frame

    # Frames

    def send(self, envelope):
        data = envelope.SerializeToString()
        self.socket.sendall(struct.pack(">I", len(data)) + data)

    def receive(self):
        (length,) = struct.unpack(">I", self.read(4))
        if not 1 <= length <= self.frame_limit:
            self.breach(f"a frame of {length} bytes")
        try:
            return self.schema.Envelope.FromString(self.read(length))
        except DecodeError:
            self.breach("a frame that holds no envelope")

    def breach(self, what):
        """Tells the other side what it did wrong, and ends the link."""
        goodbye = self.envelope("KIND_GOODBYE")
        goodbye.status.code, goodbye.status.message = INVALID_ARGUMENT, what
        self.send(goodbye)
        self.socket.close()
        raise ConnectionError(what)

    def read(self, count):
        data = b""
        while len(data) < count:
            chunk = self.socket.recv(count - len(data))
            if not chunk:
                raise ConnectionError("the link ended")
            data += chunk
        return data

    # The life of a link

    def shake_hands(self):
        hello = self.schema.Hello(
            version_min=1, version_max=1, node=self.credential.node, software="peer.py",
            roles=self.credential.names["role"], epoch=self.epoch,
        )
        self.send(self.envelope("KIND_HELLO", body=hello.SerializeToString()))
        answer = self.receive()
        if answer.kind != self.kind("KIND_WELCOME"):
            raise Refused(answer.status)
        return self.schema.Welcome.FromString(answer.body)

    def close(self):
        self.send(self.envelope("KIND_GOODBYE"))
        self.socket.close()

    def step(self):
        """Takes one frame, whatever it is."""
        envelope = self.receive()
        if envelope.kind == self.kind("KIND_PING"):
            self.send(self.envelope("KIND_PONG", id=envelope.id))
        elif envelope.kind == self.kind("KIND_RESPONSE"):
            if envelope.id not in self.open:
                self.breach("an answer that nobody asked for")
            self.open.remove(envelope.id)
            self.answers[envelope.id] = envelope
        elif envelope.kind == self.kind("KIND_REQUEST"):
            self.send(self.respond(envelope))
        elif envelope.kind == self.kind("KIND_GOODBYE"):
            self.socket.close()
            raise ConnectionError(f"goodbye: {envelope.status.message}")

    # Requests

    def call(self, method, request, answer_type, target=""):
        number = next(self.ids)
        self.open.add(number)
        self.send(
            self.envelope("KIND_REQUEST", id=number, method=method, target=target, body=request.SerializeToString())
        )
        while number not in self.answers:
            self.step()
        envelope = self.answers.pop(number)
        if envelope.status.code != 0:
            raise Refused(envelope.status)
        return answer_type.FromString(envelope.body)

    def respond(self, request):
        response = self.envelope("KIND_RESPONSE", id=request.id)
        try:
            if self.credential.node in request.via:
                raise Unanswerable(FAILED_PRECONDITION, "the request passed through here before")
            response.body = self.answer(request).SerializeToString()
        except Unanswerable as error:
            response.status.code, response.status.message = error.code, str(error)
        except DecodeError:
            response.status.code, response.status.message = INVALID_ARGUMENT, "the body can't be read"
        return response

    # Signatures

    def sign(self, method, body, receiver, case_id=""):
        """Signs a body, so that nobody on its way can change it or use it elsewhere."""
        nonce, expires = secrets.token_bytes(16), int(time.time() * 1000) + 90 * 86_400_000
        text = (
            "mall-signed-body-1\n"
            f"method: {method}\n"
            f"body-sha256: {hashlib.sha256(body).hexdigest()}\n"
            f"author: {self.credential.node}\n"
            f"receiver: {receiver}\n"
            f"mall: {self.credential.mall}\n"
            f"case: {case_id}\n"
            "purpose: \n"
            f"nonce: {nonce.hex()}\n"
            f"expires: {expires}\n"
        )
        return self.schema.Signature(
            certificate=ssl.PEM_cert_to_DER_cert(self.credential.signing_certificate), receiver=receiver,
            mall=self.credential.mall, case_id=case_id, nonce=nonce, expires_at_ms=expires,
            value=self.credential.signing_key.sign(text.encode()),
        )

    def envelope(self, kind, **fields):
        return self.schema.Envelope(kind=self.kind(kind), **fields)

    def kind(self, name):
        return self.schema.Kind.Value(name)
