vcl 4.1;

# A page is asked for without cookies: what the application cannot see, it cannot render. Only when the answer turns out
# not to be for everybody is the visitor's own asked for, with cookies, and never stored.

# In vcl_recv; holes keep theirs.
sub put_cookies_aside {
    if (req.esi_level == 0 && req.http.Cookie) {
        set req.http.X-Kept-Cookie = req.http.Cookie;
        unset req.http.Cookie;
    }
}

# In vcl_deliver.
sub ask_again_with_cookies {
    if (req.http.X-Pass || !req.http.X-Kept-Cookie || resp.status >= 500) {
        return;
    }
    if (obj.uncacheable) {
        set req.http.X-Pass = "personal answer";
    }
    call mark_page_without_holes;
    if (req.http.X-Pass) {
        set req.http.Cookie = req.http.X-Kept-Cookie;
        return (restart);
    }
}

# A page that says nothing of who is signed in, since it has no holes yet. To go when every page has them.
sub mark_page_without_holes {
    if (!obj.can_esi && req.http.X-Kept-Cookie ~ "(^|; ?)(__Host-)?sessionid=" &&
        resp.http.Content-Type ~ "^text/html" && (resp.status == 200 || resp.status == 404 || resp.status == 410)) {
        set req.http.X-Pass = "session";
    }
}
