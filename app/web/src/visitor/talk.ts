import type { ChatWords } from "../language/en/chat";
import { ask, Refused, type About, type Link, type Said, type Why } from "./asking";
import { bubble, button, frame, notice } from "./view";

/** Shows the conversation in `page` and keeps it; it is nowhere else, so it ends with the page. */
export function talk(page: HTMLElement, link: Link, { name, language }: About, words: ChatWords): void {
  const view = frame(words, name, forget);
  let said: Said[] = [];
  let asking: AbortController | null = null;

  function settle(): void {
    view.send.disabled = asking !== null || !view.field.value.trim();
    view.restart.hidden = said.length === 0;
  }

  async function answered(): Promise<void> {
    const mine = new AbortController();
    asking = mine;
    settle();
    const { item, words: shown } = bubble(words.agent(name), "customer", "…", language);
    item.setAttribute("aria-busy", "true");
    view.talk.append(item);
    item.scrollIntoView({ block: "nearest" });
    let text = "";
    try {
      for await (const piece of ask(link, said, mine.signal)) {
        text += piece;
        shown.textContent = text;
        item.scrollIntoView({ block: "nearest" });
      }
      said.push({ role: "assistant", content: text });
      item.removeAttribute("aria-busy");
      read(text);
    } catch (error) {
      item.remove();
      if (mine.signal.aborted) return;
      refused(error instanceof Refused ? error.why : "away");
    }
    asking = null;
    settle();
  }

  /** Whole answers, not their pieces as they come. */
  function read(text: string): void {
    const line = document.createElement("p");
    line.lang = language || document.documentElement.lang;
    line.textContent = text;
    view.aloud.append(line);
  }

  function refused(why: Why): void {
    if (why === "over") {
      view.form.remove();
      view.restart.remove();
      page.append(notice(words.failures.over));
      return;
    }
    const again = button(words.again, "plain slim", () => {
      row.remove();
      view.field.focus();
      void answered();
    });
    const row = notice(words.failures[why], ...(why === "long" ? [] : [again]));
    view.talk.after(row);
    row.scrollIntoView({ block: "nearest" });
  }

  function forget(): void {
    asking?.abort();
    asking = null;
    said = [];
    view.talk.replaceChildren();
    view.aloud.replaceChildren();
    page.querySelector(".problem")?.remove();
    settle();
    view.field.focus();
  }

  function submit(): void {
    const text = view.field.value.trim();
    if (!text || asking) return;
    page.querySelector(".problem")?.remove();
    // A question that got no answer is asked together with the next one.
    const open = said.at(-1);
    if (open?.role === "user") open.content += `\n${text}`;
    else said.push({ role: "user", content: text });
    view.talk.append(bubble(words.you, "own", text, "").item);
    view.field.value = "";
    void answered();
  }

  view.form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  view.field.addEventListener("input", settle);
  view.field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  page.replaceChildren(...view.parts);
  settle();
  view.field.focus();
}
