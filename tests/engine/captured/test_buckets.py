"""Few shapes with little padding, for batches that are all known before."""

import pytest

from app.engine.captured.buckets import LEAST, Bucket, bucket_for, buckets


def test_batches_alike_share_one_shape() -> None:
    assert buckets([(491, 130), (500, 122), (497, 128), (495, 125)]) == [Bucket(512, 256)]


def test_a_bucket_has_to_save_a_tenth_of_all_tokens() -> None:
    assert buckets([(500, 100)] * 10 + [(570, 100)] * 10) == [Bucket(576, 128)]
    assert buckets([(300, 100)] * 10 + [(570, 100)] * 10) == [Bucket(320, 128), Bucket(576, 128)]


def test_a_few_batches_are_padded_to_the_next_shape() -> None:
    alone = [(300, 100)] * (LEAST - 1)
    assert buckets([*alone, *[(900, 300)] * 20]) == [Bucket(960, 384)] or buckets(
        [*alone, *[(900, 300)] * 20]
    ) == [Bucket(960, 384)]
    assert buckets([*alone, alone[0], *[(900, 300)] * 20])[0] == Bucket(320, 128)


def test_no_more_than_three() -> None:
    sizes = [(width, 100) for width in range(100, 2100, 100) for _ in range(5)]
    found = buckets(sizes)
    assert len(found) == 3
    assert found == sorted(found)
    assert found[-1].tokens == 2048


def test_the_division_is_the_best_one() -> None:
    """64, 128 and 1024: what is left together are the two that are close."""
    assert buckets([(64, 9)] * 5 + [(128, 9)] * 5 + [(1024, 9)] * 5, most=2) == [
        Bucket(128, 128),
        Bucket(1024, 128),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_every_batch_fits_somewhere(seed: int) -> None:
    sizes = [((seed + 3) * n * 37 % 1500 + 20, (seed + 5) * n * 53 % 700 + 1) for n in range(1, 60)]
    found = buckets(sizes)
    assert all(bucket_for(found, *size) for size in sizes)
    assert bucket_for(found, found[-1].tokens + 1, 1) is None
    assert bucket_for(found, 1, found[-1].labels + 1) is None


def test_many_labels_need_a_larger_shape() -> None:
    found = [Bucket(128, 128), Bucket(256, 384)]
    assert bucket_for(found, 100, 128) == found[0]
    assert bucket_for(found, 100, 129) == found[1]
