"""The engine: one thread that owns the model and writes many replies at once, a token of each in turn.

The rest of the process talks to it from the event loop and never waits for a forward pass.
"""

import logging
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch

from app.engine.chat import TEMPLATE_ERRORS, end_ids, load_tokenizer, prompt_ids
from app.engine.served.decoder import Cache, Segment
from app.engine.served.kv_cache import PrefixCache
from app.engine.served.loading import load_decoder
from app.engine.served.lora import Adapter, read_adapter
from app.errors import InvalidInput, LimitReached, UpstreamFailed
from app.inference.adapters import Adapters
from app.inference.generation import FinishReason, Generation, GenerationRequest, RatedToken
from app.inference.sampling import Given, Sampler
from app.inference.text import TextStream

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """Measured with a 135M model on two cores: a step of 16 replies costs little more than a step of one."""

    width: int = 16  # replies that get a token in the same step
    active: int = 32  # conversations that hold keys and values in memory
    waiting: int = 256  # further requests in line; one more is refused
    prompt_chunk: int = 256  # prompt tokens a step while no other request is served
    shared_prompt_chunk: int = 64  # tokens a step that reads prompts while others wait for their next
    context: int = 4096
    default_max_tokens: int = 512
    prefix_tokens: int = 8192  # prompt tokens kept for later requests: 375 MB for the 135M model
    adapters: int = 8


@dataclass(slots=True, eq=False)
class _Reply:
    generation: Generation
    tokens: list[int]
    room: int
    sampler: Sampler | Given
    text: TextStream
    cache: Cache | None = None
    written: int = 0
    next: list[int] = field(default_factory=list)  # what the next step feeds


