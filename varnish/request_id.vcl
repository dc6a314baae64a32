vcl 4.1;

# One id from the load balancer to the SQL comment. What comes directly gets one here.

sub ensure_request_id {
    if (req.http.X-Request-ID !~ "^[A-Za-z0-9-]{8,64}$") {
        set req.http.X-Request-ID = "varnish-" + std.time2integer(now, 0) + "-" + req.xid;
    }
}
