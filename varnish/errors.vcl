vcl 4.1;

# Our own pages (pages.vcl). Never stored, and what is only out of order says when to come again.

sub backend_error_page {
    set beresp.status = 503;
    set beresp.uncacheable = true;
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "5";
    set beresp.http.Content-Security-Policy = "default-src 'none'; style-src 'unsafe-inline'";
    set beresp.http.X-Content-Type-Options = "nosniff";
    call page_503;
}

sub edge_page {
    set resp.http.Content-Type = "text/html; charset=utf-8";
    set resp.http.Cache-Control = "no-store";
    set resp.http.X-Cache = "pass";
    set resp.http.Age = "0";
    set resp.http.X-Request-ID = req.http.X-Request-ID;
    set resp.http.Content-Security-Policy = "default-src 'none'; style-src 'unsafe-inline'";
    set resp.http.X-Content-Type-Options = "nosniff";
    if (resp.status == 301) {
        set resp.http.Location = req.http.X-Location;
        set resp.http.Cache-Control = "public, max-age=3600";
        synthetic("");
    } else if (resp.status == 404) {
        call page_404;
    } else if (resp.status == 405 || resp.status == 501) {
        set resp.http.Allow = "GET, HEAD, POST, OPTIONS";
        call page_405;
    } else if (resp.status == 400) {
        call page_400;
    } else if (resp.status == 429) {
        set resp.http.Retry-After = resp.reason;
        set resp.reason = "Too Many Requests";
        call page_429;
    } else if (resp.reason == "Maintenance") {
        set resp.http.Retry-After = "300";
        call page_maintenance;
    } else {
        set resp.http.Retry-After = "5";
        call page_503;
    }
    call hide_internal_headers;
}
