import { useState } from "react";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import { Confirm } from "../../components/Confirm";
import { toast } from "../../components/Toasts";
import { say } from "../../language/say";
import type { AgentFrame } from "../../agent/frame";
import type { Version } from "./documents";

const PROMOTE = graphql(`
  mutation Promote($versionId: ID!, $confirm: Boolean!) {
    promoteVersion(input: { versionId: $versionId, confirm: $confirm }) {
      __typename
      ... on VersionPromoted {
        version {
          id
          number
          status
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

interface Props {
  agent: AgentFrame;
  version: Pick<Version, "id" | "number" | "status" | "report">;
  onClose: () => void;
  onDone: () => void;
}

/** Puts a version live, or back, after saying what that changes; one that lacks a proof, after saying what it lacks. */
export function Promote({ agent, version, onClose, onDone }: Props) {
  const { name, slug, liveVersion } = agent;
  const { number } = version;
  const [lack, setLack] = useState<string | null>(null);
  async function promote() {
    try {
      await send(PROMOTE, { versionId: version.id, confirm: lack !== null });
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code !== "CONFLICT" || lack !== null) throw failure;
      setLack(failure.message);
      return false;
    }
    toast({ id: "promoted", text: say.versions.isLive(number) });
    onDone();
    return true;
  }
  return (
    <Confirm title={say.versions.putLiveTitle(number)}
      action={lack === null ? say.versions.putThisLive(number) : say.versions.putLiveAllTheSame(number)}
      onConfirm={promote} onClose={onClose}>
      <p>
        {say.versions.willAnswer(name, slug, number, liveVersion?.number ?? null)}{" "}
        {liveVersion && say.versions.staysBehind(liveVersion.number)}
      </p>
      {lack !== null && <p className="problem" role="alert" lang="en">{lack}</p>}
      {lack === null && version.report?.sentence && <p className="muted" lang="en">{version.report.sentence}</p>}
    </Confirm>
  );
}
