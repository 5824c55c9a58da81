"""The kinds of index that Tortoise lacks."""

from tortoise.indexes import Index


class PartialIndex(Index):
    """An index over the rows that satisfy `where` (plain SQL, PostgreSQL)."""

    def __init__(self, *, fields: tuple[str, ...], name: str, where: str) -> None:
        super().__init__(fields=fields, name=name)
        self.extra = f" WHERE {where}"

    # aerich reads the state of a migration back as plain `Index` objects; equal means: the same description.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Index) and self.describe() == other.describe()

    def __hash__(self) -> int:
        return super().__hash__()


class UniquePartialIndex(PartialIndex):
    def get_sql(self, schema_generator, model, safe):  # type: ignore[no-untyped-def]
        sql = super().get_sql(schema_generator, model, safe)
        return sql.replace("CREATE INDEX", "CREATE UNIQUE INDEX", 1)
