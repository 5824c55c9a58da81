"""The enums of the vocabulary as GraphQL enums: registered here, and imported from here by the types."""

from enum import StrEnum

import strawberry

from app.actor import Role
from app.agents.rewriting import Span
from app.basemodels.listing import State as BaseModelState
from app.basemodels.needs import Fit as BaseModelFit
from app.customers.guide import Origin as RuleOrigin
from app.customers.guide import RuleKind as RealismRuleKind
from app.exchange.check import RowStatus
from app.exchange.formats import Format as ExchangeFormat
from app.exchange.rows import Field as ImportField
from app.findings.finding import FindingCode, Severity
from app.findings.finding import Part as FindingPart
from app.models import (
    AuditAction,
    Category,
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
)
from app.pairs.drafts import Change
from app.replies.readiness import ReadinessState
from app.replies.reply import Basis as ReplyBasis
from app.replies.reply import SourceKind as ReplySourceKind
from app.style.rules import RuleKind
from app.versions.gate import Verdict

__all__ = [
    "AuditAction",
    "BaseModelFit",
    "BaseModelState",
    "Category",
    "Change",
    "Difficulty",
    "ExchangeFormat",
    "ImportField",
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
    "ReplySourceKind",
    "RowStatus",
    "RuleKind",
    "RuleOrigin",
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
]

strawberry.enum(
    SkipReason,
    description="Why a question was skipped. NOT_REALISTIC and NOT_OUR_TOPIC add a rule to the agent's realism guide, "
    "TOO_HARD when it is said of a second question of the category.",
)
strawberry.enum(
    RealismRuleKind,
    name="RealismRuleKind",
    description="AVOID_TOPIC: nobody asks about it. AT_MOST: no harder questions. LESS_OF: a way of writing that is "
    "rare. NOT_LIKE: a question that nobody would write. WRITE: a sentence that a writer model follows.",
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
    description="NOT_HERE: it is fetched when an agent wants it. GONE: nobody knows where to fetch it.",
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
    "workspace and talk to its agents. COACH: teach and correct. TRAINER: make and change agents, train, put versions "
    "live. ADMIN: members, keys, the audit log, and deleting agents.",
)
strawberry.enum(AuditAction, description="What was done.")
strawberry.enum(Vote, description="Which answer is better, by a person's judgement.")
strawberry.enum(
    ExchangeFormat,
    name="ExchangeFormat",
    description="A file of pairs. COACHABLE: our own JSONL, or other JSON objects whose keys are guessed. OPENAI: "
    "fine-tuning JSONL. PREFERENCES: prompt, chosen, rejected.",
)
strawberry.enum(ImportField, name="ImportField", description="What a column of an imported file holds.")
strawberry.enum(MaterialKind, description="How material is read: for the questions and answers in it.")
strawberry.enum(ProposalStatus, description="What became of a pair that was found in material.")
strawberry.enum(
    RowStatus,
    name="ImportRowStatus",
    description="NEW: would be saved. DUPLICATE_IN_FILE, DUPLICATE_OF_PAIR: left out, the same is there already.",
)


@strawberry.enum(description="The new version against the live one (or the base model) on one question.")
class Outcome(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
