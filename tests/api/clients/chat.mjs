// What real JavaScript clients make of `/v1`. Arguments: base URL, key, model, question. Prints one JSON object.
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, streamText } from "ai";
import OpenAI from "openai";

const [baseURL, apiKey, model, question] = process.argv.slice(2);
const messages = [{ role: "user", content: question }];

async function node() {
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  const whole = await client.chat.completions.create({ model, messages });
  let streamed = "";
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
    streamed += chunk.choices[0]?.delta?.content ?? "";
  }
  const response = await client.responses.create({ model, input: question });
  let events = "";
  for await (const event of await client.responses.create({ model, input: question, stream: true })) {
    if (event.type === "response.output_text.delta") events += event.delta;
  }
  const refused = await client.chat.completions
    .create({ model, messages, n: 2 })
    .catch((error) => [error.status, error.code, error.param]);
  return { model: whole.model, answers: [whole.choices[0].message.content, streamed, response.output_text, events], refused };
}

async function vercel() {
  const openai = createOpenAI({ baseURL, apiKey });
  const answers = [];
  // The default of this SDK is the Responses API.
  for (const kind of [openai(model), openai.chat(model)]) {
    answers.push((await generateText({ model: kind, prompt: question, maxRetries: 0 })).text);
    let streamed = "";
    for await (const piece of streamText({ model: kind, messages, maxRetries: 0 }).textStream) streamed += piece;
    answers.push(streamed);
  }
  return { answers };
}

console.log(JSON.stringify({ node: await node(), vercel: await vercel() }));
