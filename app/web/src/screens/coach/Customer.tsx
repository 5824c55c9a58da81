import { Icon } from "../../components/Icon";
import { say } from "../../language/say";

export function CustomerAvatar() {
  return (
    <span className="avatar" aria-hidden="true">
      <Icon name="person" />
    </span>
  );
}

export function Typing() {
  return (
    <span className="typing" role="img" aria-label={say.coach.writing}>
      <i /><i /><i />
    </span>
  );
}
