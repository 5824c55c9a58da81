// Verifies a message with the package of Standard Webhooks. Arguments: secret, headers as JSON, body.
import { Webhook } from "standardwebhooks";

const [secret, headers, body] = process.argv.slice(2);
const webhook = new Webhook(secret);
let refused = false;
try {
  webhook.verify(body.replace("test", "tset"), JSON.parse(headers));
} catch {
  refused = true;
}
console.log(JSON.stringify({ told: webhook.verify(body, JSON.parse(headers)), refused }));
