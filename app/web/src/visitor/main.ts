/**
 * The page of a share link, for people without an account. It is small, as other sites embed it: no React, no API client,
 * and of the sentences only its own.
 */
import { chat as de } from "../language/de/chat";
import { chat as en } from "../language/en/chat";
import { chat as es } from "../language/es/chat";
import { wanted } from "../language/wanted";
import { about, linkOf, Refused } from "./asking";
import { talk } from "./talk";
import { button, element, notice } from "./view";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../screens/coach/bubbles.css";
import "./chat.css";

const language = wanted(null, navigator.languages);
const words = { en, de, es }[language];
const page = document.getElementById("chat");

async function open(where: HTMLElement): Promise<void> {
  where.replaceChildren(element("p", { class: "muted", role: "status" }, words.loading));
  const link = linkOf(location.pathname, location.hash);
  try {
    if (!link) throw new Refused("over");
    const agent = await about(link);
    document.title = agent.name;
    talk(where, link, agent, words);
  } catch (error) {
    const why = error instanceof Refused ? error.why : "away";
    const again = why === "over" ? [] : [button(words.again, "plain slim", () => void open(where))];
    where.replaceChildren(element("h1", {}, words.title), notice(words.failures[why], ...again));
  }
}

document.documentElement.lang = language;
document.title = words.title;
if (page) {
  void open(page);
  addEventListener("hashchange", () => void open(page)); // another link to the same page
  addEventListener("keydown", (event) => {
    // The script that opened the frame closes it; the word holds nothing that another page should not read.
    if (event.key === "Escape" && parent !== window) parent.postMessage("coachable:close", "*");
  });
}
