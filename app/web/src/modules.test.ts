import { expect, it } from "vitest";

const SOURCES = import.meta.glob<string>("./**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const IMPORT = /^(?:import|export)\b[^"']*?from "(\.[^"]+)";/gm;

/** The module that `path` means, seen from `from`; null: a style sheet, or what is generated. */
function resolved(from: string, path: string): string | null {
  const parts = from.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  const base = parts.join("/");
  return [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((name) => name in SOURCES) ?? null;
}

function importsOf(path: string): string[] {
  const found = [...(SOURCES[path] ?? "").matchAll(IMPORT)].map((match) => resolved(path, match[1] ?? ""));
  return found.filter((one) => one !== null);
}

/** Circles of modules, also through types: who reads one of them has to read all. */
function circles(): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  function visit(path: string, above: readonly string[]): void {
    if (above.includes(path)) {
      found.push([...above.slice(above.indexOf(path)), path].join(" → "));
      return;
    }
    if (done.has(path)) return;
    for (const next of importsOf(path)) visit(next, [...above, path]);
    done.add(path);
  }
  Object.keys(SOURCES).forEach((path) => visit(path, []));
  return found;
}

it("has no module that needs itself", () => {
  expect(Object.keys(SOURCES).flatMap(importsOf).length).toBeGreaterThan(300);
  expect(circles()).toEqual([]);
});
