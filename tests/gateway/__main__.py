"""`python -m tests.gateway PORT WEBHOOK_URL`: a gateway to look at, with STRIPE_API_BASE=http://127.0.0.1:PORT."""

import sys
import threading

from tests.gateway import FakeGateway

with FakeGateway(sys.argv[2] if sys.argv[2:] else "", port=int(sys.argv[1])) as gateway:
    print(gateway.url)
    threading.Event().wait()
