/** How programs ask an agent: any client of OpenAI's API does, with another address and key. */
export const SNIPPETS = { curl: "curl", python: "Python", javascript: "JavaScript" } as const;
export type Snippet = keyof typeof SNIPPETS;

/** The key stays in the environment of the program, out of the code. */
export function snippet(kind: Snippet, origin: string, slug: string): string {
  const base = `${origin}/v1`;
  switch (kind) {
    case "curl":
      return `curl ${base}/chat/completions \\
  -H "Authorization: Bearer $COACHABLE_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${slug}", "messages": [{"role": "user", "content": "Where is my invoice?"}]}'`;
    case "python":
      return `import os
from openai import OpenAI

client = OpenAI(base_url="${base}", api_key=os.environ["COACHABLE_KEY"])
answer = client.chat.completions.create(
    model="${slug}", messages=[{"role": "user", "content": "Where is my invoice?"}]
)
print(answer.choices[0].message.content)`;
    case "javascript":
      return `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${base}", apiKey: process.env.COACHABLE_KEY });
const answer = await client.chat.completions.create({
  model: "${slug}",
  messages: [{ role: "user", content: "Where is my invoice?" }],
});
console.log(answer.choices[0].message.content);`;
  }
}
