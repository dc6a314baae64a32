"""Static files: joined and minified by pipeline, then named by their content's hash, so that they never change."""

import gzip
from pathlib import Path

import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from pipeline.compressors import CompressorBase
from pipeline.storage import PipelineMixin

COMPRESSED = {".css", ".js", ".svg", ".json", ".txt", ".xml", ".webmanifest"}


class HashedPipelineStorage(PipelineMixin, ManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        """Beside each text file its .gz, as small as gzip can make it: the web servers send that as it is."""
        yield from super().post_process(paths, dry_run, **options)
        for name in () if dry_run else self.hashed_files.values():
            path = Path(self.path(name))
            if path.suffix in COMPRESSED:
                content = path.read_bytes()
                small = gzip.compress(content, 9, mtime=0)
                if len(small) < len(content):
                    path.with_name(f"{path.name}.gz").write_bytes(small)


class CssCompressor(CompressorBase):
    def compress_css(self, css):
        return rcssmin.cssmin(css)


class JsCompressor(CompressorBase):
    def compress_js(self, js):
        return rjsmin.jsmin(js)


def static_or_plain(path: str) -> str:
    """A static file's address, for error pages: without its hash where the manifest is missing, never an error."""
    try:
        return staticfiles_storage.url(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"
