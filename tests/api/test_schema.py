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

    paging = {"first", "after", "last", "before", "order"}
    assert surface("Query") == {
        "viewer": set(),
        "agents": {"search"} | paging,
        "agent": {"id", "slug"},
        "baseModels": set(),
        "sessions": {"agentId", "status"} | paging,
        "session": {"id"},
        "trainingPairs": {"agentId", "sessionId", "category", "difficulty", "split", "search", "filter"}
        | paging,
        "trainingRuns": {"agentId", "status"} | paging,
        "trainingRun": {"id"},
        "agentVersions": {"agentId", "status"} | paging,
        "checkResponse": {"input"},
        "exchangeFormats": set(),
        "previewImport": {"input"},
        "proposedPairs": {"agentId", "materialId", "status"} | paging,
        "topicPacks": {"language"},
        "writer": set(),
        "members": paging,
        "apiKeys": paging,
        "invitations": paging,
        "workspaces": paging,
        "auditLog": {"actor", "action", "agentId"} | paging,
        "webhooks": paging,
        "shareLinks": {"agentId"} | paging,
        "node": {"id"},
        "nodes": {"ids"},
    }
    assert surface("Mutation") == {
        "createAgent": {"input"},
        "updateAgent": {"input"},
        "deleteAgent": {"input", "agentId"},
        "duplicateAgent": {"input"},
        "startSession": {"input"},
        "completeSession": {"input", "sessionId"},
        "archiveSession": {"input", "sessionId"},
        "renameSession": {"input"},
        "generateQuery": {"input", "sessionId"},
        "submitResponse": {"input"},
        "skipQuery": {"input"},
        "updateTopics": {"input"},
        "addTopicPack": {"input"},
        "addRealQuestions": {"input"},
        "declineWriterModel": set(),
        "acceptWriterModel": set(),
        "updateRealismGuide": {"input"},
        "deleteOpenQuestion": {"input", "id"},
        "addPair": {"input"},
        "updatePair": {"input"},
        "dismissFindings": {"input", "pairId"},
        "deletePair": {"input", "pairId"},
        "deletePairs": {"input"},
        "updateHouseStyle": {"input"},
        "updateAutoTraining": {"input"},
        "startTraining": {"input"},
        "cancelTraining": {"input", "runId"},
        "promoteVersion": {"input", "versionId", "confirm"},
        "retireVersion": {"input", "agentId"},
        "voteAnswers": {"input"},
        "importPairs": {"input"},
        "addMaterial": {"input"},
        "deleteMaterial": {"input", "materialId"},
        "confirmProposedPair": {"input", "id", "response", "query", "sessionId"},
        "confirmProposedPairs": {"input", "agentId", "materialId"},
        "dismissProposedPair": {"input", "id"},
        "createApiKey": {"input"},
        "revokeApiKey": {"input", "id"},
        "inviteMember": {"input"},
        "withdrawInvitation": {"input", "id"},
        "createWorkspace": {"input"},
        "updateMember": {"input"},
        "removeMember": {"input", "memberId"},
        "createWebhook": {"input"},
        "updateWebhook": {"input"},
        "rotateWebhookSecret": {"input"},
        "deleteWebhook": {"input"},
        "sendTestEvent": {"input"},
        "createShareLink": {"input"},
        "revokeShareLink": {"input"},
    }
    assert surface("Subscription") == {
        "generatedQuery": {"sessionId", "after"},
        "sessionUpdated": {"sessionId", "after"},
        "trainingProgress": {"runId", "after"},
        "workspaceEvents": {"after"},
        "agentEvents": {"agentId", "after"},
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
