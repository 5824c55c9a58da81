import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { Confirm } from "../../components/Confirm";
import { toast } from "../../components/Toasts";
import type { AgentFrame } from "../agent/AgentScreen";

const RETIRE = graphql(`
  mutation RetireVersion($agentId: ID!) {
    retireVersion(agentId: $agentId) {
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
    toast({ id: "promoted", text: `Version ${number} is offline.` });
    onDone();
  }
  return (
    <Confirm title={`Take version ${number} offline?`} action={`Take version ${number} offline`} onConfirm={retire} onClose={onClose}>
      <p>
        This happens at once. From now on {agent.name} ({agent.slug}) gives your answers word for word, or says that it does
        not know.
      </p>
      <p className="muted">Version {number} stays, and you can put it live again. Your pairs stay as they are.</p>
    </Confirm>
  );
}
