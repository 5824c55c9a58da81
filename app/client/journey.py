"""The journey: an agent, a conversation, pairs, a training, a verdict, a better answer."""

import uuid
from typing import Any

from app.client import documents
from app.client.expert import Answer, Company, Expert, Own, Quit, Skip, Train
from app.client.screen import Screen
from app.client.socket import Client
from app.errors import Refused

FINISHED_WELL = {"SUCCEEDED", "REJECTED"}


class Journey:
    def __init__(self, client: Client, screen: Screen, expert: Expert) -> None:
        self._client, self._screen, self._expert = client, screen, expert

    async def create_agent(self, company: Company) -> dict[str, Any]:
        agent = await self._client.ask(
            documents.CREATE_AGENT,
            input={
                "name": company.name,
                "description": company.description,
                "systemPrompt": company.system_prompt,
            },
        )
        self._screen.notice(
            f"Agent {agent['agent']['name']} is there; OpenAI clients call it {agent['agent']['slug']}."
        )
        created: dict[str, Any] = agent["agent"]
        return created

    async def agents(self) -> list[dict[str, Any]]:
        page = await self._client.ask(documents.AGENTS)
        return [edge["node"] for edge in page["edges"]]

    async def coach(self, agent_id: str, target_pairs: int | None) -> str | None:
        """One conversation up to the end of a training; the run's status, None when the expert left before."""
        if target_pairs is not None:
            await self._client.ask(documents.SET_THRESHOLD, agentId=agent_id, pairThreshold=target_pairs)
        started = await self._client.ask(
            documents.START_SESSION, agentId=agent_id, targetPairs=target_pairs or 20
        )
        session_id = started["session"]["id"]
        self._screen.welcome(started["session"]["welcome"])
        run_id = await self._converse(agent_id, session_id, started["query"])
        status = await self.follow_training(run_id) if run_id else None
        if run_id is None:
            agent = await self._client.ask(documents.NEXT_TRAINING, id=agent_id)
            self._screen.notice(agent["autoTraining"]["next"]["sentence"])
        await self._client.ask(documents.COMPLETE_SESSION, sessionId=session_id)
        return status

    async def follow_training(self, run_id: str) -> str:
        """Show a run until it ends; returns its status."""
        with self._screen.training() as bar:
            async for event in self._client.follow(documents.PROGRESS, runId=run_id):
                match event["__typename"]:
                    case "RunStatusEvent":
                        bar.status(event["message"])
                    case "RunProgressEvent":
                        bar.step(event)
                    case "RunSamplesEvent":
                        bar.samples(event)
                    case "RunFinishedEvent":
                        break
        run = await self._client.ask(documents.RUN, id=run_id)
        self._screen.verdict(run["status"], run["reason"] or "")
        if run["report"] is not None:
            self._screen.before_and_after(run["report"]["questions"])
        status: str = run["status"]
        return status

    async def _converse(self, agent_id: str, session_id: str, query: dict[str, Any]) -> str | None:
        """Questions and answers until a training starts (its id) or the expert leaves (None)."""
        await self._show(session_id, query)
        while True:
            move = await self._expert.move()
            try:
                match move:
                    case Quit():
                        return None
                    case Train():
                        started = await self._client.ask(documents.START_TRAINING, agentId=agent_id)
                        return str(started["run"]["id"])
                    case Skip(reason):
                        saved = await self._client.ask(documents.SKIP, queryId=query["id"], reason=reason)
                    case Answer(text):
                        saved = await self._client.ask(
                            documents.SUBMIT, queryId=query["id"], response=text, key=str(uuid.uuid4())
                        )
                    case Own(fields):
                        self._screen.own_pair(fields)
                        pair = fields | {"sessionId": session_id, "idempotencyKey": str(uuid.uuid4())}
                        saved = await self._client.ask(documents.ADD_PAIR, input=pair)
            except Refused as problem:
                self._screen.problem(problem.message)
                continue
            for notice in saved.get("notices", ()):
                self._screen.notice(notice)
            if saved.get("trainingRun"):
                return str(saved["trainingRun"]["id"])
            if saved["nextQuery"] and saved["nextQuery"]["id"] != query["id"]:
                query = saved["nextQuery"]
                await self._show(session_id, query)

    async def _show(self, session_id: str, query: dict[str, Any]) -> None:
        """Stream one question to the screen, word by word, until it is complete."""
        shown = ""
        cursor = query["firstEventCursor"]
        async for event in self._client.follow(documents.QUESTION, sessionId=session_id, after=cursor):
            if event["queryId"] != query["id"]:
                continue
            match event["__typename"]:
                case "QueryStartedEvent":
                    if event["attempt"] == 1:
                        self._screen.customer(event)
                    elif shown:  # that was not a good question; the customer starts over
                        self._screen.words(" …\n")
                    shown = ""
                case "QueryDeltaEvent":
                    self._screen.words(event["text"])
                    shown += event["text"]
                case "QueryReadyEvent" | "QueryFallbackEvent":
                    # A cleaned text differs from what was streamed: then the whole sentence is said again.
                    if event["text"] != shown.strip():
                        self._screen.words(("\n" if shown else "") + event["text"])
                    self._screen.words("\n")
                    return
                case _:
                    return
