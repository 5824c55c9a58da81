import { expect, it } from "vitest";
import { actionPath, actorName, endOf, hasEnded, memberName } from "./words";

const KEY = { id: "k", name: "ci", role: "COACH", prefix: "ck_01234567", createdAt: "", lastUsedAt: null } as const;

it("names who did something, also when they are gone", () => {
  expect(actorName({ actor: "member:1", actorName: "Ada" })).toBe("Ada");
  expect(actorName({ actor: "member:1", actorName: null })).toBe("A former member");
  expect(actorName({ actor: "key:0123", actorName: "ci" })).toBe("ci (key)");
  expect(actorName({ actor: "key:0123", actorName: null })).toBe("Key ck_0123");
  expect(actorName({ actor: "local", actorName: null })).toBe("This machine");
  expect(actorName({ actor: "automatic", actorName: null })).toBe("By itself");
  expect(memberName({ name: "", subject: "local" })).toBe("This machine");
});

it("says when a key ends", () => {
  const now = Date.parse("2026-06-01T00:00:00Z");
  const until = (expiresAt: string | null, revokedAt: string | null = null) => ({ ...KEY, expiresAt, revokedAt });
  expect(endOf(until(null), now)).toBe("Until it is revoked");
  expect(endOf(until("2026-07-01T12:00:00Z"), now)).toMatch(/^Until Jul 1/);
  expect(endOf(until("2026-05-01T12:00:00Z"), now)).toMatch(/^Expired May 1/);
  expect(endOf(until(null, "2026-05-02T12:00:00Z"), now)).toMatch(/^Revoked May 2/);
  expect([until(null), until("2026-05-01T12:00:00Z")].map((key) => hasEnded(key, now))).toEqual([false, true]);
});

it("calls an action as the export does", () => {
  expect(actionPath("PAIR_SAVED")).toBe("pair.saved");
  expect(actionPath("MEMBER_SIGNED_IN")).toBe("member.signed_in");
});
