vcl 4.1;

# The second pass will stand here: <esi:include> in pages that carry our own Surrogate-Control, and only in those.
# Until then no answer is searched for ESI, so that a tag in a product's name is text and nothing else.

sub fill_holes {
    set beresp.do_esi = false;
    unset beresp.http.Surrogate-Control;
}
