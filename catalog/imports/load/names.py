"""Brands, categories and attributes are found by name, and made when they are new."""

from hashlib import blake2s

from django.utils.text import slugify

from catalog.models import Category


def slug_of(name, limit=120):
    """ASCII, as URLs want it; names of other alphabets get a short digest."""
    return slugify(name)[:limit].strip("-_") or "n-" + blake2s(name.encode(), digest_size=4).hexdigest()


class Brands:
    """The same brand: the same name, or the same slug ("Hewlett-Packard", "HEWLETT PACKARD")."""

    def __init__(self):
        self.ids = {}

    def resolve(self, cursor, names):
        new = {name: slug_of(name) for name in names if name and name not in self.ids}
        if not new:
            return
        self._read(cursor, new)
        if missing := {slug: name for name, slug in reversed(new.items()) if name not in self.ids}:
            cursor.execute(
                "INSERT INTO catalog_brand (name, slug) SELECT * FROM unnest(%s::text[], %s::text[]) "
                "ON CONFLICT DO NOTHING",
                (list(missing.values()), list(missing)),
            )
            self._read(cursor, new)

    def _read(self, cursor, slugs):
        cursor.execute(
            "SELECT id, name, slug FROM catalog_brand WHERE name = ANY (%s) OR slug = ANY (%s)",
            (list(slugs), list(slugs.values())),
        )
        found = cursor.fetchall()
        by_name, by_slug = {name: id for id, name, _ in found}, {slug: id for id, _, slug in found}
        for name, slug in slugs.items():
            if brand := by_name.get(name) or by_slug.get(slug):
                self.ids[name] = brand


class Categories:
    """Found by their slugs from the root, or by an old address if an editor has moved or renamed one."""

    def __init__(self):
        self.nodes: dict[str, list] = {}  # URL path → [id, tree path, depth]
        self.by_names: dict[tuple, int] = {}

    def resolve(self, cursor, paths, is_active=True):
        """The id of each path of names, made where it is new; siblings that come together are put in order of name."""
        if not self.nodes:
            self._read(cursor)
        wanted = {path[:depth] for path in paths if path not in self.by_names for depth in range(1, len(path) + 1)}
        for depth in range(1, max(map(len, wanted), default=0) + 1):
            level = sorted(names for names in wanted if len(names) == depth)
            self._make(cursor, [names for names in level if _url(names) not in self.nodes], is_active)
        for path in paths:
            self.by_names[path] = self.nodes[_url(path)][0]

    def _read(self, cursor):
        cursor.execute("SELECT substr(o.old_path, 3), c.id, c.path, c.depth FROM catalog_oldslug o "
                       "JOIN catalog_category c ON c.id = o.category_id")  # fmt: skip
        self.nodes = {url: [id, path, depth] for url, id, path, depth in cursor.fetchall()}
        cursor.execute("SELECT url_path, id, path, depth FROM catalog_category")
        self.nodes |= {url: [id, path, depth] for url, id, path, depth in cursor.fetchall()}

    def _make(self, cursor, level, is_active):
        """New categories, all of one depth; their parents exist."""
        if not level:
            return
        depth = len(level[0])
        by_parent: dict[str, dict] = {}
        for names in level:
            by_parent.setdefault(_url(names[:-1]), {})[_url(names)] = names
        parents: dict[str, list] = {url: self.nodes[url] if url else [None, "", 0] for url in by_parent}
        last = self._last_steps(cursor, [path for _, path, _ in parents.values()])
        rows = {}  # URL path → (tree path, depth, name, slug)
        for parent_url, children in by_parent.items():
            _, parent_path, parent_depth = parents[parent_url]
            for step, (url, names) in enumerate(children.items(), last.get(parent_path, 0) + 1):
                path = Category._get_path(parent_path, parent_depth + 1, step)
                rows[url] = (path, parent_depth + 1, names[depth - 1][:120], slug_of(names[depth - 1]))
        paths, depths, names, slugs = map(list, zip(*rows.values(), strict=True))
        cursor.execute(
            "INSERT INTO catalog_category "
            "(path, depth, numchild, name, slug, url_path, description, image, is_active) "
            "SELECT path, depth, 0, name, slug, '', '', '', %s "
            "FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[]) w (path, depth, name, slug) RETURNING path, id",
            (is_active, paths, depths, names, slugs),
        )
        ids = dict(cursor.fetchall())
        for url, (path, its_depth, _, _) in rows.items():
            self.nodes[url] = [ids[path], path, its_depth]
        grown = [(parents[url][0], len(children)) for url, children in by_parent.items() if url]
        if grown:
            cursor.execute(
                "UPDATE catalog_category c SET numchild = numchild + w.more "
                "FROM unnest(%s::bigint[], %s::int[]) w (id, more) WHERE c.id = w.id",
                list(map(list, zip(*grown, strict=True))),
            )

    def _last_steps(self, cursor, parent_paths):
        """{tree path of the parent: number of its last child}, for parents that have children."""
        steps = Category.steplen
        cursor.execute(
            "SELECT left(path, -%s) AS parent, max(path) FROM catalog_category "
            "WHERE length(path) = ANY (%s) AND left(path, -%s) = ANY (%s) GROUP BY 1",
            (steps, [len(path) + steps for path in parent_paths], steps, parent_paths),
        )
        return {parent: Category._str2int(path[-steps:]) for parent, path in cursor.fetchall()}


def _url(names):
    return "/".join(map(slug_of, names))


class Attributes:
    """Those in use are made known to the shop; one that exists stays as its editors set it."""

    def __init__(self):
        self.known: set[str] = set()

    def resolve(self, cursor, codes, types):
        if not self.known:
            cursor.execute("SELECT code FROM catalog_attribute")
            self.known = {code for (code,) in cursor.fetchall()}
        missing = [types.new[code] for code in sorted(codes - self.known) if code in types.new]
        if missing:
            columns = zip(
                *[(t.code, t.name, t.kind, t.unit[:20], t.is_facet, t.position) for t in missing], strict=True
            )
            cursor.execute(
                "INSERT INTO catalog_attribute (code, name, kind, unit, is_facet, position) "
                "SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::int[]) "
                "ON CONFLICT DO NOTHING",
                list(map(list, columns)),
            )
        self.known |= codes
