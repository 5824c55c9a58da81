/** The languages of the page, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

/** What a person chose in this browser, or else the first of the browser's languages that the page has. */
export function wanted(chosen: string | null, preferred: readonly string[]): Language {
  const bases = [chosen ?? "", ...preferred].map((tag) => tag.toLowerCase().split("-")[0] ?? "");
  return bases.find(isLanguage) ?? "en";
}

function isLanguage(code: string): code is Language {
  return Object.hasOwn(LANGUAGES, code);
}
