import { useState } from "react";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql } from "../../api/graphql";
import { Confirm } from "../../components/Confirm";
import { toast } from "../../components/Toasts";
import type { AgentFrame } from "../agent/AgentScreen";
import type { Version } from "./Versions";

const PROMOTE = graphql(`
  mutation Promote($versionId: ID!, $confirm: Boolean!) {
    promoteVersion(versionId: $versionId, confirm: $confirm) {
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
  const [lack, setLack] = useState<string | null>(null);
  const instead = liveVersion ? ` instead of version ${liveVersion.number}` : "";
  async function promote() {
    try {
      await send(PROMOTE, { versionId: version.id, confirm: lack !== null });
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code !== "CONFLICT" || lack !== null) throw failure;
      setLack(failure.message);
      return false;
    }
    toast({ id: "promoted", text: `Version ${version.number} is live.` });
    onDone();
    return true;
  }
  return (
    <Confirm title={`Put version ${version.number} live?`} action={lack === null ? `Put version ${version.number} live` : `Put version ${version.number} live all the same`}
      onConfirm={promote} onClose={onClose}>
      <p>
        {name} ({slug}) will answer with version {version.number}{instead}, from the next question on.
        {liveVersion && ` Version ${liveVersion.number} stays, and you can put it back in the same way.`}
      </p>
      {lack !== null && <p className="problem" role="alert">{lack}</p>}
      {lack === null && version.report?.sentence && <p className="muted">{version.report.sentence}</p>}
    </Confirm>
  );
}
