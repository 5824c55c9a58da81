import { useEffect, useState } from "react";
import { asFailure, type Failure } from "../../api/failures";
import { preview, type ImportFile, type Preview } from "./importing";

const TYPING_MS = 400;

interface State {
  of: ImportFile | null;
  preview: Preview | null;
  problem: Failure | null;
}

/** What stands in the file, read again a moment after it changed. */
export function usePreview(agentId: string, file: ImportFile) {
  const [state, setState] = useState<State>({ of: null, preview: null, problem: null });
  const isEmpty = !file.base64 && !file.content?.trim();

  useEffect(() => {
    if (isEmpty) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      preview(agentId, file).then(
        (read) => isWanted && setState({ of: file, preview: read, problem: null }),
        (error: unknown) => isWanted && setState({ of: file, preview: null, problem: asFailure(error) }),
      );
    }, TYPING_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [agentId, file, isEmpty]);

  if (isEmpty) return { preview: null, problem: null, isReading: false };
  return { preview: state.preview, problem: state.problem, isReading: state.of !== file };
}
