import { locale, say } from "./language/say";

export function keysOf<Key extends string>(words: Record<Key, string>): Key[] {
  return Object.keys(words) as Key[];
}

export function duration(seconds: number): string {
  if (seconds < 55) return `${Math.max(1, Math.round(seconds / 5) * 5)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${decimal(seconds / 3600)} h`;
}

/** With one digit behind the point, or the comma. */
export function decimal(amount: number): string {
  return amount.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export function day(time: string): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(new Date(time));
}

export function ago(time: string, now = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  if (seconds > -60) return say.shared.justNow;
  if (seconds > -86_400) {
    const [amount, unit] = seconds > -3600 ? [seconds / 60, "minute" as const] : [seconds / 3600, "hour" as const];
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(amount), unit);
  }
  return day(time);
}
