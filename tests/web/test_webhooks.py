"""Webhooks on the page: added with a secret that is shown once, tried, switched off, deleted. A worker delivers."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.web.test_workspace import is_fit_to_be_seen, show

Heard = list[tuple[dict[str, str], bytes]]


class Receiver(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: Heard = []
        self.answer = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def signature(secret: str, headers: dict[str, str], body: bytes) -> str:
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def test_a_webhook_is_added_tried_switched_and_deleted(page: Page, receiver: Receiver) -> None:
    page.get_by_role("link", name=re.compile("^Workspace: ")).click()
    show(page, "Webhooks")
    hooks = page.get_by_role("region", name="Webhooks")
    address = hooks.get_by_label("Address", exact=True)
    address.fill("http://hooks.example.com/")
    hooks.get_by_role("button", name="Add the webhook").click()
    expect(hooks.get_by_role("alert")).to_have_text("hooks.example.com must be called over https.")
    expect(address).to_have_value("http://hooks.example.com/")

    address.fill(receiver.url)
    hooks.get_by_label("A training began").uncheck()
    hooks.get_by_role("button", name="Add the webhook").click()
    shown = hooks.get_by_label(f"Secret of {receiver.url}", exact=True)
    expect(shown).to_be_focused()
    secret = shown.input_value()
    row = hooks.get_by_role("listitem").filter(has_text=receiver.url).first
    expect(row).to_contain_text("A version went live")
    expect(row).not_to_contain_text("A training began")
    hooks.get_by_role("button", name="Done").click()
    expect(shown).to_have_count(0)
    is_fit_to_be_seen(page)

    row.get_by_role("button", name=f"Send a test to {receiver.url}").click()
    last = row.get_by_role("list", name=f"Last messages to {receiver.url}")
    expect(last).to_contain_text("A test")
    page.reload()  # a slow worker may have been later than the page looked
    expect(last).to_contain_text("delivered")
    ((headers, body),) = receiver.heard
    assert headers["webhook-signature"] == signature(secret, headers, body)
    assert json.loads(body)["type"] == "webhook.test"

    receiver.answer = 410
    row.get_by_role("button", name=f"Send a test to {receiver.url}").click()
    expect(last.get_by_role("listitem")).to_have_count(2)
    page.reload()
    expect(row).to_contain_text("It answered 410 Gone: nothing listens there any more.")
    expect(row.get_by_role("button", name=f"Send a test to {receiver.url}")).to_be_disabled()
    row.get_by_role("button", name=f"Switch on {receiver.url}").click()
    expect(row.get_by_role("button", name=f"Switch off {receiver.url}")).to_be_visible()

    row.get_by_role("button", name=f"New secret for {receiver.url}").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a new secret").click()
    expect(row.get_by_label(f"New secret of {receiver.url}", exact=True)).to_be_focused()
    is_fit_to_be_seen(page)
    row.get_by_role("button", name=f"Delete {receiver.url}").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete this webhook").click()
    expect(hooks.get_by_text(receiver.url)).to_have_count(0)
