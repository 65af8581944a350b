"""Another agency asks for what is not its own: it learns nothing, not even that it is there."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final, cast

import anyio
from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.exc import DatabaseError

from provider_desktop.domain.clock import SystemClock
from provider_desktop.domain.identifiers import make_ulid
from provider_desktop.errors import AppError
from provider_desktop.exchange.blobs import COMPLETE_HEADER, OFFSET_HEADER
from provider_desktop.exchange.http_signatures import Request, sign_request
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.signing import Ed25519Signer
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver import app as app_module
from provider_desktop.receiver import judge
from provider_desktop.receiver.limits import TokenBuckets
from provider_desktop.receiver.office import Office, open_office
from provider_desktop.receiver.storage import blobs, tables
from tests.simulation.campaign import Tally
from tests.simulation.chance import replaced
from tests.simulation.hostile_requests import HOST, Asked, Told, ask
from tests.simulation.power_cut import scratch
from tests.support import postgres
from tests.support.bureau import Bureau
from tests.support.receiver import AGENCY, OTHER_AGENCY, AgencyPc

#: Tables that hold nothing of an agency, or what all may read.
_OF_NOBODY: Final = frozenset({"trusts", "nonces", "revocations", "publications"})
#: Who asks is looked up here before anybody knows for whom.
_BEFORE: Final = frozenset({"devices"})


@dataclass
class Scene:
    """A receiver, an agency with something of everything, and a stranger who is enrolled as well."""

    office: Office
    app: Any
    victim: AgencyPc
    stranger: AgencyPc
    photo: str

    def secrets(self) -> tuple[bytes, ...]:
        """What the stranger must not be told unless it said so itself."""
        hashes = [entry.hash for entry in self.victim.sealed]
        return tuple(
            each.encode() for each in (*hashes, self.victim.agency, self.victim.stream, self.victim.device)
        )


@contextmanager
def a_scene(folder: Path, database: str = "") -> Iterator[Scene]:
    """A receiver without a limit on how often it may be asked."""
    limits = TokenBuckets(1e12, 10**12)
    unlimited = replaced(app_module, "Calls", lambda calls: partial(calls, limits=limits))
    office = open_office(folder, SystemClock(), url=database, create=True)
    try:
        with unlimited:
            app = app_module.create_app(office)
        yield _filled(office, app)
    finally:
        office.close()


def _filled(office: Office, app: Any) -> Scene:
    bureau = Bureau(office)
    pcs = []
    photo = hashlib.sha256(b"a photo").hexdigest()
    for agency in (AGENCY, OTHER_AGENCY):
        pc = bureau.pc(agency)
        for _ in range(4):
            pc.seal()
        bureau.take(pc)
        with office.database.write() as connection:
            office.state(connection, agency, Kind.NOTICE, {"title": agency, "text": "", "at": ""})
        pcs.append(pc)
    with office.database.write() as connection:
        now = office.clock.now()
        blobs.add(connection, AGENCY, photo, start=0, content=b"a photo", now=now)
        blobs.claim(connection, AGENCY, photo, 7)
        blobs.close(connection, AGENCY, photo, 7, now)
    judge.judge_all(office)
    return Scene(office, app, pcs[0], pcs[1], photo)


#: For what is there and for what is not: method, path, query, body, headers.
Shape = tuple[str, str, str, bytes, dict[str, str]]


def _about_streams(scene: Scene, random: Random) -> tuple[Shape, Shape]:
    nothing = make_ulid(scene.office.clock.now(), random.randbytes(10))
    name = random.choice(("head", "read", "send own", "send theirs", "send noise"))
    body, method, query, tail = b"", "GET", "", "entries"
    match name:
        case "head":
            tail = "head"
        case "read":
            query = f"after={random.choice((0, 1, 3, 4, 999))}"
        case "send own":
            method, body = "POST", write_batch(1, [each.to_line() for each in scene.stranger.sealed])
        case "send theirs":
            method, body = "POST", write_batch(1, [each.to_line() for each in scene.victim.sealed])
        case _:
            method, body = "POST", random.randbytes(random.randrange(1, 200))
    pair = (f"/v1/streams/{stream}/{tail}" for stream in (scene.victim.stream, nothing))
    return cast("tuple[Shape, Shape]", tuple((method, path, query, body, {}) for path in pair))


def _about_blobs(scene: Scene, random: Random) -> tuple[Shape, Shape]:
    nothing = random.randbytes(32).hex()
    method, headers, body = "HEAD", {}, b""
    if random.random() < 0.4:
        method, body = "PUT", random.randbytes(5)
        offset = str(random.choice((1, 2, 7, 100)))
        headers = {OFFSET_HEADER: offset, COMPLETE_HEADER: random.choice(("?0", "?1"))}
    pair = (f"/v1/blobs/{sha256}" for sha256 in (scene.photo, nothing))
    return cast("tuple[Shape, Shape]", tuple((method, path, "", body, headers) for path in pair))


ABOUT: Final[tuple[Callable[[Scene, Random], tuple[Shape, Shape]], ...]] = (_about_streams, _about_blobs)


def _asked(scene: Scene, shape: Shape, random: Random, signer: Ed25519Signer) -> Asked:
    method, path, query, body, more = shape
    request = Request(method, HOST, path, query, body)
    signed = sign_request(signer, request, created=scene.office.clock.now(), nonce=random.randbytes(12).hex())
    return Asked(method, path, query, {"Host": HOST, **signed, **more}, [body])


async def one_probe(scene: Scene, random: Random) -> tuple[str, str]:
    """Ask for what is another's, and for what is nobody's: what was done, and what is wrong with it."""
    about = random.choice(ABOUT)
    theirs, nobodys = about(scene, random)
    kind = random.choice(("enrolled", "enrolled", "enrolled", "unknown key", "their device's name"))
    signer = scene.stranger.signer if kind == "enrolled" else Ed25519Signer(random.randbytes(32))
    told = []
    for shape in (theirs, nobodys):
        asked = _asked(scene, shape, random, signer)
        if kind == "their device's name":
            own = signer_id(signer)
            asked.headers["Signature-Input"] = asked.headers["Signature-Input"].replace(
                own, scene.victim.device
            )
        told.append(await ask(scene.app, asked))
    return f"{kind}: {theirs[0]} {about.__name__[1:]}", _leak(scene, theirs, told)


def signer_id(signer: Ed25519Signer) -> str:
    """The device that a key is."""
    return hashlib.sha256(signer.public_key).hexdigest()[:16]


def _leak(scene: Scene, shape: Shape, told: list[Told]) -> str:
    first, second = told
    if not 400 <= first.status < 500 and shape[0] != "PUT":
        return f"answered {first.status}"
    bodies = bytes(first.body), bytes(second.body)
    if (first.status, first.headers, bodies[0]) != (second.status, second.headers, bodies[1]):
        return f"{first.status} {bodies[0][:200]!r} is not {second.status} {bodies[1][:200]!r}"
    said = shape[1].encode() + shape[3]
    for secret in scene.secrets():
        if secret in bytes(first.body) and secret not in said:
            return f"told {secret.decode()}"
    return ""


def one_statement(scene: Scene, random: Random) -> tuple[str, str]:
    """The stranger's transaction in the database server itself: it sees and changes nothing of another's."""
    known = [each for each in tables.metadata.tables.values() if each.name not in _OF_NOBODY | _BEFORE]
    table = random.choice(known)
    kind = random.choice(("select", "select", "update", "delete"))
    try:
        if kind == "select":
            with scene.office.database.read(OTHER_AGENCY) as connection:
                return f"{kind} {table.name}", _seen(scene, connection, table)
        with scene.office.database.write(OTHER_AGENCY) as connection:
            own = "agency" if "agency" in table.c else "stream"
            mine = AGENCY if own == "agency" else scene.victim.stream
            where = table.c[own] == mine if own in table.c else next(iter(table.c)).is_not(None)
            change = delete(table) if kind == "delete" else update(table).values({own: OTHER_AGENCY})
            if own not in table.c:
                return f"{kind} {table.name}", _seen(scene, connection, table)
            count = connection.execute(change.where(where)).rowcount
            return f"{kind} {table.name}", f"{count} rows changed in {table.name}" if count else ""
    except (DatabaseError, AppError):
        return f"{kind} {table.name}", ""  # refused


def _seen(scene: Scene, connection: Connection, table: Table) -> str:
    for row in connection.execute(select(table)).mappings():
        owner = row.get("agency", OTHER_AGENCY)
        if owner not in ("", OTHER_AGENCY) or row.get("stream") == scene.victim.stream:
            return f"a row of {owner} seen in {table.name}"
    return ""


def probes(budget: int, seed: int) -> Tally:
    """So many questions to a receiver on its own file."""
    with scratch() as folder, a_scene(folder) as scene:
        return _probed(scene, budget, seed, sql=False)


def probes_on_postgres(budget: int, seed: int) -> Tally:
    """So many questions to a receiver on a database server, a part of them to the server itself."""
    with (
        scratch() as folder,
        postgres.a_cluster() as cluster,
        a_scene(folder, cluster.new_database()) as scene,
    ):
        return _probed(scene, budget, seed, sql=True)


def _probed(scene: Scene, budget: int, seed: int, *, sql: bool) -> Tally:
    random, done, problems = Random(seed), Counter[str](), list[str]()

    async def ask_all() -> None:
        for number in range(budget):
            if sql and random.random() < 0.3:
                what, problem = one_statement(scene, random)
            else:
                what, problem = await one_probe(scene, random)
            done[what] += 1
            if problem:
                problems.append(f"seed {seed} probe {number}, {what}: {problem}")

    anyio.run(ask_all)
    return Tally(done, problems)
