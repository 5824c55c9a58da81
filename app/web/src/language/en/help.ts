/** How coaching works, and the keys that there are. */
export const help = {
  title: "Help",
  open: "Help and keys",
  how: "How coaching works",
  steps: [
    "A customer, played by an AI, asks; you answer as your agent should. Each answer is saved at once as a training pair.",
    "Skip passes a question over. “Not a real question…” also says why, and the next ones differ.",
    "After enough new answers, or at the hour you chose, a training starts by itself in the background. Settings says when.",
    "The new version is compared on questions that it was not trained on. If it wins, it goes live; if not, nothing changes for your customers, and Training says why and what to do.",
    "Whatever is live, customers get your answers word for word, or words of its own in which every fact stands in what you taught, or hear that it is not sure; unless you let it write freely.",
  ],
  keysTitle: "Keyboard shortcuts",
  keys: {
    help: "opens this help, while you are not typing",
    save: "saves your answer and goes on to the next question",
    better: "say under Compare which answer is better, or that neither is",
    add: "adds the topics that you typed",
    close: "closes a dialog, or the reasons for skipping; what you typed as an answer stays",
  },
  or: "or",
  enter: "Enter",
  control: "Ctrl",
};
