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

# In vcl_deliver. Neither an error nor a "too often" is anybody's own: asking again would only count once more.
sub ask_again_with_cookies {
    if (obj.uncacheable && !req.http.X-Pass && req.http.X-Kept-Cookie && resp.status < 500 && resp.status != 429) {
        set req.http.X-Pass = "personal answer";
        set req.http.Cookie = req.http.X-Kept-Cookie;
        return (restart);
    }
}
