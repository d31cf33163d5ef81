"""A stranger at the mall: a citizen's program and an agency, written from docs/protocol.md and the .proto files alone.

    peer.py --gateway HOST:PORT --credential FILE --schema DIR citizen --service CODE
    peer.py --gateway HOST:PORT --credential FILE --schema DIR agency --cases N

Says what it does as lines of JSON. As an agency it ends after N cases are issued.
"""

import argparse
import hashlib
import json
import random
import secrets
import time

from link import ALREADY_EXISTS, UNAVAILABLE, UNIMPLEMENTED, Credential, Link, Refused, Unanswerable, load_schema


def say(**facts):
    print(json.dumps(facts), flush=True)


class Citizen:
    """Looks for a service, applies with its example, and tracks the case."""

    def __init__(self, schema, credential, address):
        self.schema = schema
        self.link = Link(schema, credential, address)
        say(event="welcome", mall=self.link.welcome.mall, version=self.link.welcome.version)

    def run(self, service):
        say(event="catalogue", services=self.services())
        found = self.search("dokumen")
        say(event="search", services=found)
        example = self.link.call(
            "catalogue.example", self.schema.ExampleRequest(service=service), self.schema.ExampleResponse, target=service
        )
        key = secrets.token_hex(16)
        request = self.schema.SubmitRequest(idempotency_key=key, content=example.content)
        accepted = self.link.call("application.submit", request, self.schema.SubmitResponse)
        again = self.link.call("application.submit", request, self.schema.SubmitResponse)
        say(event="accepted", tracking_code=accepted.tracking_code, again=again.tracking_code)
        say(event="tracked", state=self.track_until(accepted.tracking_code, "received"))
        self.link.close()

    def services(self):
        """All services, two a page."""
        codes, token = [], ""
        while True:
            request = self.schema.ListServicesRequest(page_size=2, page_token=token)
            page = self.link.call("catalogue.list", request, self.schema.ListServicesResponse)
            codes += [service.code for service in page.services]
            token = page.next_page_token
            if not token:
                return codes

    def search(self, text):
        request = self.schema.SearchRequest(text=text)
        page = self.link.call("catalogue.search", request, self.schema.ListServicesResponse)
        return [service.code for service in page.services]

    def track_until(self, code, state, patience=60):
        deadline = time.monotonic() + patience
        while True:
            track = self.link.call(
                "application.track", self.schema.TrackRequest(tracking_code=code), self.schema.TrackResponse
            )
            if track.state == state or time.monotonic() > deadline:
                return track.state
            time.sleep(0.05)


