"""django-csp's header, made once a process and in one order.

It is made anew for each response otherwise (a tenth of the CPU of a stored page), and in the order of a set: two
processes would answer one question with different bytes.
"""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings

# What a view's decorator leaves on a response that wants another policy.
OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class ContentSecurityMiddleware(CSPMiddleware):
    @cached_property
    def usual(self) -> str:
        return "; ".join(sorted(build_policy().split("; ")))

    def process_response(self, request, response):
        is_own = getattr(request, "_csp_nonce", None) or any(hasattr(response, name) for name in OWN)
        if is_own or hasattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response
