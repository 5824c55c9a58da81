/**
 * `<script src="https://HOST/embed.js" data-chat="PREFIX#SECRET" async></script>` on someone's site: a button in the corner
 * that opens the chat in a frame. The browser shows it on the sites that the link names, and on no others.
 */
import { embed as de } from "../language/de/embed";
import { embed as en } from "../language/en/embed";
import { embed as es } from "../language/es/embed";
import { wanted } from "../language/wanted";

/** In a tree of its own, so that neither site's styles reach the other; a sheet made by a script needs no `unsafe-inline`. */
const STYLE = `
:host { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; font: 500 1rem/1.25 system-ui, sans-serif; }
button { float: right; min-height: 3rem; padding: .5rem 1.25rem; border: 2px solid #fff; border-radius: 1.5rem; background: #0f766e;
  color: #fff; font: inherit; cursor: pointer; box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
button:hover { background: #0b5c56; }
button:focus-visible { outline: 3px solid #0f766e; outline-offset: 2px; }
iframe { display: block; width: min(24rem, calc(100vw - 2rem)); height: min(36rem, calc(100dvh - 6rem)); margin-bottom: .75rem;
  border: 1px solid #8a8379; border-radius: .75rem; background: Canvas; box-shadow: 0 8px 32px rgb(0 0 0 / 25%); }
[hidden] { display: none; }`;

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  // A script in the head may run before there is a body.
  if (document.body as HTMLElement | null) start(script);
  else addEventListener("DOMContentLoaded", () => start(script));
}

function start(script: HTMLScriptElement): void {
  const words = { en, de, es }[wanted(document.documentElement.lang, navigator.languages)];
  const [prefix, secret] = (script.dataset.chat ?? "").split("#");
  if (!prefix || !secret) {
    console.warn(`Coachable: ${words.without}`);
    return;
  }
  const address = new URL(`/chat/${prefix}#${secret}`, script.src);
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.chat;
  let frame: HTMLIFrameElement | null = null;

  function show(isOpen: boolean): void {
    if (isOpen && !frame) {
      frame = document.createElement("iframe");
      frame.title = words.chat;
      frame.referrerPolicy = "no-referrer";
      frame.src = address.href;
      frame.addEventListener("load", () => frame?.focus());
      button.before(frame);
    }
    if (frame) frame.hidden = !isOpen;
    button.ariaExpanded = String(isOpen);
    button.ariaLabel = isOpen ? words.close : words.open;
    if (isOpen) frame?.focus();
  }

  button.addEventListener("click", () => show(button.ariaExpanded !== "true"));
  addEventListener("message", ({ data, origin, source }) => {
    if (data !== "coachable:close" || origin !== address.origin || source !== frame?.contentWindow) return;
    show(false);
    button.focus();
  });
  show(false);
  root.append(button);
  document.body.append(host);
}
