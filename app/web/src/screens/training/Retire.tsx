import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { Confirm } from "../../components/Confirm";
import { toast } from "../../components/Toasts";
import { say } from "../../language/say";
import type { AgentFrame } from "../../agent/frame";

const RETIRE = graphql(`
  mutation RetireVersion($agentId: ID!) {
    retireVersion(input: { agentId: $agentId }) {
      __typename
      ... on VersionRetired {
        agent {
          id
          liveVersion {
            id
            number
          }
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
  number: number;
  onClose: () => void;
  onDone: () => void;
}

/** Takes the live version off after saying what that changes. */
export function Retire({ agent, number, onClose, onDone }: Props) {
  async function retire() {
    await send(RETIRE, { agentId: agent.id });
    toast({ id: "promoted", text: say.versions.isOffline(number) });
    onDone();
  }
  return (
    <Confirm title={say.versions.takeOfflineTitle(number)} action={say.versions.takeThisOffline(number)} onConfirm={retire} onClose={onClose}>
      <p>{say.versions.withoutVersion(agent.name, agent.slug)}</p>
      <p className="muted">{say.versions.canReturn(number)}</p>
    </Confirm>
  );
}
