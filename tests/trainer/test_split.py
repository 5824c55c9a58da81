"""Who is held out: enough, spread, stable, and never a near-duplicate of what is trained on."""

from hypothesis import given
from hypothesis import strategies as st

from app.models import PairSplit
from app.trainer.split import LEAST_TRAINED, Splittable, assign_splits
from tests.factories import unlike_text

CATEGORIES = ["general", "billing", "technical"]


def pair(
    number: int, category: str = "general", query: str | None = None, split: PairSplit | None = None
) -> Splittable:
    text = query or unlike_text(number)
    return Splittable(f"id-{number}", category, text, split)


def held_out(splits: dict[str, PairSplit]) -> set[str]:
    return {i for i, side in splits.items() if side is PairSplit.HOLDOUT}


def test_twenty_pairs_hold_out_four_from_different_categories() -> None:
    pairs = [pair(n, category=CATEGORIES[n % 3]) for n in range(20)]
    out = held_out(assign_splits(pairs))
    assert len(out) == 4
    assert {p.category for p in pairs if p.id in out} == set(CATEGORIES)


def test_who_has_a_side_keeps_it_and_a_hundred_hold_out_a_fifth() -> None:
    first = [pair(n) for n in range(20)]
    before = assign_splits(first)
    grown = [pair(n, split=before[f"id-{n}"]) for n in range(20)] + [pair(n) for n in range(20, 100)]
    after = assign_splits(grown)
    assert {i: after[i] for i in before} == before
    assert len(held_out(after)) == 20


def test_a_near_duplicate_goes_where_its_twin_is() -> None:
    twins = [
        pair(100, query="How do I add a new colleague to my team?", split=PairSplit.TRAIN),
        pair(101, query="how do i add a new colleague to my team"),
    ]
    splits = assign_splits(twins + [pair(n) for n in range(20)])
    assert splits["id-101"] is PairSplit.TRAIN
    held = [
        pair(200, query="Where is my invoice for May?", split=PairSplit.HOLDOUT),
        pair(201, query="where is my invoice for may"),
    ]
    assert assign_splits(held + [pair(n) for n in range(20)])["id-201"] is PairSplit.HOLDOUT


@given(
    st.lists(st.tuples(st.sampled_from(CATEGORIES), st.integers(0, 12)), min_size=8, max_size=60),
)
def test_no_cluster_is_ever_split(rows: list[tuple[str, int]]) -> None:
    pairs = [
        Splittable(f"id-{n}", category, unlike_text(topic), None) for n, (category, topic) in enumerate(rows)
    ]
    splits = assign_splits(pairs)
    for query in {p.query for p in pairs}:
        assert len({splits[p.id] for p in pairs if p.query == query}) == 1
    assert assign_splits(pairs) == splits
    assert len(pairs) - len(held_out(splits)) >= LEAST_TRAINED


def test_a_conversation_is_never_torn_apart() -> None:
    """Every reaction is on the side of what it reacts to, however many there are."""
    pairs: list[Splittable] = []
    for number in range(20):
        first = Splittable(f"{number}", "billing", unlike_text(3 * number), None)
        second = Splittable(f"{number}a", "billing", unlike_text(3 * number + 1), None, follows=first.id)
        third = Splittable(f"{number}b", "billing", unlike_text(3 * number + 2), None, follows=second.id)
        pairs += [third, first, second]
    splits = assign_splits(pairs)
    assert set(splits.values()) == set(PairSplit)
    for pair in pairs:
        assert pair.follows is None or splits[pair.id] is splits[pair.follows]


def test_a_later_reaction_joins_the_side_of_its_conversation() -> None:
    first = Splittable("1", "billing", unlike_text(1), PairSplit.HOLDOUT)
    others = [Splittable(f"x{n}", "billing", unlike_text(10 + n), PairSplit.TRAIN) for n in range(8)]
    late = Splittable("2", "billing", unlike_text(2), None, follows="1")
    assert assign_splits([first, *others, late])["2"] is PairSplit.HOLDOUT
