"""Elasticsearch 9 as the engine, for what outgrows one machine; needs the extra ``team``."""

from diembao.index.elastic.engine import ElasticIndex, drop_index, open_index, rebuild_index
from diembao.index.elastic.place import Place

__all__ = ["ElasticIndex", "Place", "drop_index", "open_index", "rebuild_index"]
