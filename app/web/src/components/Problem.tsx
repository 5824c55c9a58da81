import { failureOfRequest } from "../api/failures";
import { say } from "../language/say";
import { follow } from "../route";
import { ProblemNote } from "./ProblemNote";
import type { CombinedError } from "@urql/core";

/** A screen's data could not be loaded: why, and a way out. */
export function LoadProblem({ error, retry }: { error: CombinedError; retry: () => void }) {
  const failure = failureOfRequest(error);
  if (failure.code === "NOT_FOUND") {
    return (
      <div className="problem row" role="alert">
        <span className="grow">{say.shared.notThere}</span>
        <a className="button plain slim" href="/" onClick={follow}>{say.shared.allAgents}</a>
      </div>
    );
  }
  if (failure.code === "UNAUTHORIZED") return null; // SignIn says it, above every screen
  return <ProblemNote of={failure} retry={retry} />;
}
