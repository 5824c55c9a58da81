import type { Words } from "../en";
import { access } from "./access";
import { agent } from "./agent";
import { audit } from "./audit";
import { coach } from "./coach";
import { compare } from "./compare";
import { exchange } from "./exchange";
import { help } from "./help";
import { keys } from "./keys";
import { material } from "./material";
import { models } from "./models";
import { pairs } from "./pairs";
import { replies } from "./replies";
import { report } from "./report";
import { sessions } from "./sessions";
import { settings } from "./settings";
import { share } from "./share";
import { shared } from "./shared";
import { start } from "./start";
import { topics } from "./topics";
import { training } from "./training";
import { use } from "./use";
import { versions } from "./versions";
import { webhooks } from "./webhooks";
import { workspace } from "./workspace";

export const es: Words = {
  access, agent, audit, coach, compare, exchange, help, keys, material, models, pairs, replies, report, sessions,
  settings, share, shared, start, topics, training, use, versions, webhooks, workspace,
};
