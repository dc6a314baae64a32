"""The order of a start: data, copies of it, application, edge. Each stage waits until the one before is well."""

import time
from concurrent.futures import ThreadPoolExecutor

from . import configs, environment, failover, parts, ports, postgres, prepare, probes, processes, say, shop, supervisor
from .place import State

STAGE_SECONDS = 60
MAX_ACCESS_LOG_BYTES = 50 * 2**20


def check_before(state: State) -> None:
    """Ends with a clear message when this stack runs already or a port is taken; clears what a killed run left."""
    if supervisor.is_running(state):
        say.stop("The shop is already running: `make status` shows it, `make down` stops it.")
    if cleared := processes.end(state):
        say.line(f"  cleared {cleared} processes that an earlier run left behind")
    values = environment.given()
    base = environment.base_port(values)
    for name, port in ports.busy(base, parts.port_names(environment.mode(), values)):
        taken = f"Port {port} (for {name}) is taken by {ports.holder(port)}."
        say.stop(f"{taken} Stop that, or set SHOP_PORT in .env to another base than {base}.")


def bring_up(state: State, foreground: bool):
    """Starts everything in order; returns supervisord's process. On any failure nothing is left running."""
    with prepare.lock(state.run / "start.lock"):
        check_before(state)
        return bring_up_alone(state, foreground)


def bring_up_alone(state: State, foreground: bool):
    state.sockets.mkdir(mode=0o700, exist_ok=True)
    rotate_access_logs(state)
    environment.write_stack_env(state)
    configs.render(state)
    configs.ensure_certificate(state)
    postgres.ensure_primary(state)
    try:
        daemon = supervisor.start(state, foreground)
        run_stages(state)
    except BaseException:
        supervisor.shut_down(state)
        raise
    return daemon


def rotate_access_logs(state: State) -> None:
    """nginx writes these itself; production has logrotate. One generation is kept."""
    for path in state.log.glob("access-*.json"):
        if path.stat().st_size > MAX_ACCESS_LOG_BYTES:
            path.rename(path.with_suffix(".json.1"))


def run_stages(state: State) -> None:
    mode = environment.mode()
    stage(state, "data")
    if mode == "full":
        failover.bring_home(state)
    postgres.ensure_roles(state)
    if mode == "full":
        start_replicas(state)
    stage(state, "copies")
    shop.migrate_and_ensure_editor(state)
    shop.collect_static(state)
    shop.load_demo(state)
    stage(state, "app", "edge")  # Varnish compiles its configuration while the application loads


def start_replicas(state: State) -> None:
    """Replicas are made when missing, started, and made anew once if they cannot stream."""
    for name in postgres.REPLICAS:
        postgres.ensure_replica(state, name)
        supervisor.begin(state, name)
    for name in postgres.REPLICAS:
        if not postgres.streams(state, name):
            say.line(f"  PostgreSQL: {name} does not stream; making it anew")
            supervisor.halt(state, name)
            postgres.rebuild_replica(state, name)
            supervisor.begin(state, name)


def chosen(state: State) -> list[parts.Part]:
    return parts.chosen(environment.mode(), environment.given())


def stage(state: State, *names: str) -> None:
    """Starts the parts of these stages together and waits until each is well."""
    members = [part for part in chosen(state) if part.stage in names]
    if not members:
        return
    with say.step(", ".join(part.name for part in members)):
        for part in members:
            supervisor.begin(state, part.name)
        wait(state, members)


def wait(state: State, members: list[parts.Part]) -> None:
    deadline = time.monotonic() + STAGE_SECONDS
    while ill := [(part, said) for part, (well, said) in health(state, members) if not well]:
        if time.monotonic() > deadline:
            part, said = ill[0]
            say.stop(f"\n{part.name} is not well after {STAGE_SECONDS} s: {said}. Its log: {state.log / part.name}.log")
        members = [part for part, _ in ill]
        time.sleep(0.1)


def health(state: State, members: list[parts.Part]):
    """(part, (well, words)) for each part, asked at the same time."""
    with ThreadPoolExecutor(max_workers=len(members) or 1) as pool:
        return list(zip(members, pool.map(lambda part: probes.check(part, state), members), strict=True))
