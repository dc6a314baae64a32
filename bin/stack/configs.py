"""Which template becomes which file under `var/etc/`. The templates are the ones production uses."""

from . import command, edge, environment, say, tuning
from .parts import LITE_APP, PARTS
from .place import ROOT, State
from .template import TemplateError, fill

FULL = {
    "deploy/supervisor/supervisord.conf": "supervisord.conf",
    "deploy/postgres/pg_hba.conf": "postgres/pg_hba.conf",
    "deploy/postgres/pg_ident.conf": "postgres/pg_ident.conf",
    "deploy/redis/redis.conf": "redis.conf",
    "deploy/pgbouncer/pgbouncer.ini": "pgbouncer/pgbouncer.ini",
    "deploy/pgbouncer/users.txt": "pgbouncer/users.txt",
    "deploy/nginx/lb.conf": "nginx/lb.conf",
    "deploy/nginx/common.conf": "nginx/common.conf",
}


def render(state: State) -> None:
    """Fills every template for this state."""
    values = environment.for_templates(state)
    for part in (*PARTS, LITE_APP):
        (state.run / part.name).mkdir(exist_ok=True)
    for source, target in FULL.items():
        write(state, source, target, values)
    render_varnish(state)
    nodes = [{"name": "primary", "port": values["PORT"]["primary"], "is_replica": False}]
    nodes += [replica | {"is_replica": True} for replica in values["REPLICAS"]]
    for node in nodes:
        sized = values | replica_sizes(node, values) | {"node": node}
        write(state, "deploy/postgres/postgresql.conf", f"postgres/{node['name']}.conf", sized)
    for app in values["APP_HOSTS"]:
        write(state, "deploy/uwsgi/app.ini", f"uwsgi/{app['name']}.ini", values | {"app": app})
        write(state, "deploy/nginx/app.conf", f"nginx/{app['name']}.conf", values | {"app": app})


def render_varnish(state: State) -> None:
    """varnish/*.vcl.in → etc/varnish/*.vcl."""
    values = environment.for_templates(state) | edge.values(state)
    for source in (ROOT / "varnish").glob("*.vcl.in"):
        write(state, f"varnish/{source.name}", f"varnish/{source.stem}", values)


def replica_sizes(node: dict, values: dict) -> dict:
    """Replicas on the primary's own machine take half of its share each."""
    if not node["is_replica"]:
        return {}
    share = values["SHARED_BUFFERS_MB"] * 4 / tuning.memory_mb()
    return tuning.postgres(share / 2, values["CORES"])


def write(state: State, source: str, target: str, values: dict) -> None:
    try:
        text = fill((ROOT / source).read_text(), values, source)
    except TemplateError as error:
        say.stop(str(error))
    path = state.etc / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # some hold a password
    path.write_text(text)


def ensure_certificate(state: State) -> None:
    """A self-signed certificate for localhost; a production role puts a real pair in its place."""
    certificate = state.tls / "cert.pem"
    if certificate.exists():
        return
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "825", "-subj", "/CN=localhost"]
    command.run([*request, "-addext", names, "-keyout", state.tls / "key.pem", "-out", state.tls / "cert.new"])
    (state.tls / "key.pem").chmod(0o600)
    (state.tls / "cert.new").rename(certificate)
