vcl 4.1;

# X-Cache: hit, miss, pass or grace (stale: the application is dead, or is being asked again behind our back).

sub mark_answer {
    set resp.http.X-Cache = req.http.X-Cache-Mark;
    set resp.http.X-Request-ID = req.http.X-Request-ID;
    if (!resp.http.Age) {
        set resp.http.Age = "0";
    }
}

# What names a CDN is for the CDN (shop/caching/downstream.py); it takes its keys out itself.
sub hide_internal_headers {
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    unset resp.http.xkey;
    if (!resp.http.CDN-Cache-Control) {
        unset resp.http.Surrogate-Key;
    }
    unset resp.http.Surrogate-Control;
    unset resp.http.X-Stale-While-Revalidate;
    unset resp.http.X-App-Gone;
    unset resp.http.Server;
}
