vcl 4.1;

# Only the order of the calls. Each concern is one include, each decision one sub; README.md says what comes of a URL.
# The .in files are filled for each machine; all else is used as it lies here.

import cookie;
import directors;
import purge;
import std;
import vsthrottle;
import xkey;

include "backends.vcl";
include "trust.vcl";
include "request_id.vcl";
include "purges.vcl";
include "looks.vcl";
include "methods.vcl";
include "maintenance.vcl";
include "redirects.vcl";
include "normalise.vcl";
include "parameters.vcl";
include "cookies.vcl";
include "nothing_here.vcl";
include "holes.vcl";
include "passes.vcl";
include "personal.vcl";
include "rates.vcl";
include "grace.vcl";
include "storing.vcl";
include "retry.vcl";
include "marks.vcl";
include "errors.vcl";

sub vcl_recv {
    set req.backend_hint = app_servers.backend();
    if (req.restarts == 0) {
        call drop_internal_headers;
        call ensure_request_id;
        call answer_purges;
        call trust_the_load_balancer_only;
        call answer_odd_methods;
        call refuse_body_on_get;
        call normalise_host;
        call normalise_path;
        call answer_in_maintenance;
        call redirect_to_our_host;
        call normalise_query;
        call normalise_headers;
        call keep_known_cookies;
        call answer_nothing_here;
        call keep_holes_inside;
        call mark_passes;
        call keep_small_bodies;
        call limit_grace;
    }
    if (req.http.X-Pass) {
        return (pass);
    }
    call put_cookies_aside;
    return (hash);
}

sub vcl_hash {
    hash_data(req.url);
    hash_data(req.http.Host);
    hash_data(req.http.X-Forwarded-Proto);
    call hash_hole;
    return (lookup);
}

sub vcl_hit {
    call purge_this_url;
    call tell_what_is_here;
    set req.http.X-Cache-Mark = "hit";
    call use_grace;
    return (deliver);
}

sub vcl_miss {
    call purge_variants;
    call tell_that_nothing_is_here;
    set req.http.X-Cache-Mark = "miss";
    call leave_hole_empty;
    call limit_rates;
    return (fetch);
}

sub vcl_pass {
    set req.http.X-Cache-Mark = "pass";
    call limit_rates;
    return (fetch);
}

sub vcl_backend_fetch {
    call ask_only_once;
    call offer_to_fill_holes;
    unset bereq.http.X-Cache-Mark;
    unset bereq.http.X-Pass;
    unset bereq.http.X-Kept-Cookie;
    unset bereq.http.X-Client;
    if (bereq.method == "GET" || bereq.method == "HEAD") {
        unset bereq.body;
    }
    return (fetch);
}

sub vcl_backend_response {
    call retry_when_app_is_gone;
    call keep_stale_when_app_fails;
    call refuse_failed_hole;
    call store_only_what_is_declared;
    call keep_for_bad_times;
    call compress_text;
    call fill_holes;
    return (deliver);
}

sub vcl_backend_error {
    call retry_when_unreachable;
    call abandon_when_stale_is_there;
    call empty_hole;
    call backend_error_page;
    return (deliver);
}

sub vcl_deliver {
    call ask_again_with_cookies;
    call mark_answer;
    call hide_internal_headers;
    return (deliver);
}

sub vcl_synth {
    call restart_with_stale;
    call fall_back_to_another_hole;
    call confirm_purge;
    call answer_looks;
    call edge_page;
    return (deliver);
}
