export const IS_MAC = /mac|iphone|ipad/i.test(navigator.userAgent);

const TAKES_KEYS = "input, textarea, select, dialog, [contenteditable]";

/** The key of a shortcut, in small letters; null: somebody types, is in a dialog, or means the browser. */
export function shortcutOf({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): string | null {
  if (ctrlKey || metaKey || altKey) return null;
  return target instanceof HTMLElement && target.closest(TAKES_KEYS) ? null : key.toLowerCase();
}