class Engine:
    """Making one loads the model: seconds, so not on an event loop.

    `adapters_root` is the only folder below which adapters may lie. With `allow_bfloat16` products are bfloat16 on a
    CPU that is made for it; with `all_bfloat16` the whole model is then, and always on a GPU. `template` is what the
    chat template hears where a request says nothing else.
    """

    def __init__(
        self,
        base_model: Path,
        adapters_root: Path,
        *,
        device: str | None = None,
        allow_bfloat16: bool = False,
        all_bfloat16: bool = False,
        template: Mapping[str, bool] | None = None,
        threads: int | None = None,
        limits: EngineLimits | None = None,
    ) -> None:
        self.folder, self.name = base_model, base_model.name
        self.limits = limits or EngineLimits()
        self._template = dict(template or {})
        self._threads = threads
        self._device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
        self._decoder = load_decoder(base_model, self._device, allow_bfloat16, all_bfloat16)
        self._tokenizer = load_tokenizer(base_model)
        self._context = min(self.limits.context, self._decoder.context_length)
        self._ends = end_ids(self._tokenizer)
        self._prefixes = PrefixCache(self.limits.prefix_tokens)
        self.adapters = Adapters(
            adapters_root,
            base_model,
            self._read_adapter,
            self._drop_adapter,
            self.limits.adapters,
        )
        self._wake = threading.Condition()  # guards the four fields below it
        self._inbox: deque[Generation] = deque()
        self._dropped: deque[Adapter] = deque()
        self._pending = 0
        self._stopping = False
        self._active: deque[_Reply] = deque()
        self._waiting: deque[Generation] = deque()
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    def end_replies(self) -> None:
        """Take no more requests and end every reply at its next token with UpstreamFailed."""
        with self._wake:
            self._stopping = True
            self._wake.notify()

    def stop(self) -> None:
        """`end_replies`, and wait until the thread is through."""
        self.end_replies()
        self._thread.join()

    @property
    def is_idle(self) -> bool:
        """No reply is being written or in line."""
        with self._wake:
            return self._pending == 0

    async def generate(self, request: GenerationRequest) -> Generation:
        """Raises NotFound for an unknown model and LimitReached when too many requests are in line."""
        adapter = await self.adapters.get(request.model)
        generation = Generation(request, adapter)
        with self._wake:
            if self._stopping:
                raise UpstreamFailed("The model server is stopping.")
            if self._pending >= self.limits.active + self.limits.waiting:
                raise LimitReached("The model server is busy; try again in a few seconds.")
            self._pending += 1
            self._inbox.append(generation)
            self._wake.notify()
        return generation

    def _read_adapter(self, name: str, folder: Path) -> Adapter:
        return read_adapter(name, folder, self._decoder.linears, self._device, self._decoder.adapter_dtype)

    def _drop_adapter(self, adapter: Adapter) -> None:
        with self._wake:
            self._dropped.append(adapter)
            self._wake.notify()

    # Below: only the engine's thread.

    def _run(self) -> None:
        if self._threads is not None:
            torch.set_num_threads(self._threads)  # counts for the thread that calls it
        while self._take_orders():
            try:
                self._step()
            except Exception:  # a bug or no memory left must not silence the engine for everybody after
                log.exception("a step of the engine failed; its replies end here")
                self._end_all(UpstreamFailed("The model failed while it wrote this reply; try again."))
        self._end_all(UpstreamFailed("The model server is stopping."))

    def _take_orders(self) -> bool:
        with self._wake:
            while not (self._inbox or self._dropped or self._active or self._waiting or self._stopping):
                self._wake.wait()
            self._waiting.extend(self._inbox)
            self._inbox.clear()
            dropped = list(self._dropped)
            self._dropped.clear()
            stopping = self._stopping
        for adapter in dropped:
            self._prefixes.forget(adapter)
        return not stopping

    def _step(self) -> None:
        for reply in [reply for reply in self._active if reply.generation.cancelled]:
            self._end(reply, None)
        while self._waiting and len(self._active) < self.limits.active:
            self._admit(self._waiting.popleft())
        batch = self._choose()
        if not batch:
            return
        logits = self._decoder.step(
            [Segment(reply.next, self._cache(reply), reply.generation.adapter) for reply in batch]
        )
        for reply, row in zip(batch, logits, strict=True):
            if self._cache(reply).length == len(reply.tokens):  # the whole prompt was read
                if reply.written == 0:
                    self._prefixes.store(reply.generation.adapter, reply.tokens, self._cache(reply))
                self._write(reply, reply.sampler.choose(row))

    def _admit(self, generation: Generation) -> None:
        if generation.cancelled:
            self._finish(generation, None)
            return
        request = generation.request
        sampler: Sampler | Given
        try:
            if request.rate_last:
                tokens, given = self._split(request)
                sampler = Given(given)
            else:
                tokens = self._render(request)
                sampler = Sampler.create(request.temperature, request.top_p, request.seed)
        except InvalidInput as error:
            self._finish(generation, error)
            return
        generation.prompt_tokens = len(tokens)
        room = min(request.max_tokens or self.limits.default_max_tokens, self._context - len(tokens))
        text = TextStream(self._tokenizer, request.stop)
        self._active.append(_Reply(generation, tokens, room, sampler, text))

    def _split(self, request: GenerationRequest) -> tuple[list[int], list[int]]:
        """The tokens before the last message and those of it, as if it were written now."""
        prompt = self._render(request, through=-1)
        whole = self._render(request, asks=False)
        if whole[: len(prompt)] != prompt or len(whole) == len(prompt):
            raise InvalidInput(
                "The chat template writes a finished reply otherwise than one that begins.", "messages"
            )
        return prompt, whole[len(prompt) :]

    def _render(
        self, request: GenerationRequest, *, through: int | None = None, asks: bool = True
    ) -> list[int]:
        """Of the messages before `through`; `asks`: the beginning of a reply is behind them."""
        try:
            tokens = prompt_ids(
                self._tokenizer,
                request.messages[:through],
                asks=asks,
                variables={**self._template, **request.template},
            )
        except TEMPLATE_ERRORS as error:
            raise InvalidInput(f"The chat template refused this: {error}", "messages") from error
        if len(tokens) >= self._context:
            raise InvalidInput(
                f"The messages have {len(tokens)} tokens, the model reads {self._context}; shorten them.",
                "messages",
            )
        return tokens

    def _choose(self) -> list[_Reply]:
        """Who is served in this step: a token each for who waited longest, and a share of new prompts.

        Beside others a prompt fills the step up to a size that steps have: with fewer tokens it would take as long.
        """
        writing = min(self.limits.width, sum(reply.written > 0 for reply in self._active))
        budget = max(1, self.limits.shared_prompt_chunk - writing) if writing else self.limits.prompt_chunk
        batch: list[_Reply] = []
        for reply in self._active:
            if len(batch) == self.limits.width:
                break
            if reply.written:
                reply.next = reply.tokens[-1:]
            elif budget > 0:
                if reply.cache is None:
                    found = self._prefixes.longest(reply.generation.adapter, reply.tokens)
                    reply.cache = found or self._decoder.new_cache()
                read = reply.cache.length
                reply.next = reply.tokens[read : read + budget]
                budget -= len(reply.next)
            else:
                continue
            batch.append(reply)
        for reply in batch:
            self._active.remove(reply)
            self._active.append(reply)
        return batch

    def _cache(self, reply: _Reply) -> Cache:
        assert reply.cache is not None, "chosen replies have a cache"
        return reply.cache

    def _write(self, reply: _Reply, token: int) -> None:
        generation = reply.generation
        reply.written += 1
        if isinstance(reply.sampler, Given):
            reply.tokens.append(token)
            if reply.sampler.is_over:
                generation.rated = self._rated(reply.sampler)
                self._end(reply, "stop")
            return
        generation.completion_tokens = reply.written
        if token in self._ends:
            self._end(reply, "stop")
            return
        reply.tokens.append(token)
        piece = reply.text.feed(token)
        if piece:
            generation.put(piece)
        if reply.text.stopped:
            self._end(reply, "stop")
        elif reply.written >= reply.room:
            self._end(reply, "length")

    def _rated(self, given: Given) -> list[RatedToken]:
        return [
            RatedToken(token, str(self._tokenizer.decode([token])), logprob)
            for token, logprob in zip(given.tokens, given.logprobs, strict=True)
        ]

    def _end(self, reply: _Reply, reason: FinishReason | None) -> None:
        self._active.remove(reply)
        if reason is not None:
            rest = reply.text.finish()
            if rest:
                reply.generation.put(rest)
            reply.generation.finish_reason = reason
            cache = self._cache(reply)
            self._prefixes.store(reply.generation.adapter, reply.tokens[: cache.length], cache)
        self._finish(reply.generation, None)

    def _end_all(self, error: Exception) -> None:
        with self._wake:
            self._waiting.extend(self._inbox)
            self._inbox.clear()
        for generation in [*(reply.generation for reply in self._active), *self._waiting]:
            self._finish(generation, error)
        self._active.clear()
        self._waiting.clear()

    def _finish(self, generation: Generation, error: Exception | None) -> None:
        with self._wake:
            self._pending -= 1
        generation.put(error)
