"""The terminal: a client of the public API. Coaching, importing, exporting."""
