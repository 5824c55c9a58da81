import type { ChatWords } from "../language/en/chat";

type Attributes = Record<string, string>;

/** An element with attributes, then what is in it. Text is never read as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

export interface Bubble {
  item: HTMLElement;
  words: HTMLElement;
}

/** A turn of the conversation; who spoke is said to those who don't see on which side it stands. */
export function bubble(who: string, side: "own" | "customer", text: string, language: string): Bubble {
  const words = element("span", language ? { lang: language } : {}, text);
  const item = element("li", { class: `bubble ${side}` }, element("span", { class: "hidden" }, `${who} `), words);
  return { item, words };
}

export function notice(text: string, ...buttons: HTMLElement[]): HTMLElement {
  return element("p", { class: "problem row", role: "alert" }, element("span", { class: "grow" }, text), ...buttons);
}

export function button(text: string, kind: string, pressed?: () => void): HTMLButtonElement {
  const made = element("button", { class: `button ${kind}`, type: pressed ? "button" : "submit" }, text);
  if (pressed) made.addEventListener("click", pressed);
  return made;
}

/** The page of one agent: what was said, what is read aloud of it, and where to write. */
export function frame(words: ChatWords, name: string, forget: () => void) {
  const talk = element("ol", { class: "chat-talk", "aria-label": words.conversation });
  const field = element("textarea", {
    class: "input grow", rows: "1", maxlength: "2000", "aria-label": words.message, placeholder: words.placeholder,
  });
  const send = button(words.send, "primary");
  const form = element("form", { class: "chat-form row" }, field, send);
  const aloud = element("div", { class: "hidden", role: "log", "aria-live": "polite" });
  const restart = button(words.restart, "plain slim", forget);
  const about = element("p", { class: "muted small" }, words.about);
  const head = element("header", { class: "row" }, element("div", { class: "grow" }, element("h1", {}, name), about), restart);
  return { parts: [head, talk, aloud, form], talk, field, form, send, restart, aloud };
}
