import { useState } from "react";
import { say } from "../../language/say";

/** Says whether it was copied; a new text makes that old, so give it a key. */
export function CopyButton({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(say.use.copied);
    } catch {
      // Browsers hide the clipboard from pages without TLS, and people may refuse it.
      setSaid(say.use.notCopied);
    }
  }
  return (
    <>
      <button type="button" className="button plain" onClick={() => void copy()}>{say.use.copy}</button>
      <span className="muted small" role="status">{said}</span>
    </>
  );
}
