import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { toast } from "../../components/Toasts";
import { say } from "../../language/say";
import { DELETE_PAIR } from "./documents";

const UNDO_WITHIN_MS = 6_000;
/** Long enough to read which versions learned the pair. */
const TOLD_FOR_MS = 20_000;

/**
 * Deletes a pair after a moment in which it can be undone. Leaving the page deletes at once, so that what looked
 * deleted is deleted.
 */
export function removeLater(pairId: string, to: { undone: () => void; done: () => void }): void {
  let isOver = false;

  function finish() {
    if (isOver) return;
    isOver = true;
    removeEventListener("pagehide", finish);
    close();
    send(DELETE_PAIR, { pairId }).then(({ notices }) => {
      if (notices.length > 0) toast({ id: pairId, text: say.pairs.deleted, theirs: notices.join(" ") }, TOLD_FOR_MS);
      to.done();
    }, (error: unknown) => {
      to.undone();
      toast({ id: pairId, text: say.coach.notDeleted(asFailure(error).message) });
    });
  }

  function undo() {
    if (isOver) return;
    isOver = true;
    removeEventListener("pagehide", finish);
    clearTimeout(timer);
    close();
    to.undone();
  }

  const close = toast({ id: pairId, text: say.pairs.deleted, action: { label: say.shared.undo, run: undo } }, UNDO_WITHIN_MS + 500);
  const timer = setTimeout(finish, UNDO_WITHIN_MS);
  addEventListener("pagehide", finish);
}
