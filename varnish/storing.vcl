vcl 4.1;

# Private by default: an answer is stored only when the application says so, by Surrogate-Control (to us alone: the
# browser is told something else) or by `public` and `s-maxage`, and never when it could hold anything personal, whoever
# made it. A redirect with `next` answers one visitor's question.

sub store_only_what_is_declared {
    if (bereq.uncacheable) {
        return;
    }
    if (beresp.http.Set-Cookie || beresp.http.Vary ~ "(?i)\bcookie\b|\*" || beresp.http.Location ~ "[?&]next=" ||
        "" + beresp.status !~ "^(200|30[128]|404|410)$") {
        call do_not_store;
    } else if (beresp.http.Surrogate-Control ~ "(^|,) *max-age=[1-9]") {
        set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^(.*, *)?max-age=([0-9]+).*$", "\2s"), 0s);
    } else if (beresp.http.Cache-Control !~ "(?i)\bpublic\b" ||
               beresp.http.Cache-Control ~ "(?i)\b(private|no-store|no-cache)\b" ||
               (beresp.http.Cache-Control !~ "(?i)\bs-maxage=[1-9]" && bereq.url !~ "^/(static|media)/")) {
        call do_not_store;
    }
}

# Remembered as "not to be shared" (hit-for-miss), so that such requests do not queue up behind one another:
# two minutes for private answers, two seconds for errors, which pass, and for one visitor's "too often".
sub do_not_store {
    set beresp.uncacheable = true;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    if (beresp.status >= 500 || beresp.status == 429) {
        set beresp.ttl = 2s;
    } else {
        set beresp.ttl = 120s;
    }
}

# Compressed once when stored, and sent so ever after; Varnish unpacks for the few that cannot.
sub compress_text {
    if (!beresp.uncacheable && beresp.http.Content-Type ~ "^(text/|application/(json|javascript|xml|ld\+json|rss\+xml)|image/svg)") {
        set beresp.do_gzip = true;
    }
}
