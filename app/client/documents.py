"""Every operation that the terminal sends. A test validates each against `schema.graphql`."""

AGENTS = """
query Agents {
  agents(first: 100) { edges { node { id name slug stats { pairCount } liveVersion { number } } } }
}"""

CREATE_AGENT = """
mutation CreateAgent($input: CreateAgentInput!) {
  createAgent(input: $input) { __typename ... on AgentCreated { agent { id name slug } } ... on Problem { message } }
}"""

SET_THRESHOLD = """
mutation SetThreshold($agentId: ID!, $pairThreshold: Int!) {
  updateAutoTraining(input: {agentId: $agentId, enabled: true, pairThreshold: $pairThreshold}) {
    __typename ... on AutoTrainingUpdated { autoTraining { next { sentence } } } ... on Problem { message }
  }
}"""

START_SESSION = """
mutation StartSession($agentId: ID!, $targetPairs: Int!) {
  startSession(input: {agentId: $agentId, targetPairs: $targetPairs}) {
    __typename
    ... on SessionStarted { session { id welcome targetPairs } query { id firstEventCursor } }
    ... on Problem { message }
  }
}"""

COMPLETE_SESSION = """
mutation CompleteSession($sessionId: ID!) {
  completeSession(input: { sessionId: $sessionId }) { __typename ... on Problem { message } }
}"""

QUESTION = """
subscription Question($sessionId: ID!, $after: String) {
  generatedQuery(sessionId: $sessionId, after: $after) {
    __typename cursor queryId
    ... on QueryStartedEvent { category context difficulty attempt }
    ... on QueryDeltaEvent { offset text }
    ... on QueryReadyEvent { text category context difficulty }
    ... on QueryFallbackEvent { text category context difficulty reason }
  }
}"""

_SAVED = """

fragment Saved on PairSaved {
  session { pairCount targetPairs } nextQuery { id firstEventCursor } trainingRun { id } notices
}"""

SUBMIT = (
    """
mutation Submit($queryId: ID!, $response: String!, $key: String!) {
  submitResponse(input: {queryId: $queryId, response: $response, idempotencyKey: $key}) {
    __typename ...Saved ... on Problem { message }
  }
}"""
    + _SAVED
)

ADD_PAIR = (
    """
mutation AddPair($input: AddPairInput!) {
  addPair(input: $input) { __typename ...Saved ... on Problem { message } }
}"""
    + _SAVED
)

SKIP = """
mutation Skip($queryId: ID!, $reason: String) {
  skipQuery(input: {queryId: $queryId, reason: $reason}) {
    __typename ... on QuerySkipped { nextQuery { id firstEventCursor } } ... on Problem { message }
  }
}"""

START_TRAINING = """
mutation StartTraining($agentId: ID!) {
  startTraining(input: {agentId: $agentId}) {
    __typename ... on TrainingStarted { run { id } } ... on Problem { message }
  }
}"""

PROGRESS = """
subscription Progress($runId: ID!, $after: String) {
  trainingProgress(runId: $runId, after: $after) {
    __typename cursor
    ... on RunStatusEvent { status message }
    ... on RunProgressEvent { step totalSteps loss holdoutLoss tokensPerSecond secondsLeft }
    ... on RunSamplesEvent { step samples { query answer } }
    ... on RunFinishedEvent { status reason number }
  }
}"""

RUN = """
query Run($id: ID!) {
  trainingRun(id: $id) {
    status reason
    report { base { loss } candidate { loss } questions { query expected outcome baseAnswer candidateAnswer } }
  }
}"""

NEXT_TRAINING = """query NextTraining($id: ID!) { agent(id: $id) { autoTraining { next { sentence } } } }"""

FIND_AGENT = """
query FindAgent {
  agents(first: 100) {
    edges { node { id name slug description baseModel liveVersion { number } } }
  }
}"""

VERSION = """query Version($id: ID!) { node(id: $id) { ... on AgentVersion { baseModel servedPrompt } } }"""

PREVIEW_IMPORT = """
query PreviewImport($agentId: ID!, $file: FileInput!, $first: Int!) {
  previewImport(input: {agentId: $agentId, file: $file, first: $first}) {
    __typename
    ... on ImportPreview {
      format encoding newCount duplicateInFileCount duplicateOfPairCount problemCount notices findings { code message }
      columns { name field reason } rows { line status query response category } problems { line message }
    }
    ... on Problem { message }
  }
}"""

IMPORT_PAIRS = """
mutation ImportPairs(
  $agentId: ID!, $file: FileInput!, $skipProblems: Boolean!, $accept: [ImportFindingCode!]!, $key: String!
) {
  importPairs(
    input: {agentId: $agentId, file: $file, skipProblems: $skipProblems, acceptFindings: $accept, idempotencyKey: $key}
  ) {
    __typename ... on PairsImported { pairCount notices } ... on Problem { message }
  }
}"""

ADD_MATERIAL = """
mutation AddMaterial($agentId: ID!, $name: String!, $base64: String!, $encoding: String) {
  addMaterial(input: {agentId: $agentId, name: $name, base64: $base64, encoding: $encoding}) {
    __typename ... on MaterialAdded { proposedCount notices } ... on Problem { message }
  }
}"""

CANARIES = """
query Canaries($agentId: ID!, $first: Int!) {
  trainingPairs(agentId: $agentId, split: HOLDOUT, first: $first, order: OLDEST_FIRST) { edges { node { query } } }
}"""

VERSION_IDS = """
query VersionIds($agentId: ID!, $after: String) {
  agentVersions(agentId: $agentId, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { id number } }
  }
}"""

RECEIPT = """
query Receipt($versionId: ID!) {
  node(id: $versionId) {
    ... on AgentVersion {
      run {
        reason
        receipt {
          learned
          pairs { pairId query learned share keyPoints { text learned } }
          heldOut { pairId query outcome lossChange qualityChange }
        }
      }
    }
  }
}"""

ALL = {
    name: text
    for name, text in globals().items()
    if name.isupper() and not name.startswith("_") and isinstance(text, str)
}
