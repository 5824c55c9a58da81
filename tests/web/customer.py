"""An OpenAI-compatible server that plays the customer word by word, and waits in the middle when told."""

import itertools
import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TIDEPOOL = Path(__file__).parents[1] / "data" / "tidepool.jsonl"
WORD_S = 0.005
# In the prompt: of what kind the message is, what it is about, and how long it is.
_ORDER = re.compile(r"^Your message is (.+?)\.(?: It is about: (.+)\.)?\n.+\n(.+)$", re.M)
_CATEGORIES = {
    "technical": "does not work",
    "billing": "money",
    "account": "your own case",
    "complaint": "a complaint",
    "edge_case": "unusual",
}
_DIFFICULTIES = {"easy": "One short sentence", "medium": "Two sentences", "hard": "Three or four sentences"}
# What the customer says when it is asked to name topics: in a language that no agent of the tests speaks, so that their
# topics stay as the tests made them.
_TOPICS = json.dumps({"topics": [{"name": "学校的游泳课程报名和退费的常见问题"}]}, ensure_ascii=False)

_DESK = (
    "How do I reset my password when I no longer have the old phone?",
    "Can two people share one login at the front desk?",
    "Why was I charged twice in March?",
    "The calendar stays empty after I import my list. What am I missing?",
    "Is there a discount for charities?",
    "I'd like to move my lesson from Tuesday to Thursday, is that possible?",
    "where can i see who cancelled yesterday",
    "My invoice shows the old address of our club, please correct it.",
    "Do you have an app for tablets or only for phones?",
    "Nobody answered my ticket for four days and our season opens on Saturday!",
    "Can I export all members with their birthdays into a spreadsheet?",
    "What happens to the vouchers when a course is called off?",
    "the confirmation mail never arrives at my gmail adress",
    "How long do you keep the data of former members?",
    "We changed banks. Where do I enter the new account number?",
    "Is it normal that pages take half a minute to load in the morning?",
    "Please delete my profile and everything you know about me.",
    "My daughter appears on two waiting lists, which one counts?",
    "Does the yearly plan renew by itself?",
    "I paid by card, but the booking still says open.",
    "How can a substitute trainer see today's groups?",
    "Could you send me a receipt for the tax office?",
    "The QR code at the entrance is refused although the pass is valid until June.",
    "Which browsers do you support?",
    "Can I take back a refund that I approved by mistake?",
    "Our treasurer left. How do I hand his rights to somebody else?",
    "why do i have to accept the terms again every single week",
    "May parents bring a second adult to the trial lesson?",
    "The price on your page is lower than on my bill.",
    "How do I print name tags for a holiday camp?",
    "Is there a limit to the number of photos in a news post?",
    "I typed the wrong e-mail when I signed up and now I can't get in.",
    "Do you offer training for new office staff?",
    "Someone else's child is listed under my family!",
    "What is the difference between a guest and a member?",
    "Can I block certain days for everybody at once?",
    "The reminder went out at three in the night, can that be earlier?",
    "How do I merge two profiles of the same person?",
    "I need the cancellation fee waived, my son broke his arm.",
    "Which of your plans includes text messages?",
    "It says my session expired whenever I press save.",
    "Are your prices with or without tax?",
    "Can we use our own domain for the booking page?",
    "I want to pay the rest in instalments, who decides that?",
    "How do I undo the last import?",
    "Please explain line four of my statement.",
    "Is there a way to hide full groups from the website?",
    "Your chat told me one thing and the phone line another. Which is right?",
    "my screen reader skips the payment button",
    "How do I invite forty people without typing each address?",
    "Can a gift card be used for two different courses?",
    "When will the outage from this morning be over?",
    "We are a school in Norway, can we be billed in kroner?",
    "I was promised a call back on Monday and nobody rang.",
    "Does the waiting list move up automatically overnight?",
    "How many administrators may a small club have?",
    "Where did the button for attendance go after the update?",
    "Can I pause our subscription over the summer break?",
    "A trainer sees salaries of the others, please close that at once.",
    "What do I need to prepare before we switch over from our old system?",
)


class Customer:
    """Asks each agent the questions of tests/data/tidepool.jsonl, first the one that fits what the prompt orders, then
    those of a help desk; none twice before all were asked."""

    def __init__(self) -> None:
        about, *pairs = (json.loads(line) for line in TIDEPOOL.read_text().splitlines())
        self.description: str = about["description"]
        self._responses: dict[str, str] = {pair["query"]: pair["response"] for pair in pairs}
        self._pairs = pairs
        self._left: dict[str, list[dict[str, str]]] = {}  # of the file, by what is said of the agent
        self._desk: dict[str, Iterator[str]] = {}
        self.fitting: set[str] = set()
        self.is_speechless = False  # from now on nothing that anybody could use: the starter asks
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
        """The expert's response; to a question of the help desk, some other one."""
        return self._responses.get(question) or next(iter(self._responses.values()))

    def stop(self) -> None:
        self.go_on()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def next_question(self, agent: str, prompt: str) -> str:
        with self._lock:
            if self.is_speechless:
                return "…"
            left = self._left.setdefault(agent, list(self._pairs))
            if not left:
                return next(self._desk.setdefault(agent, itertools.cycle(_DESK)))
            fitting = [pair for pair in left if _fits(pair, prompt)]
            pair = (fitting or left)[0]
            left.remove(pair)
            if fitting:
                self.fitting.add(pair["query"])
            return pair["query"]

    def wait_after(self, words: int) -> None:
        if words == 3:
            self._flowing.wait(60)


def _fits(pair: dict[str, str], prompt: str) -> bool:
    """Of the kind that is ordered, and about its topic: they share the beginning of a longer word."""
    order = _ORDER.search(prompt)
    if order is None:  # a reaction, or a question about questions
        return False
    category, topic, length = order.groups(default="")
    is_kind = _CATEGORIES.get(pair["category"], "a question") in category
    is_long = length.startswith(_DIFFICULTIES[pair["difficulty"]])
    said = f"{pair['query']} {pair['context']}"
    return is_kind and is_long and bool(_stems(said) & _stems(topic))


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall("[a-z]{5,}", text.lower())}


class _Handler(BaseHTTPRequestHandler):
    customer: Customer

    def do_GET(self) -> None:
        """Which models there are: what counts is that there is an answer."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"data": []}')

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        agent, prompt = body["messages"][0]["content"].partition("\n")[0], body["messages"][-1]["content"]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            names_topics = "response_format" in body
            said = _TOPICS if names_topics else self.customer.next_question(agent, prompt)
            for number, word in enumerate(said.split(" "), 1):
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
