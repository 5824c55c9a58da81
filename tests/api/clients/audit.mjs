// The audits of GraphQL over HTTP that the package graphql-http keeps. Arguments: origin, token. Prints how many there
// are of each kind, and those that did not pass.
import { auditServer } from "graphql-http";

const [origin, token] = process.argv.slice(2);
const signedIn = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });
const results = await auditServer({ url: `${origin}/graphql`, fetchFn: signedIn });
const failed = results.filter(({ status }) => status !== "ok").map(({ id, name, status, reason }) => `${id} ${status} ${name}: ${reason}`);
console.log(JSON.stringify({ audits: results.length, failed }));
