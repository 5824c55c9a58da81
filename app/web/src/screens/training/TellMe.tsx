import { say } from "../../language/say";
import { canTell, useWish, wantToldOf } from "../../training/notice";

/** Asks politely whether the browser may say when the training ends. */
export function TellMe() {
  const wish = useWish();
  if (!canTell()) return null;
  return (
    <p className="row small">
      {wish !== "denied" && (
        <button type="button" className="button plain slim" aria-pressed={wish === "on"} onClick={() => void wantToldOf(wish === "off")}>
          {wish === "on" ? say.training.notifyOff : say.training.notify}
        </button>
      )}
      <span className="muted" role="status">
        {wish === "on" && say.training.notifyOn}
        {wish === "denied" && say.training.notifyDenied}
      </span>
    </p>
  );
}
