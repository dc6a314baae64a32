"""Static files: joined and minified by pipeline, then named by their content's hash, so that they never change."""

import rcssmin
import rjsmin
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
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
