/** API keys; what stands between backticks is code. */
export const keys = {
  about:
    "Programs send them: OpenAI clients, scripts, `coachable import` and `export`. They count where the installation runs with `COACHABLE_AUTH=keys`.",
  purpose: "What it is for",
  role: "Role of the key",
  validFor: "Valid for",
  lasts: { 30: "30 days", 90: "90 days", 365: "A year", 0: "Until it is revoked" },
  make: "Make a key",
  secretOf: (name: string) => `Key for ${name}`,
  secretHint: "It is shown this once: keep it where the program finds it.",
  lastUsed: (ago: string) => `last used ${ago}`,
  neverUsed: "never used",
  revoke: "Revoke",
  revokeName: (name: string) => `Revoke ${name}`,
  revokeTitle: (name: string) => `Revoke ${name}?`,
  revokeThis: "Revoke this key",
  revokeAbout: "Programs that use it are refused at once. It can't be taken back; make a new one instead.",
  revoked: (day: string) => `Revoked ${day}`,
  expired: (day: string) => `Expired ${day}`,
  until: (day: string) => `Until ${day}`,
  untilRevoked: "Until it is revoked",
};
