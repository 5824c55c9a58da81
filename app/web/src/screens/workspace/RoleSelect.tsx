import { ROLES, type Role } from "../../access/viewer";
import { say } from "../../language/say";

interface Props {
  id?: string;
  label?: string;
  describedBy?: string;
  value: Role;
  onChange: (role: Role) => void;
  disabled?: boolean;
}

export function RoleSelect({ id, label, describedBy, value, onChange, disabled }: Props) {
  return (
    <select id={id} className="input" aria-label={label} aria-describedby={describedBy} value={value}
      disabled={disabled} onChange={(event) => onChange(event.target.value as Role)}>
      {ROLES.map((role) => <option key={role} value={role}>{say.access.roles[role]}</option>)}
    </select>
  );
}
