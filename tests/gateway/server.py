"""HTTP for the ledger: Stripe's addresses, the page on which the buyer pays, and a control for other processes."""

import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.gateway.faults import Fault, Faults
from tests.gateway.keys import Keys
from tests.gateway.ledger import Ledger, Refused
from tests.gateway.webhooks import Webhooks

PAGE = """<!doctype html><html lang="en"><title>Pay</title><main><h1>Pay {amount} {currency}</h1>
<form method="post"><button name="outcome" value="pay">Pay</button>
<button name="outcome" value="leave">Leave</button></form></main>"""


class FakeGateway:
    def __init__(self, webhook_url: str = "", secret: str = "whsec_test", port: int = 0, mark: str = ""):
        self.ledger, self.keys, self.faults = Ledger(mark=mark), Keys(), Faults()
        self.webhooks = Webhooks(webhook_url, secret, mark)
        self.ledger.tell = self.webhooks.tell
        self.asked: list[str] = []  # "POST /v1/refunds" …
        self.server = Server(("127.0.0.1", port), handler_of(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "FakeGateway":
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.webhooks.postmen.shutdown(wait=False, cancel_futures=True)

    def answer(self, method: str, path: str, params: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0911  a table
        """Under the ledger's lock. Raises Refused."""
        ledger = self.ledger
        match method, *path.removeprefix("/v1/").split("/"):
            case "POST", "checkout", "sessions":
                return ledger.begin(params, self.url)
            case "GET", "checkout", "sessions":
                return self.page_of(params)
            case "GET", "checkout", "sessions", name:
                return self.expanded(ledger.session(name), params)
            case "POST", "checkout", "sessions", name, "expire":
                return ledger.expire(name)
            case "POST", "payment_intents", name, "capture":
                return ledger.capture(name)
            case "POST", "payment_intents", name, "cancel":
                return ledger.cancel(name)
            case "POST", "refunds":
                return ledger.refund(params)
            case "GET", "refunds":
                made = [one for one in ledger.refunds.values() if one["payment_intent"] == params["payment_intent"]]
                return {"object": "list", "data": made, "has_more": False, "url": "/v1/refunds"}
        raise Refused(f"Unrecognized request URL ({method} {path})", status=404)

    def page_of(self, params: dict[str, Any]) -> dict[str, Any]:
        """The newest first."""
        least = int(params.get("created", {}).get("gte", 0))
        found = [session for session in reversed(self.ledger.sessions.values()) if session["created"] >= least]
        names = [session["id"] for session in found]
        start = names.index(params["starting_after"]) + 1 if "starting_after" in params else 0
        end = start + int(params.get("limit", 10))
        sessions = [self.expanded(session, params) for session in found[start:end]]
        return {"object": "list", "data": sessions, "has_more": end < len(found), "url": "/v1/checkout/sessions"}

    def expanded(self, session: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
        if session["payment_intent"] and params.get("expand"):
            return session | {"payment_intent": self.ledger.intents[session["payment_intent"]]}
        return session


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """Callers that were killed hang up."""


def handler_of(gateway: FakeGateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.handle_one("GET")

        def do_POST(self):
            self.handle_one("POST")

        def handle_one(self, method: str) -> None:
            address = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            if address.path.startswith("/v1/"):
                self.api(method, address.path, nested(parse_qsl(address.query or body, keep_blank_values=True)))
            elif address.path.startswith("/pay/"):
                self.pay(method, address.path.removeprefix("/pay/"), dict(parse_qsl(body)))
            else:
                self.control(address.path, body)

        # --- the API ---

        def api(self, method: str, path: str, params: dict[str, Any]) -> None:
            gateway.asked.append(f"{method} {path}")
            fault = gateway.faults.next_for(f"{method} {path}")
            if fault and fault.what in ("delay", "drop"):
                time.sleep(fault.seconds)
            if fault and fault.what in ("error", "reset", "drop"):
                return self.fail(fault)
            status, answer = self.done(method, path, params)
            if fault and fault.what == "silence":
                time.sleep(fault.seconds)
            if fault and fault.what in ("error-after", "reset-after"):
                return self.fail(fault)
            return self.say(status, json.dumps(answer))

        def done(self, method: str, path: str, params: dict[str, Any]) -> tuple[int, dict[str, Any]]:
            def do():
                with gateway.ledger.lock:
                    return 200, json.loads(json.dumps(gateway.answer(method, path, params)))

            try:
                return gateway.keys.once(self.headers.get("Idempotency-Key"), (path, params), do)
            except Refused as refused:
                return refused.status, refused.answer

        def fail(self, fault: Fault) -> None:
            if fault.what.startswith("error"):
                return self.say(500, '{"error": {"type": "api_error", "message": "An error on our side."}}')
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return None

        # --- the buyer ---

        def pay(self, method: str, name: str, form: dict[str, str]) -> None:
            try:
                session = gateway.ledger.session(name)
                if method == "GET":
                    page = PAGE.format(amount=session["amount_total"] / 100, currency=session["currency"].upper())
                    return self.say(200, page, "text/html")
                if form.get("outcome") == "pay":
                    gateway.ledger.pay(name)
                    return self.go_to(session["success_url"])
                return self.go_to(session["cancel_url"])
            except Refused as refused:
                return self.say(410, str(refused), "text/plain")

        # --- other processes ---

        def control(self, path: str, body: str) -> None:
            """POST a Fault to /control/faults, {"mode"} to /control/webhooks; GET /control/ledger."""
            if path == "/control/faults":
                gateway.faults.add(**json.loads(body))
            elif path == "/control/webhooks":
                gateway.webhooks.mode = json.loads(body)["mode"]
            elif path != "/control/ledger":
                return self.say(404, "{}")
            ledger = gateway.ledger
            told = {"sessions": ledger.sessions, "intents": ledger.intents, "refunds": ledger.refunds}
            return self.say(200, json.dumps(told))

        def go_to(self, url: str) -> None:
            self.send_response(303)
            self.send_header("Location", url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def say(self, status: int, text: str, kind: str = "application/json") -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """`line_items[0][quantity]=1` as {"line_items": {"0": {"quantity": "1"}}}."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        *path, last = name.replace("]", "").split("[")
        place = made
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return made
