"""The enums of the vocabulary as GraphQL enums: registered here, and imported from here by the types."""

from enum import Enum, StrEnum

import strawberry

from app.actor import Role
from app.agents.rewriting import Span
from app.answers.finding import FindingCode, Severity
from app.answers.finding import Part as FindingPart
from app.answers.rules import RuleKind
from app.basemodels.listing import State as BaseModelState
from app.basemodels.needs import Fit as BaseModelFit
from app.contracts.report import Verdict
from app.customers.checks import Reason as RejectionReason
from app.customers.guide import Origin as RuleOrigin
from app.customers.guide import RuleKind as RealismRuleKind
from app.errors import ErrorCode, RunFailure
from app.exchange import formats
from app.exchange.check import RowStatus
from app.exchange.rows import Field as ImportField
from app.exchange.rows import FindingCode as ImportFindingCode
from app.models import (
    AuditAction,
    Category,
    DeliveryStatus,
    Difficulty,
    GoLiveWhen,
    MaterialKind,
    PairSplit,
    ProposalStatus,
    QuerySource,
    QueryStatus,
    RunStatus,
    RunTrigger,
    Schedule,
    SessionStatus,
    SkipReason,
    TopicSource,
    VersionStatus,
    Vote,
    WebhookEvent,
)
from app.pairs.drafts import Change
from app.replies.readiness import ReadinessState
from app.replies.reply import Basis as ReplyBasis
from app.replies.reply import SourceKind as ReplySourceKind
from app.workspaces.invitations import InvitationState

__all__ = [
    "AuditAction",
    "BaseModelFit",
    "BaseModelState",
    "Category",
    "Change",
    "ChatRole",
    "DeliveryStatus",
    "Difficulty",
    "ErrorCode",
    "ExchangeFormat",
    "ImportField",
    "ImportFindingCode",
    "InvitationState",
    "FindingCode",
    "FindingPart",
    "GoLiveWhen",
    "Outcome",
    "MaterialKind",
    "PairSplit",
    "ProposalStatus",
    "QuerySource",
    "QueryStatus",
    "ReadinessState",
    "RealismRuleKind",
    "ReplyBasis",
    "RejectionReason",
    "ReplySourceKind",
    "RowStatus",
    "RuleKind",
    "RuleOrigin",
    "RunFailure",
    "RunStatus",
    "RunTrigger",
    "Schedule",
    "SessionStatus",
    "Severity",
    "SkipReason",
    "Span",
    "TopicSource",
    "Verdict",
    "VersionStatus",
    "Vote",
    "WebhookEvent",
]