class Agency:
    """A library that issues member cards. A real agency keeps its cases and its deliveries in a database."""

    SERVICE = "kartu-anggota"

    def __init__(self, schema, credential, address):
        self.schema, self.credential, self.address = schema, credential, address
        self.id = credential.names["agency"][0]
        self.epoch = secrets.randbits(63)
        self.sequence = 0
        self.filed = []
        self.taken = {}
        self.link = None

    def run(self, cases):
        """Stays until so many cases are issued, over as many links as it takes."""
        issued, pause = 0, 0.1
        while issued < cases:
            try:
                self.join()
                pause = 0.1
                while issued < cases:
                    while not self.filed:
                        self.link.step()
                    self.handle(self.filed[0])
                    self.filed.pop(0)
                    issued += 1
            except OSError as error:
                say(event="link-ended", reason=str(error))
                time.sleep(pause * random.uniform(0.5, 1))
                pause = min(2 * pause, 30)
        self.link.close()

    def join(self):
        self.link = Link(self.schema, self.credential, self.address, answer=self.answer, epoch=self.epoch)
        say(event="welcome", mall=self.link.welcome.mall, version=self.link.welcome.version)
        request = self.schema.PublishRequest(agency=self.manifest())
        pending = self.link.call("catalogue.publish", request, self.schema.PublishResponse).pending
        say(event="published", pending=list(pending))

    # What the mall asks

    def answer(self, request):
        if request.method == "delivery.deliver":
            return self.take(self.schema.Delivery.FromString(request.body))
        if request.method == "catalogue.example":
            return self.schema.ExampleResponse(content=self.example())
        if request.method == "node.health":
            self.schema.HealthRequest.FromString(request.body)
            return self.schema.HealthResponse(node=self.credential.node, software="peer.py", state="serving")
        raise Unanswerable(UNIMPLEMENTED, f"{request.method} is unknown here")

    def take(self, delivery):
        """Keeps what was delivered, once: in a real agency in one transaction with the delivery's name."""
        name, content = (delivery.epoch, delivery.sequence), hashlib.sha256(delivery.content).digest()
        repeated = name in self.taken
        if self.taken.setdefault(name, content) != content:
            raise Unanswerable(ALREADY_EXISTS, "the delivery came before with other content")
        if not repeated:
            if delivery.kind == "application-filed":
                self.filed.append(self.schema.ApplicationFiled.FromString(delivery.content))
        return self.schema.DeliverResponse(repeated=repeated)

    # What the agency does with a case

    def handle(self, filed):
        name = next(value.value for value in filed.content.values if value.field == "nama")
        steps = [
            dict(type="received", actor="agency"),
            dict(type="claimed", actor="officer:pustakawan"),
            dict(type="approved", actor="officer:pustakawan"),
            dict(type="issued", actor="officer:pustakawan", output=self.card(filed, name)),
        ]
        for number, step in enumerate(steps, start=1):
            self.tell(filed.case_id, number, step)
        say(event="issued", case_id=filed.case_id)

    def tell(self, case_id, number, step):
        event = self.schema.CaseEvent(
            case_id=case_id, agency=self.id, step=number, at_ms=int(time.time() * 1000), **step
        )
        content = event.SerializeToString()
        self.sequence += 1
        delivery = self.schema.Delivery(
            epoch=self.link.epoch, sequence=self.sequence, ordering_key=case_id, kind="case-event", content=content,
            signature=self.link.sign("case-event", content, receiver=self.link.welcome.node, case_id=case_id),
        )
        self.deliver(delivery)
        say(event="told", type=event.type)

    def deliver(self, delivery):
        """Sends it until the mall has it: while the mall is busy, under the same name."""
        while True:
            try:
                return self.link.call("delivery.deliver", delivery, self.schema.DeliverResponse)
            except Refused as refused:
                if refused.status.code != UNAVAILABLE:
                    raise
                time.sleep(0.1)

    def card(self, filed, holder):
        return self.schema.Document(
            type=self.SERVICE, number=f"PUS-{filed.case_id}", agency=self.id, service=filed.content.service,
            case_id=filed.case_id, holder=holder, issued_on=time.strftime("%Y-%m-%d"), title=self.text("Kartu anggota"),
        )

    # What the agency offers

    def manifest(self):
        schema = self.schema
        service = schema.PublicService(
            code=f"{self.id}.{self.SERVICE}", name=self.text("Kartu anggota perpustakaan", "Library member card"),
            category="education", life_events=["studying"], description=self.text("Kartu untuk meminjam buku."),
            legal_basis=["UU 43/2007"], fee=schema.Fee(kind="free", amount=schema.FeeAmount(rupiah=0)),
            sla=schema.Sla(working_minutes=15),
            requirements=[
                schema.Requirement(id="ktp", name=self.text("KTP", "Identity card"), kind="document", required=True)
            ],
            output=self.text("Kartu anggota", "Member card"), issues=[self.SERVICE], channels=["counter", "online"],
            form=[
                schema.FormField(id="nama", label=self.text("Nama", "Name"), type="text", required=True, max_length=60),
                schema.FormField(id="telepon", label=self.text("Telepon", "Phone"), type="phone", required=True),
            ],
            steps=[self.text("Isi formulir."), self.text("Terima kartu.")],
            complaints=schema.Complaints(
                unit="Layanan", phone="1708", email="layanan@perpustakaan.example", procedure=self.text("Sampaikan di loket.")
            ),
            keywords=["perpustakaan", "buku", "library"],
        )
        return schema.Agency(
            id=self.id, name=self.text("Perpustakaan", "Library"), kind="district", domain="general", counter="ZZ",
            services=[service],
            opening_hours=schema.OpeningHours(
                opens=8 * 60, closes=15 * 60, friday_break_starts=11 * 60 + 30, friday_break_ends=13 * 60
            ),
        )

    def example(self):
        schema = self.schema
        return schema.ApplicationContent(
            service=f"{self.id}.{self.SERVICE}", channel="counter",
            values=[
                schema.FieldValue(field="nama", value="Siti Contoh"),
                schema.FieldValue(field="telepon", value="081200000001"),
            ],
            attachments=[schema.Attachment(requirement="ktp", shown_at_counter=True)],
        )

    def text(self, indonesian, english=""):
        return self.schema.LocalizedText(id=indonesian, en=english)


def main():
    parser = argparse.ArgumentParser(description="A peer of the mall.")
    parser.add_argument("--gateway", required=True, metavar="HOST:PORT")
    parser.add_argument("--credential", required=True, metavar="FILE")
    parser.add_argument("--schema", required=True, metavar="DIR", help="the folder with the .proto files")
    roles = parser.add_subparsers(dest="role", required=True)
    roles.add_parser("citizen").add_argument("--service", required=True)
    roles.add_parser("agency").add_argument("--cases", type=int, default=1)
    arguments = parser.parse_args()
    schema, credential = load_schema(arguments.schema), Credential(arguments.credential)
    if arguments.role == "citizen":
        Citizen(schema, credential, arguments.gateway).run(arguments.service)
    else:
        Agency(schema, credential, arguments.gateway).run(arguments.cases)


if __name__ == "__main__":
    main()
