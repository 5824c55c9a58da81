"""As in the model server, which these passes are for."""

from tests.inference.conftest import engine, make_engine, reference, served

__all__ = ["engine", "make_engine", "reference", "served"]
