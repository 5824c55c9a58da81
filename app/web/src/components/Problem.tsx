import { failureOfRequest } from "../api/failures";
import { follow } from "../route";
import type { CombinedError } from "@urql/core";

/** A screen's data could not be loaded: why, and a way out. */
export function LoadProblem({ error, retry }: { error: CombinedError; retry: () => void }) {
  const failure = failureOfRequest(error);
  if (failure.code === "NOT_FOUND") {
    return (
      <div className="problem row" role="alert">
        <span className="grow">This is not there, or not any more.</span>
        <a className="button plain slim" href="/" onClick={follow}>All your agents</a>
      </div>
    );
  }
  return (
    <div className="problem row" role="alert">
      <span className="grow">{failure.message}</span>
      <button type="button" className="button plain slim" onClick={retry}>Try again</button>
    </div>
  );
}
