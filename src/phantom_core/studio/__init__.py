"""The studio: what people make together."""
