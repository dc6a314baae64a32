"""Pictures in declared sizes and modern formats, made by easy-thumbnails' processors.

A page only computes addresses: no query, no look at the disk. The web server sends the file when it is there; when it
is not, `view.py` makes it once. `manage.py make_thumbnails` makes all beforehand.
"""
