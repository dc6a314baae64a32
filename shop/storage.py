"""Static files: joined and minified by pipeline, then named by their content's hash, so that they never change."""

import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from pipeline.compressors import CompressorBase
from pipeline.storage import PipelineMixin


class HashedPipelineStorage(PipelineMixin, ManifestStaticFilesStorage):
    pass


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
