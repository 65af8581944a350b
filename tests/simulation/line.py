"""The line between a PC and the receiver: signs, carries, and does to messages what lines do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

from provider_desktop.errors import AppError
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.http_signatures import Request, sign_request
from provider_desktop.exchange.packages import MAX_ENTRIES
from provider_desktop.exchange.problems import Problem, read_problem, write_problem
from provider_desktop.exchange.receipts import Receipt, seal_receipt
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.receiver import answers
from provider_desktop.receiver.answers import Refused
from provider_desktop.receiver.calls import Calls
from tests.simulation.desktop import Pc
from tests.simulation.memory_storage import DiedError, MemoryDatabase
from tests.support.exchange import STRANGER

HOST = "127.0.0.1:8080"
PORTAL = b"<html><title>Welcome</title>Accept the terms of this network</html>"


@dataclass(frozen=True)
class Message:
    """A request as it goes over the line."""

    name: str
    request: Request
    nonce: str
    #: Made when the message really leaves: most of what gets lost needs no signature.
    sign: Callable[[], Mapping[str, str]]

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that sign it."""
        return self.sign()


@dataclass
class Line:
    """Carries calls to the shipped receiver. ``rate`` is how many of them meet a fault."""

    calls: Calls
    database: MemoryDatabase
    random: Random
    faults: Counter[str]
    rate: float = 0.0
    kinds: tuple[str, ...] = ()
    late: list[Message] = field(default_factory=list)
    seen: dict[tuple[str, str], Answer] = field(default_factory=dict)
    #: Entries that a proxy lets through at once, by PC.
    limits: dict[str, int] = field(default_factory=dict)
    after_crash: Callable[[], None] = lambda: None

    def carry(self, pc: Pc, name: str, path: str, query: str, body: bytes) -> Answer:
        """One call, perhaps badly; what the PC gets to see."""
        message = self._sign(pc, name, path, query, body)
        if name == "send" and body.count(b"\n") - 1 > self.limits.get(pc.name, MAX_ENTRIES):
            self.faults["too large"] += 1
            report = read_problem(413, encode(write_problem(Problem.SIZE, "…")))
            return Answer(AnswerKind.PROBLEM, 413, problem=report)
        if self.random.random() >= self.rate:
            answer = self._ask(message, pc)
            self.seen[pc.name, name] = answer
            return answer
        fault = self.random.choice(self.kinds)
        self.faults[fault] += 1
        bad: Callable[[Message, Pc], Answer] = getattr(self, "_" + fault.replace(" ", "_"))
        return bad(message, pc)

    def deliver_late(self) -> None:
        """One delayed request arrives now; nobody waits for its answer."""
        if self.late:
            self.faults["reordered"] += 1
            self.serve(self.late.pop(self.random.randrange(len(self.late))))

    def serve(self, message: Message) -> answers.Answer | None:
        """What the receiver answers; None where it died over it. Other exceptions are bugs, and pass."""
        try:
            return self._dispatch(message)
        except Refused as refusal:
            return refusal.answer()
        except DiedError:
            self.after_crash()
            return None
        except AppError:
            return Refused(Problem.BUSY, {"Retry-After": "30"}).answer()

    def _dispatch(self, message: Message) -> answers.Answer:
        if message.name == "trust":
            return self.calls.trust()
        request = message.request
        device = self.calls.authenticate(request, message.headers, writes=request.method == "POST")
        query = dict(part.split("=") for part in request.query.split("&") if part)
        stream = request.path.split("/")[3] if request.path.startswith("/v1/streams/") else ""
        match message.name:
            case "head":
                return self.calls.head(device, stream)
            case "feed":
                return answers.as_lines(self.calls.feed(device, int(query["after"])))
            case "entries":
                return self.calls.entries(device, stream, int(query["after"]))
        return self.calls.submit(device, stream, request.body, "")

    def _sign(self, pc: Pc, name: str, path: str, query: str, body: bytes) -> Message:
        request = Request("POST" if body else "GET", HOST, path, query, body)
        created = pc.now() + timedelta(seconds=pc.disk.offset)
        signer, nonce = pc.request_signer(), self.random.randbytes(8).hex()

        def sign() -> Mapping[str, str]:
            headers = sign_request(signer, request, created=created, nonce=nonce)
            return {key.lower(): value for key, value in headers.items()}

        return Message(name, request, nonce, sign)

    def _ask(self, message: Message, pc: Pc) -> Answer:
        answer = self.serve(message)
        return self._told(answer, message, pc) if answer else Answer(AnswerKind.OFFLINE)

    def _told(self, answer: answers.Answer, message: Message, pc: Pc) -> Answer:
        """As the shipped client reads status, headers and body."""
        sent_at, retry_after = pc.now(), int(answer.headers.get("Retry-After", "0"))
        if 200 <= answer.status < 300:
            return Answer(AnswerKind.OURS, answer.status, answer.body, nonce=message.nonce, sent_at=sent_at)
        report = read_problem(answer.status, answer.body)
        kind = AnswerKind.PROBLEM if report else AnswerKind.FOREIGN
        return Answer(kind, answer.status, b"", report, retry_after, message.nonce, sent_at)

    # ------------------------------------------------------------ faults, by name

    def _request_lost(self, message: Message, pc: Pc) -> Answer:
        return Answer(AnswerKind.OFFLINE)

    def _answer_lost(self, message: Message, pc: Pc) -> Answer:
        self._ask(message, pc)
        return Answer(AnswerKind.OFFLINE)

    def _request_delayed(self, message: Message, pc: Pc) -> Answer:
        self.late.append(message)
        return Answer(AnswerKind.OFFLINE)

    def _request_doubled(self, message: Message, pc: Pc) -> Answer:
        both = self._ask(message, pc), self._ask(message, pc)
        return self.random.choice(both)

    def _request_flipped(self, message: Message, pc: Pc) -> Answer:
        if message.request.body:
            body = self._flipped(message.request.body)
            request = Request("POST", HOST, message.request.path, message.request.query, body)
            return self._ask(replace(message, request=request), pc)
        headers = dict(message.headers)
        name = self.random.choice(sorted(headers))
        headers[name] = self._flipped(headers[name].encode()).decode("latin-1")
        return self._ask(replace(message, sign=lambda: headers), pc)

    def _answer_flipped(self, message: Message, pc: Pc) -> Answer:
        answer = self._ask(message, pc)
        if answer.kind is not AnswerKind.OURS or not answer.body:
            return answer
        pc.may_alarm |= {"statement_tampered"}
        return Answer(AnswerKind.OURS, 200, self._flipped(answer.body), nonce=answer.nonce)

    def _answer_cut(self, message: Message, pc: Pc) -> Answer:
        answer = self._ask(message, pc)
        cut = answer.body[: self.random.randrange(len(answer.body) + 1)]
        return Answer(answer.kind, answer.status, cut, answer.problem, answer.retry_after, answer.nonce)

    def _portal(self, message: Message, pc: Pc) -> Answer:
        return Answer(AnswerKind.OURS, 200, PORTAL)

    def _redirect(self, message: Message, pc: Pc) -> Answer:
        return Answer(AnswerKind.FOREIGN, self.random.choice((301, 302, 307, 403, 404, 511)))

    def _proxy_down(self, message: Message, pc: Pc) -> Answer:
        wait = self.random.choice((0, 0, 5, 120))
        return Answer(AnswerKind.FOREIGN, self.random.choice((408, 429, 502, 503, 504)), retry_after=wait)

    def _overloaded(self, message: Message, pc: Pc) -> Answer:
        problem = self.random.choice((Problem.BUSY, Problem.INTERNAL))
        status = 429 if problem is Problem.BUSY else 500
        report = read_problem(status, encode(write_problem(problem, "…")))
        return Answer(AnswerKind.PROBLEM, status, problem=report)

    def _proxy_narrow(self, message: Message, pc: Pc) -> Answer:
        """From now on a proxy's limit is smaller than the page's."""
        self.limits[pc.name] = self.random.randrange(1, 5)
        return self._ask(message, pc)

    def _receiver_died(self, message: Message, pc: Pc) -> Answer:
        """At one of the call's transactions, just before its commit or just after."""
        self.database.dies = (self.random.randrange(3), self.random.random() < 0.5)
        answer = self._ask(message, pc)
        self.database.dies = None
        return answer

    # -- what only an attacker in the line does, who can read and hold back everything

    def _replayed_answer(self, message: Message, pc: Pc) -> Answer:
        """An answer given before; a whole view of the past may look like a receiver gone backwards."""
        pc.may_alarm |= {"receiver_backwards", "statement_tampered", "trust_older", "feed_rewritten"}
        return self.seen.get((pc.name, message.name), Answer(AnswerKind.OURS, 200, PORTAL))

    def _answer_for_another(self, message: Message, pc: Pc) -> Answer:
        pc.may_alarm |= {"receiver_backwards", "statement_tampered", "trust_older", "feed_rewritten"}
        alike = [answer for (_, name), answer in self.seen.items() if name == message.name]
        answer = self.random.choice(alike or [Answer(AnswerKind.OFFLINE)])
        return Answer(answer.kind, answer.status, answer.body, answer.problem)

    def _forged_receipt(self, message: Message, pc: Pc) -> Answer:
        """Over just what was sent, well formed, by a key that the root does not vouch for."""
        head = pc.disk.head
        now = pc.clock().replace(microsecond=0)
        receipt = Receipt(
            pc.disk.epoch or 1, pc.agency, pc.stream, max(1, head.seq), head.hash or "0" * 64, 1, now, 0, ""
        )
        envelope = seal_receipt(STRANGER, receipt)
        if message.name == "head":
            value = {"epoch": receipt.epoch, "seq": receipt.seq, "hash": receipt.hash}
            return Answer(AnswerKind.OURS, 200, encode({**value, "receipt": json.loads(envelope)}))
        if message.name == "feed":
            pc.may_alarm |= {"statement_tampered"}  # two of these in a row are forged statements
        return Answer(AnswerKind.OURS, 200, envelope)

    def _forged_head(self, message: Message, pc: Pc) -> Answer:
        """ "There is nothing of yours here": the one answer that carries no signature."""
        pc.may_alarm |= {"receiver_backwards"}
        body = encode({"epoch": pc.disk.epoch or 1, "seq": 0, "hash": ""})
        return Answer(AnswerKind.OURS, 200, body)

    def _line_left_out(self, message: Message, pc: Pc) -> Answer:
        """A statement goes missing on its way."""
        answer = self._ask(message, pc)
        lines = answer.body.splitlines(keepends=True)
        if message.name != "feed" or len(lines) < 2:
            return answer
        pc.may_alarm |= {"statement_tampered"}
        del lines[self.random.randrange(len(lines) - 1)]
        return replace(answer, body=b"".join(lines))

    def _flipped(self, content: bytes) -> bytes:
        changed = bytearray(content)
        changed[self.random.randrange(len(changed))] ^= 1 << self.random.randrange(8)
        return bytes(changed)


_HONEST = (
    "request lost", "request lost", "answer lost", "answer lost", "request delayed", "request doubled",
    "answer cut", "portal", "redirect", "proxy down", "overloaded", "proxy narrow", "receiver died",
    "receiver died",
)  # fmt: skip
_FLIPS = ("request flipped", "answer flipped")
_HOSTILE = (
    "replayed answer", "answer for another", "answer for another", "forged receipt", "forged head",
    "line left out",
)  # fmt: skip


def kinds_of_fault(*, hostile: bool, flips: bool) -> tuple[str, ...]:
    """The faults of a line: chance alone, or somebody in the line as well; with changed bits or without."""
    return (*_HONEST, *(_FLIPS if flips else ()), *(_HOSTILE if hostile else ()))
