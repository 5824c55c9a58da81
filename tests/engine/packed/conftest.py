"""As in training, which these passes are for."""

from tests.training.conftest import _one_thread, hyper

__all__ = ["_one_thread", "hyper"]