strawberry.enum(
    ErrorCode,
    description="`Problem.code`, and `extensions.code` of every error. NOT_FOUND: there is no such thing, or it is "
    "in another workspace. INVALID_INPUT: a value was refused; `problems` names all. CONFLICT: the thing is not in a "
    "state that allows this. LIMIT_REACHED: a documented limit. RATE_LIMITED: too many requests; `retryAfter` says "
    "after how many seconds to come back. UNAUTHORIZED: no valid credentials. FORBIDDEN: yours do not cover it. "
    "UPSTREAM_FAILED: a model server did not answer usefully. UNAVAILABLE: the database is away; try again "
    "in a few seconds. BAD_REQUEST: not GraphQL over HTTP, or a document or variables that the schema does not allow. "
    "TOO_LARGE: more than one operation may ask for. UNEXPECTED: a mistake of ours; the log has it under `requestId`.",
)
strawberry.enum(
    RunFailure,
    name="RunFailure",
    description="Why a run failed. NO_PAIRS: there was nothing to train on. BAD_INPUT: something that it began with is "
    "not as it has to be. NAN_LOSS: the loss was no longer a number. OUT_OF_MEMORY, DISK_FULL: the machine's. CRASHED: "
    "it stopped without a word, several times. INTERNAL: a mistake of ours.",
)
strawberry.enum(
    RejectionReason,
    name="RejectionReason",
    description="Why a text of the writer model was thrown away. PLACEHOLDER: it had a gap to be filled in. "
    "REPETITIVE: it said the same again and again. TOO_SIMILAR: to an earlier question. PLAN_LEAK: it told what it was "
    "asked to write. AVOIDED: the realism guide avoids it.",
)
strawberry.enum(
    SkipReason,
    description="Why a question was skipped. NOT_REALISTIC and NOT_OUR_TOPIC add a rule to the agent's realism guide, "
    "TOO_HARD when it is said of a second question of the category.",
)
strawberry.enum(
    RealismRuleKind,
    name="RealismRuleKind",
    description="AVOID_TOPIC: customers never ask about it. AT_MOST: no harder questions. LESS_OF: a way of "
    "writing that is rare. NOT_LIKE: a question no customer would write. WRITE: a sentence "
    "that a writer model follows.",
)
strawberry.enum(
    RuleOrigin,
    name="RuleOrigin",
    description="SKIP: learned from a skipped question. PERSON: written by hand. MODEL: what a strong model concluded.",
)
strawberry.enum(
    TopicSource,
    description="PERSON: typed, or named by the description. MODEL: the writer model named it. PAGES: a heading "
    "of a help page. TICKETS: several real questions are about it. REAL_USE: the agent was asked it in "
    "use. PACK: of a pack.",
)
strawberry.enum(
    BaseModelFit,
    name="BaseModelFit",
    description="NOW: this machine trains and serves it. FOUR_BITS: when its weights are kept in 4 bits while it "
    "trains. NO: it is too large.",
)
strawberry.enum(
    BaseModelState,
    name="BaseModelState",
    description="NOT_HERE: it is fetched when an agent wants it. GONE: its source is unknown.",
)
strawberry.enum(Category, description="What a customer's question is about.")
strawberry.enum(Difficulty, description="How hard a customer's question is.")
strawberry.enum(
    Change,
    name="DraftChangeKind",
    description="KEPT: of the draft. REMOVED: from the draft. ADDED: by the expert.",
)
strawberry.enum(Span, name="EditedShareBy", description="What the points of a chart stand for.")
strawberry.enum(SessionStatus, description="State of a coaching conversation.")
strawberry.enum(
    QuerySource,
    description="MODEL: an AI customer wrote it. FALLBACK: the starter did, which invents nothing: a real "
    "question word for word, or a plain one about a topic of the agent. REAL_USE: one of `Agent.openQuestions`, "
    "word for word; no model was asked.",
)
strawberry.enum(
    QueryStatus,
    description="GENERATING: being written. READY: prepared ahead. OPEN: waits for the expert. "
    "ANSWERED, SKIPPED, DISCARDED: over.",
)
strawberry.enum(
    PairSplit,
    description="TRAIN: versions learn from it. HOLDOUT: only ever used to compare versions.",
)
strawberry.enum(
    FindingCode,
    description="CONTRADICTION: of an earlier answer. SECRET: a key or password. PERSONAL_DATA: of a person. "
    "PLACEHOLDER: a gap that was never filled. ECHO: repeats the question. DUPLICATE: of an earlier pair. "
    "TOO_SHORT, TOO_LONG: much, for this agent. OTHER_LANGUAGE: than the question's. STYLE: of the house, not kept.",
)
strawberry.enum(
    Severity,
    name="FindingSeverity",
    description="WARNING: worth a look. BLOCKING: no training uses the pair until it is mended or dismissed.",
)
strawberry.enum(
    RuleKind,
    name="StyleRuleKind",
    description="What an answer does by the rule. OPENING: begins with `text`. PHRASE: contains it. CLOSING: its last "
    "sentence begins with it. SEPARATOR: has the sign `text` between the steps of a path. LIST: has a list. "
    "LENGTH: has `least` to `most` words. AVOID: never says `text`.",
)
strawberry.enum(
    ReplyBasis,
    name="ReplyBasis",
    description="TAUGHT: a taught answer, word for word. WRITTEN: the model's words; each fact of them stands in a "
    "source, unless the agent writes freely. UNSURE: it says that it does not know, and may offer what comes nearest.",
)
strawberry.enum(
    ReplySourceKind,
    name="ReplySourceKind",
    description="TAUGHT: an answer of yours. PAGE: a passage of a page that you added. PROMPT: the agent's system "
    "prompt or description. CUSTOMER: what the customer said.",
)
strawberry.enum(
    ReadinessState,
    name="ReadinessState",
    description="WRITTEN: comes out right in the live version's own words. TAUGHT: is given word for word. LEFT_OUT: a "
    "finding keeps it out of replies and trainings.",
)
strawberry.enum(FindingPart, name="FindingPart", description="A text of a pair.")
strawberry.enum(Schedule, description="When training starts by the clock.")
strawberry.enum(RunTrigger, description="What started a training run.")
strawberry.enum(
    RunStatus,
    description="QUEUED, RUNNING, EVALUATING: under way. SUCCEEDED: the version went live. "
    "REJECTED: not good enough by `goLiveWhen`. FAILED, CANCELLED: no version.",
)
strawberry.enum(
    VersionStatus,
    description="LIVE: serves now. RETIRED: served before. REJECTED: not good enough. CANDIDATE: under evaluation.",
)
strawberry.enum(
    Verdict,
    description="What the comparison on held-out questions says. BETTER: certain by a two-sided sign test at 5 %, such "
    "as 6 of 6, 10 of 12, 15 of 20. WORSE: more lost than won, or broken. NOT_PROVEN: all between.",
)
strawberry.enum(
    GoLiveWhen,
    description="When a new version goes live by itself. BETTER: its verdict is BETTER. PROBABLY_BETTER: also when it "
    "won what chance gives once in four times, as 3 of 3, 5 of 6, 14 of 20, or, with fewer than six questions, won "
    "more than it lost at a loss a tenth lower. NOT_WORSE: always, unless its verdict is WORSE.",
)
strawberry.enum(
    Role,
    description="What a person or a key may do; each role includes those before it. VIEWER: read everything of the "
    "workspace and talk to its agents. COACH: teach and correct, export pairs. TRAINER: make and change agents, train, "
    "put versions live. ADMIN: members, invitations, keys, the audit log, and deleting agents.",
)
strawberry.enum(AuditAction, description="What was done.")
strawberry.enum(
    InvitationState,
    description="OPEN: its link makes a member. ACCEPTED: it did. EXPIRED, WITHDRAWN: it opens nothing any more.",
)
strawberry.enum(
    WebhookEvent,
    description="RUN_STARTED: it began. Other RUN_…: it ended so. VERSION_LIVE: it answers from now "
    "on. VERSION_RETIRED: it was taken off. WEBHOOK_TEST: sent by `sendTestEvent`. Messages say `run.started` etc.",
)
strawberry.enum(
    DeliveryStatus,
    description="WAITING: it will be tried. DELIVERED: answered with 2xx. FAILED: given up after 11 tries, by 410, "
    "or as the webhook was switched off.",
)
strawberry.enum(Vote, description="Which answer is better, by a person's judgement.")
# The registry of the formats is the only list of them.
ExchangeFormat = Enum("ExchangeFormat", {format.name.upper(): format.name for format in formats.ALL})  # type: ignore[misc]
strawberry.enum(
    ExchangeFormat,
    name="ExchangeFormat",
    description="A format of files; `exchangeFormats` tells what is read and written in each.",
)
strawberry.enum(
    ImportField,
    name="ImportField",
    description="What a column of an imported file holds. With THREAD and SPEAKER a row is one message of a "
    "conversation, "
    "and QUERY is its text. RATING: whether the answer was good.",
)
strawberry.enum(
    ImportFindingCode,
    name="ImportFindingCode",
    description="What looks wrong in a file. ENCODING: its letters may be other ones. GARBLED: texts look "
    "misread. COLUMNS: "
    "columns were guessed by their texts, or hold something else. HEADER: the first row may be the names of "
    "columns, or "
    "none. SPEAKERS: the sides of a conversation were guessed. RATINGS: of a scale. NOT_TEXT: no words. MARKUP: "
    "marks of a "
    "template or a web page. QUOTED_MAIL: a mail in a mail. SAME_ANSWER: most answers are alike. PAGE: pairs "
    "were picked "
    "from a page or a chat.",
)
strawberry.enum(MaterialKind, description="How material is read: for the questions and answers in it.")
strawberry.enum(ProposalStatus, description="What became of a pair that was found in material.")
strawberry.enum(
    RowStatus,
    name="ImportRowStatus",
    description="NEW: would be saved. DUPLICATE_IN_FILE, DUPLICATE_OF_PAIR: left out, the same is there already.",
)


@strawberry.enum(description="Who wrote a message.")
class ChatRole(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


@strawberry.enum(description="The new version against the live one (or the base model) on one question.")
class Outcome(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
