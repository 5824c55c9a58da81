import { useEffect, useRef, useState } from "react";
import { reply } from "../../api/reply";

/** The agent's own answer as a draft to correct; it is kept beside the answer that was made of it. */
export function useSuggestion(agentId: string, write: (text: string) => void) {
  const [state, setState] = useState<{ isBusy: boolean; draft: string | null; problem: string | null }>({
    isBusy: false,
    draft: null,
    problem: null,
  });
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  return {
    ...state,
    ask(question: string) {
      setState({ isBusy: true, draft: null, problem: null });
      stop.current = reply(
        { agentId, messages: [{ role: "USER", content: question }] },
        {
          text: write,
          done: (text) => {
            write(text);
            setState({ isBusy: false, draft: text, problem: null });
          },
          failed: ({ message }) => setState({ isBusy: false, draft: null, problem: message }),
        },
      );
    },
    clear() {
      stop.current();
      setState({ isBusy: false, draft: null, problem: null });
    },
  };
}
