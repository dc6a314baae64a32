vcl 4.1;

# X-Cache: hit, miss, pass or grace (stale: the application is dead, or is being asked again behind our back).

sub mark_answer {
    set resp.http.X-Cache = req.http.X-Cache-Mark;
    set resp.http.X-Request-ID = req.http.X-Request-ID;
    if (!resp.http.Age) {
        set resp.http.Age = "0";
    }
    call say_who_made_it;
}

# Server-Timing is the application's, for those who may see it. It is kept with a page, and is then of that moment.
sub say_who_made_it {
    if (resp.http.Server-Timing) {
        if (req.http.X-Cache-Mark == "hit" || req.http.X-Cache-Mark == "grace") {
            set resp.http.Server-Timing = {"varnish;desc=""} + req.http.X-Cache-Mark + ", made " + resp.http.Age +
                {" s ago by:", "} + resp.http.Server-Timing;
        } else {
            set resp.http.Server-Timing = {"varnish;desc=""} + req.http.X-Cache-Mark + {"", "} + resp.http.Server-Timing;
        }
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
