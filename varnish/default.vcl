vcl 4.1;

# Only the order of the calls. Each concern is one include, each decision one sub; README.md says what comes of a URL.
# backends.vcl and pages.vcl are filled from their .in files for each machine; all else is used as it lies here.

import cookie;
import directors;
import std;

include "backends.vcl";
include "trust.vcl";
include "request_id.vcl";
include "methods.vcl";
include "normalise.vcl";
include "cookies.vcl";
include "nothing_here.vcl";
include "passes.vcl";
include "holes.vcl";
include "grace.vcl";
include "storing.vcl";
include "retry.vcl";
include "marks.vcl";
include "pages.vcl";
include "errors.vcl";

sub vcl_recv {
    set req.backend_hint = app_servers.backend();
    if (req.restarts == 0) {
        call trust_the_load_balancer_only;
        call drop_internal_headers;
        call ensure_request_id;
        call answer_odd_methods;
        call refuse_body_on_get;
        call normalise_host;
        call normalise_url;
        call normalise_headers;
        call keep_known_cookies;
        call answer_nothing_here;
        call mark_passes;
        call keep_small_bodies;
    }
    call limit_grace;
    if (req.http.X-Pass) {
        return (pass);
    }
    # A shared page is asked for without cookies: what the application cannot see, it cannot render.
    unset req.http.Cookie;
    return (hash);
}

sub vcl_hash {
    hash_data(req.url);
    hash_data(req.http.Host);
    hash_data(req.http.X-Forwarded-Proto);
    return (lookup);
}

sub vcl_hit {
    set req.http.X-Cache-Mark = "hit";
    call use_grace;
    return (deliver);
}

sub vcl_miss {
    set req.http.X-Cache-Mark = "miss";
    return (fetch);
}

sub vcl_pass {
    set req.http.X-Cache-Mark = "pass";
    return (fetch);
}

sub vcl_backend_fetch {
    call ask_only_once;
    unset bereq.http.X-Cache-Mark;
    unset bereq.http.X-Pass;
    if (bereq.method == "GET" || bereq.method == "HEAD") {
        unset bereq.body;
    }
    return (fetch);
}

sub vcl_backend_response {
    call retry_when_app_is_gone;
    call keep_stale_when_app_fails;
    call store_only_what_is_declared;
    call keep_for_bad_times;
    call compress_text;
    call fill_holes;
    return (deliver);
}

sub vcl_backend_error {
    call retry_when_unreachable;
    call abandon_when_stale_is_there;
    call backend_error_page;
    return (deliver);
}

sub vcl_deliver {
    call mark_answer;
    call hide_internal_headers;
    return (deliver);
}

sub vcl_synth {
    call restart_with_stale;
    call edge_page;
    return (deliver);
}
