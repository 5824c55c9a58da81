"""An OpenAI-compatible server that plays the customer word by word, and waits in the middle when told."""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from app.queries.fallback import fallback_question
from app.queries.kinds import AgentBrief, Behaviour, Category, Difficulty
from app.queries.plan import Plan
from app.queries.prompts import _BEHAVIOURS, _CATEGORIES, _LENGTHS

TIDEPOOL = Path(__file__).parents[1] / "data" / "tidepool.jsonl"
WORD_S = 0.005
_ORDER = re.compile(r"^You are: (.+)\.\nYour message is (.+)\. It is about: (.+)\.\n(.+)\n(.+)$", re.M)


class Customer:
    """Asks the questions of tests/data/tidepool.jsonl, always the one that fits the plan in the prompt best, and
    none twice before all were asked."""

    def __init__(self) -> None:
        about, *pairs = (json.loads(line) for line in TIDEPOOL.read_text().splitlines())
        self.description: str = about["description"]
        self._responses: dict[str, str] = {pair["query"]: pair["response"] for pair in pairs}
        self._pairs = pairs
        self._questions: list[dict[str, str]] = []
        self.is_exact = False  # from now on the plan counts, also where no question of the file fits it
        self.fitting: set[str] = set()
        self._lock = threading.Lock()
        self._flowing = threading.Event()
        self._flowing.set()
        handler = type("Handler", (_Handler,), {"customer": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def hold(self) -> None:
        """From now on every question stops after its third word, until `go_on`."""
        self._flowing.clear()

    def go_on(self) -> None:
        self._flowing.set()

    def response_to(self, question: str) -> str:
        """The expert's response; to a question that was built from a list, some other one."""
        return self._responses.get(question) or next(iter(self._responses.values()))

    def stop(self) -> None:
        self.go_on()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def next_question(self, prompt: str) -> str:
        with self._lock:
            if not self._questions:
                self._questions = list(self._pairs)
            plan = _plan(prompt)
            fitting = [pair for pair in self._questions if plan and _fits(pair, plan)]
            if self.is_exact and plan and not fitting:
                agent = AgentBrief("Tidepool", self.description, "")
                return fallback_question(plan, agent, (), time.monotonic_ns()).text
            about = plan.topic if plan and fitting else prompt.lower()
            asked = max(
                fitting or self._questions, key=lambda pair: fuzz.token_set_ratio(_about(pair), about)
            )
            self._questions.remove(asked)
            if fitting:
                self.fitting.add(asked["query"])
            return asked["query"]

    def wait_after(self, words: int) -> None:
        if words == 3:
            self._flowing.wait(60)


def _about(pair: dict[str, str]) -> str:
    return f"{pair['category']} {pair['difficulty']} {pair['context']} {pair['query']}".lower()


def _plan(prompt: str) -> Plan | None:
    order = _ORDER.search(prompt)
    if order is None:  # a reaction, or a question about questions
        return None
    persona, category, topic, behaviour, length = order.groups()
    return Plan(
        _key(_CATEGORIES, category, Category.GENERAL),
        _key(_LENGTHS, length, Difficulty.EASY),
        persona,
        _key(_BEHAVIOURS, behaviour, Behaviour.PLAIN),
        topic,
        seed=0,
    )


def _key(words: dict[Any, str], text: str, default: Any) -> Any:
    return next((key for key, said in words.items() if said == text), default)


def _fits(pair: dict[str, str], plan: Plan) -> bool:
    """Of the plan's kind, and about its topic: they share the beginning of a longer word."""
    said = f"{pair['query']} {pair['context']}"
    is_kind = pair["category"] == plan.category and pair["difficulty"] == plan.difficulty
    return is_kind and bool(_stems(said) & _stems(plan.topic))


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall("[a-z]{5,}", text.lower())}


class _Handler(BaseHTTPRequestHandler):
    customer: Customer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = body["messages"][-1]["content"]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            for number, word in enumerate(self.customer.next_question(prompt).split(" "), 1):
                self._send({"content": word if number == 1 else f" {word}"})
                time.sleep(WORD_S)
                self.customer.wait_after(number)
            self._send({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):  # skipped while it streamed
            pass

    def _send(self, delta: dict[str, str], finish: str | None = None) -> None:
        choice: dict[str, Any] = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "customer",
            "choices": [choice],
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass
