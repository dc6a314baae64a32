vcl 4.1;

# Only our own cookies go further: session, CSRF token, `pin` (the visitor's last write), Django's messages, which the next
# private page shows, and the log-in page's `device`. Analytics and rubbish end here.

sub keep_known_cookies {
    if (!req.http.Cookie) {
        return;
    }
    cookie.parse(req.http.Cookie);
    cookie.keep("sessionid,__Host-sessionid,csrftoken,__Host-csrftoken,pin,messages,device");
    set req.http.Cookie = regsub(cookie.get_string(), "; *$", "");
    if (req.http.Cookie == "") {
        unset req.http.Cookie;
    }
}
