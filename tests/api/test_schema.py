"""The committed contract is the one that is served."""

from pathlib import Path

from app.api.schema import schema

COMMITTED = Path(__file__).parents[2] / "schema.graphql"


def test_schema_is_committed_byte_for_byte() -> None:
    assert COMMITTED.read_text() == schema.as_str() + "\n", (
        "python -m app.api.schema > schema.graphql writes it anew"
    )


def test_every_operation_has_the_agreed_name_and_arguments() -> None:
    def surface(type_name: str) -> dict[str, set[str]]:
        return {name: set(f.args) for name, f in schema._schema.get_type(type_name).fields.items()}

    paging = {"first", "after", "order"}
    assert surface("Query") == {
        "viewer": set(),
        "agents": paging,
        "agent": {"id"},
        "baseModels": set(),
        "sessions": {"agentId", "status"} | paging,
        "session": {"id"},
        "trainingPairs": {"agentId", "sessionId", "category", "difficulty", "split", "search", "filter"}
        | paging,
        "trainingRuns": {"agentId"} | paging,
        "trainingRun": {"id"},
        "agentVersions": {"agentId"} | paging,
        "checkResponse": {"input"},
        "previewImport": {"input"},
        "proposedPairs": {"agentId", "materialId", "status"} | paging,
        "topicPacks": {"language"},
        "writer": set(),
        "members": paging,
        "apiKeys": paging,
        "auditLog": {"actor", "action", "agentId"} | paging,
        "node": {"id"},
    }
    assert surface("Mutation") == {
        "createAgent": {"input"},
        "updateAgent": {"input"},
        "deleteAgent": {"agentId"},
        "startSession": {"input"},
        "completeSession": {"sessionId"},
        "generateQuery": {"sessionId"},
        "submitResponse": {"input"},
        "skipQuery": {"input"},
        "updateTopics": {"input"},
        "addTopicPack": {"input"},
        "addRealQuestions": {"input"},
        "declineWriterModel": set(),
        "acceptWriterModel": set(),
        "updateRealismGuide": {"input"},
        "deleteOpenQuestion": {"id"},
        "addPair": {"input"},
        "updatePair": {"input"},
        "dismissFindings": {"pairId"},
        "deletePair": {"pairId"},
        "updateHouseStyle": {"input"},
        "updateAutoTraining": {"input"},
        "startTraining": {"input"},
        "cancelTraining": {"runId"},
        "promoteVersion": {"versionId", "confirm"},
        "retireVersion": {"agentId"},
        "voteAnswers": {"input"},
        "importPairs": {"input"},
        "addMaterial": {"input"},
        "deleteMaterial": {"materialId"},
        "confirmProposedPair": {"id", "response", "query", "sessionId"},
        "confirmProposedPairs": {"agentId", "materialId"},
        "dismissProposedPair": {"id"},
        "createApiKey": {"input"},
        "revokeApiKey": {"id"},
        "inviteMember": {"input"},
        "updateMember": {"input"},
        "removeMember": {"memberId"},
    }
    assert surface("Subscription") == {
        "generatedQuery": {"sessionId", "after"},
        "sessionUpdated": {"sessionId", "after"},
        "trainingProgress": {"runId", "after"},
        "agentReply": {"input"},
    }


def test_every_public_argument_that_has_a_limit_or_a_default_says_so() -> None:
    undescribed = [
        f"{name}.{field}"
        for name, type_ in schema._schema.type_map.items()
        if name.endswith("Input")
        for field, value in type_.fields.items()
        if not value.description and str(value.type) in ("Int", "String", "String!")
    ]
    assert undescribed == []
