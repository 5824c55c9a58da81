import type { ReactNode } from "react";
import { covers, lacking, useViewer, type Role } from "./viewer";
import "./access.css";

interface Props {
  needs: Role;
  /** What one does with the role: “changes this”. */
  what: string;
  children: ReactNode;
}

/** Shows controls to everyone and lets those use them who may; the others read who can. */
export function Guarded({ needs, what, children }: Props) {
  const viewer = useViewer();
  const isOff = viewer !== null && !covers(viewer.role, needs);
  return (
    <fieldset className="guarded" disabled={isOff}>
      {isOff && <p className="muted small">{lacking(needs, viewer.role, what)}</p>}
      {children}
    </fieldset>
  );
}

/** In place of what the person may not do; nothing for those who may. */
export function Lacking({ needs, what }: Omit<Props, "children">) {
  const viewer = useViewer();
  if (viewer === null || covers(viewer.role, needs)) return null;
  return <p className="muted lacking">{lacking(needs, viewer.role, what)}</p>;
}
