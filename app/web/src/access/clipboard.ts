/**
 * Copies a text that is still on its way, and says whether it was. Browsers allow it only to what a click began, some of
 * them not after an answer from the server: so they are given the promise.
 */
export async function copyLater(text: Promise<string>): Promise<boolean> {
  const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
  blob.catch(() => undefined); // said by who made the promise
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    return false; // there is no clipboard without TLS, and people may refuse it
  }
}
