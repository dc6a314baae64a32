vcl 4.1;

# X-Forwarded-* and X-Real-IP are believed from the load balancer only: it comes by a socket that nobody else can open,
# or from an address in `load_balancers`. Everybody else is what the connection says.

sub trust_the_load_balancer_only {
    if (local.socket == "lb" || client.ip ~ load_balancers) {
        set req.http.X-Forwarded-For = req.http.X-Real-IP;
        if (req.http.X-Forwarded-Proto != "https") {
            set req.http.X-Forwarded-Proto = "http";
        }
    } else {
        # Who may purge may ask for the page that visitors get by https, too (under the same conditions: purges.vcl).
        if (client.ip !~ purgers || req.http.X-Real-IP || req.http.X-Forwarded-For != "" + client.ip ||
            req.http.X-Forwarded-Proto != "https") {
            set req.http.X-Forwarded-Proto = "http";
        }
        set req.http.X-Forwarded-For = client.ip;
    }
    unset req.http.X-Real-IP;
    unset req.http.X-Forwarded-Host;
    unset req.http.X-Forwarded-Port;
    unset req.http.X-Forwarded-Prefix;
    unset req.http.Forwarded;
    unset req.http.X-HTTP-Method-Override;
    unset req.http.Surrogate-Capability;
    unset req.http.Proxy;
}

# Headers that these files use among themselves; a visitor's own would steer them.
sub drop_internal_headers {
    unset req.http.X-Pass;
    unset req.http.X-Cache-Mark;
    unset req.http.X-Stale-At-Hand;
    unset req.http.X-Use-Stale;
    unset req.http.X-Body-Kept;
    unset req.http.X-Kept-Cookie;
    unset req.http.X-Only-Stored;
    unset req.http.X-Hole-Failed;
    unset req.http.X-Started;
    # When it came, for retries: a second try must not outlive the load balancer's patience.
    set req.http.X-Started = std.time2real(now, 0.0);
}
