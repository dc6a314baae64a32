vcl 4.1;

# What scanners ask for all day and this shop will never have. It costs a worker nothing.

sub answer_nothing_here {
    if (req.url ~ "(?i)^[^?]*\.(php[0-9]?|aspx?|jsp|cgi|env|git|sql|bak)(/|\?|$)" ||
        req.url ~ "(?i)^/(wp-(admin|content|includes|login)|xmlrpc|phpmyadmin|cgi-bin|\.(env|git|svn|aws|ssh))") {
        return (synth(404));
    }
}
