"""What a newcomer sees when the shop is up: addresses and the editor's log-in."""

from . import environment, ports, say


def show(state) -> None:
    values = environment.settings(state)
    base = int(environment.derived(state)["SHOP_PORT"])
    port = ports.table(base)
    say.line("")
    say.line(f"  Shop      http://localhost:{base}/")
    if environment.mode() == "full":
        say.line(f"            https://localhost:{port['tls']}/   (self-signed)")
        say.line(f"  Varnish   http://localhost:{port['varnish']}/   app servers :{port['app1']} :{port['app2']}")
    admin = f"http://localhost:{base}/{values.get('ADMIN_PATH', 'admin').strip('/')}"
    say.line(f"  Editors   {admin}/")
    say.line(f"            {values.get('EDITOR_EMAIL', 'editor@example.com')}   {values.get('EDITOR_PASSWORD', '')}")
    if values.get("MAILBOX"):
        say.line(f"  Mail      {admin}/mailbox/   (what the shop sends; nothing leaves this machine)")
    say.line(f"  Logs      {state.log}/")
    say.line("")
