"""What really happened at the gateway: tests count charges and refunds here, not in the shop."""

import itertools
import threading
import time
from typing import Any


class Refused(Exception):
    """As Stripe says it: status, type and code of an error."""

    def __init__(self, message: str, code: str = "", status: int = 400, kind: str = "invalid_request_error"):
        super().__init__(message)
        self.answer = {"error": {"message": message, "code": code, "type": kind}}
        self.status = status


class Ledger:
    def __init__(self, now=time.time, mark: str = ""):
        self.now = now
        self.mark = mark  # in all names: nobody takes them for another gateway's, whose database it was
        self.lock = threading.RLock()
        self.numbers = itertools.count(1)
        self.sessions: dict[str, dict[str, Any]] = {}
        self.intents: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.tell = lambda kind, about: None  # webhooks.py

    def name(self, prefix: str) -> str:
        return f"{prefix}_{self.mark}{next(self.numbers)}"

    # --- sessions ---

    def begin(self, params: dict[str, Any], url: str) -> dict[str, Any]:
        if int(params["expires_at"]) < self.now() + 30 * 60:
            raise Refused("expires_at must be at least 30 minutes from now", "parameter_invalid_integer")
        lines = [line for _, line in sorted(params["line_items"].items())]
        total = sum(int(line["price_data"]["unit_amount"]) * int(line["quantity"]) for line in lines)
        name = self.name("cs_test")
        session = {
            "id": name,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "amount_total": total,
            "currency": lines[0]["price_data"]["currency"],
            "payment_intent": None,
            "client_reference_id": params.get("client_reference_id"),
            "metadata": params.get("metadata", {}),
            "success_url": params["success_url"],
            "cancel_url": params["cancel_url"],
            "created": int(self.now()),
            "expires_at": int(params["expires_at"]),
            "url": f"{url}/pay/{name}",
        }
        self.sessions[name] = session
        return session

    def session(self, name: str) -> dict[str, Any]:
        session = self.sessions.get(name)
        if session is None:
            raise Refused(f"No such checkout.session: {name}", "resource_missing", 404)
        if session["status"] == "open" and session["expires_at"] < self.now():
            self.close(session)
        return session

    def expire(self, name: str) -> dict[str, Any]:
        session = self.session(name)
        if session["status"] != "open":
            raise Refused('Only Checkout Sessions with a status in ["open"] can be expired.')
        return self.close(session)

    def close(self, session: dict[str, Any]) -> dict[str, Any]:
        session["status"], session["url"] = "expired", None
        self.tell("checkout.session.expired", session)
        return session

    # --- what the buyer and the bank do ---

    def pay(self, name: str, amount: int | None = None, currency: str = "", held: bool = False) -> dict[str, Any]:
        """`held`: authorised only. Another amount or currency is what no gateway should do."""
        with self.lock:
            session = self.session(name)
            if session["status"] != "open":
                raise Refused(f"This session is {session['status']}.")
            amount = session["amount_total"] if amount is None else amount
            intent = {
                "id": self.name("pi"),
                "object": "payment_intent",
                "status": "requires_capture" if held else "succeeded",
                "amount": amount,
                "amount_received": 0 if held else amount,
                "currency": currency or session["currency"],
                "metadata": session["metadata"],
                "latest_charge": {"id": self.name("ch"), "object": "charge", "amount_refunded": 0},
            }
            self.intents[intent["id"]] = intent
            session |= {"payment_intent": intent["id"], "status": "complete", "url": None}
            session |= {"amount_total": amount, "currency": intent["currency"]}
            session["payment_status"] = "unpaid" if held else "paid"
            self.tell("checkout.session.completed", session)
            return session

    def capture(self, name: str) -> dict[str, Any]:
        intent = self.held(name)
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        self.session_of(name)["payment_status"] = "paid"
        return intent

    def cancel(self, name: str) -> dict[str, Any]:
        intent = self.held(name)
        intent["status"] = "canceled"
        return intent

    def held(self, name: str) -> dict[str, Any]:
        intent = self.intent(name)
        if intent["status"] != "requires_capture":
            raise Refused(f"This PaymentIntent is {intent['status']}.", "payment_intent_unexpected_state")
        return intent

    def session_of(self, intent: str) -> dict[str, Any]:
        return next(session for session in self.sessions.values() if session["payment_intent"] == intent)

    def intent(self, name: str) -> dict[str, Any]:
        if name not in self.intents:
            raise Refused(f"No such payment_intent: {name}", "resource_missing", 404)
        return self.intents[name]

    # --- refunds ---

    def refund(self, params: dict[str, Any]) -> dict[str, Any]:
        intent = self.intent(params["payment_intent"])
        charge, amount = intent["latest_charge"], int(params["amount"])
        if charge["amount_refunded"] + amount > intent["amount_received"]:
            raise Refused("Refund amount is greater than unrefunded amount on charge", "charge_already_refunded")
        charge["amount_refunded"] += amount
        refund = {
            "id": self.name("re"),
            "object": "refund",
            "amount": amount,
            "status": "succeeded",
            "payment_intent": intent["id"],
            "metadata": params.get("metadata", {}),
            "created": int(self.now()),
        }
        self.refunds[refund["id"]] = refund
        return refund

    def fail_refund(self, name: str) -> None:
        """A bank account that is closed: days after it was said to be done."""
        with self.lock:
            refund = self.refunds[name]
            refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
            self.intents[refund["payment_intent"]]["latest_charge"]["amount_refunded"] -= refund["amount"]
            self.tell("refund.failed", refund)

    # --- what tests count ---

    def charges(self, token: str | None = None) -> list[dict[str, Any]]:
        """Payment intents whose money was taken, of one payment or of all."""
        taken = [intent for intent in self.intents.values() if intent["amount_received"]]
        return [intent for intent in taken if token in (None, intent["metadata"].get("token"))]

    def begun(self, order: str) -> list[dict[str, Any]]:
        """An order's sessions."""
        return [session for session in self.sessions.values() if session["metadata"].get("order") == order]

    def kept(self, order: str) -> int:
        """What the gateway holds of an order's buyer in the end, in cents."""
        charges = [intent for intent in self.charges() if intent["metadata"].get("order") == order]
        return sum(intent["amount_received"] - intent["latest_charge"]["amount_refunded"] for intent in charges)
