"""A real SMTP server on loopback whose answers a test chooses, and which remembers what it was given."""

from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Answers:
    """`to_rcpt`, `to_data`: the next answers, then 250; "drop" cuts the connection after the data, unanswered."""

    def __init__(self):
        self.to_rcpt, self.to_data, self.received = [], [], []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.to_rcpt:
            return self.to_rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        answer = self.to_data.pop(0) if self.to_data else "250 fine"
        if answer == "drop":
            server.transport.abort()
            return "250 never heard"
        return answer


class Server(Controller):
    """On a port that the kernel chooses."""

    def __init__(self, answers):
        super().__init__(answers, hostname="127.0.0.1", port=0)

    def factory(self):
        return SMTP(self.handler, ident="tests", data_size_limit=2**22)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
