import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { Confirm } from "../../components/Confirm";
import { toast } from "../../components/Toasts";
import type { AgentFrame } from "../agent/AgentScreen";
import type { Version } from "./Versions";

const PROMOTE = graphql(`
  mutation Promote($versionId: ID!) {
    promoteVersion(versionId: $versionId) {
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

/** Puts a version live, or back, after saying what that changes. */
export function Promote({ agent, version, onClose, onDone }: Props) {
  const { name, slug, liveVersion } = agent;
  const instead = liveVersion ? `instead of version ${liveVersion.number}` : "instead of the base model";
  async function promote() {
    await send(PROMOTE, { versionId: version.id });
    toast({ id: "promoted", text: `Version ${version.number} is live.` });
    onDone();
  }
  return (
    <Confirm title={`Put version ${version.number} live?`} action={`Put version ${version.number} live`}
      onConfirm={promote} onClose={onClose}>
      <p>
        {name} ({slug}) will answer with version {version.number} {instead}, from the next question on.
        {liveVersion && ` Version ${liveVersion.number} stays, and you can put it back in the same way.`}
      </p>
      {version.report?.sentence && <p className="muted">{version.report.sentence}</p>}
    </Confirm>
  );
}
