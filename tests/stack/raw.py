"""Requests as they stand: a client library would tidy them up."""

import http.client


def raw(stack, path, layer="lb", method="GET", headers=None, body=None) -> tuple[int, str, dict[str, str]]:
    """Status, text, headers (names in small letters). Says `Host: localhost:PORT` unless `headers` say otherwise."""
    connection = http.client.HTTPConnection("localhost", stack.port[layer], timeout=20)
    connection._validate_path = lambda url: None  # type: ignore[attr-defined]
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": f"localhost:{stack.port['lb']}"} | (headers or {})).items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, text, {name.lower(): value for name, value in answer.getheaders()}
