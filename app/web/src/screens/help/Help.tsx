import { useLayoutEffect, useRef, type ReactNode } from "react";
import { Dialog } from "../../components/Dialog";
import { IS_MAC } from "../../components/keys";
import { say } from "../../language/say";
import "./help.css";

/** How coaching works, and the keys that there are. */
export default function Help({ onClose }: { onClose: () => void }) {
  const first = useRef<HTMLHeadingElement>(null);
  const { steps, keys, or, enter, control } = say.help;
  useLayoutEffect(() => first.current?.focus(), []); // it is read from its beginning, not from its only button
  return (
    <Dialog title={say.help.title} onClose={onClose}>
      <h3 ref={first} tabIndex={-1} className="help-start">{say.help.how}</h3>
      <ol className="help-steps">
        {steps.map((step) => <li key={step}>{step}</li>)}
      </ol>
      <h3>{say.help.keysTitle}</h3>
      <dl className="help-keys">
        <Key does={keys.help}><kbd>?</kbd></Key>
        <Key does={keys.save}><kbd>{IS_MAC ? "⌘" : control}</kbd> + <kbd>{enter}</kbd></Key>
        <Key does={keys.better}><kbd>A</kbd>, <kbd>B</kbd> {or} <kbd>T</kbd></Key>
        <Key does={keys.add}><kbd>{enter}</kbd></Key>
        <Key does={keys.close}><kbd>Esc</kbd></Key>
      </dl>
      <div className="row">
        <button type="button" className="button plain" onClick={onClose}>{say.shared.close}</button>
      </div>
    </Dialog>
  );
}

function Key({ does, children }: { does: string; children: ReactNode }) {
  return (
    <div>
      <dt>{children}</dt>
      <dd>{does}</dd>
    </div>
  );
}
