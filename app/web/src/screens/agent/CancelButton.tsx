import { useState } from "react";
import { send } from "../../api/client";
import { graphql } from "../../api/graphql";
import { ProblemNote } from "../../components/ProblemNote";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";

const CANCEL = graphql(`
  mutation CancelTraining($runId: ID!) {
    cancelTraining(input: { runId: $runId }) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** Stops a training, after asking once. */
export function CancelButton({ runId, onChange }: { runId: string; onChange: () => void }) {
  const [step, setStep] = useState<"idle" | "asked" | "sent">("idle");
  const [{ busy, problem }, attempt] = useAttempt();
  const isStopping = busy || (step === "sent" && problem === null);

  function cancel() {
    setStep("sent");
    void attempt(async () => {
      await send(CANCEL, { runId });
      onChange();
    });
  }

  if (step === "asked") {
    return (
      <span className="row">
        <button type="button" className="button danger slim" onClick={cancel}>{say.agent.stop}</button>
        <button type="button" className="button quiet slim" onClick={() => setStep("idle")}>{say.agent.goOn}</button>
      </span>
    );
  }
  return (
    <>
      <ProblemNote of={problem} className="small" />
      <button type="button" className="button quiet slim" disabled={isStopping} onClick={() => setStep("asked")}>
        {isStopping ? say.agent.stopping : say.agent.cancel}
      </button>
    </>
  );
}
