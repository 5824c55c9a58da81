import { en, type Words } from "./en";
import { wanted, type Language } from "./wanted";

export { LANGUAGES, wanted, type Language } from "./wanted";

const STORED_AS = "language";
/** English is in the page itself; the others are files of their own, so that only their readers load them. */
const OTHERS: Record<Exclude<Language, "en">, () => Promise<Words>> = {
  de: async () => (await import("./de")).de,
  es: async () => (await import("./es")).es,
};

/**
 * All sentences of the page in the language of now. Read it where the sentence is needed, as in `say.start.title`: a copy
 * in a constant of a module would keep the language it was made in.
 */
export let say: Words = en;
/** For `Intl`. */
export let locale: Language = "en";

const listeners = new Set<() => void>();

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Throws where the language's file can't be had; the page stays in the one before. */
export async function speak(language: Language): Promise<void> {
  const words = language === "en" ? en : await OTHERS[language]();
  say = words;
  locale = language;
  document.documentElement.lang = language;
  listeners.forEach((listener) => listener());
}

/** The same, remembered for the next visit. */
export async function choose(language: Language): Promise<void> {
  await speak(language);
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // Browsers may refuse to store anything: then it lasts until the page is closed.
  }
}

export async function speakAsWanted(): Promise<void> {
  try {
    await speak(wanted(localStorage.getItem(STORED_AS), navigator.languages));
  } catch {
    // Without the file or the store the page is in English, which is better than no page.
  }
}
