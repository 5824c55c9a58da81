import { failureOfRequest } from "../api/failures";
import type { CombinedError } from "@urql/core";

/** A screen's data could not be loaded: why, and a way out. */
export function LoadProblem({ error, retry }: { error: CombinedError; retry: () => void }) {
  const failure = failureOfRequest(error);
  return (
    <div className="problem row" role="alert">
      <span className="grow">{failure.message}</span>
      <button type="button" className="button plain slim" onClick={retry}>Try again</button>
    </div>
  );
}
