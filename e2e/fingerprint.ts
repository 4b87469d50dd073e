import { createSession } from "../workers/cluster/session/session.ts";
import { createNodeWorld } from "../workers/host/node-world.ts";
import { storyOf } from "./story.ts";

/** Prints the fingerprint of a story's history as Node has it. */
const record = storyOf(process.argv[2] ?? "");
const session = createSession(createNodeWorld());
await session.open(record, () => {});
process.stdout.write(String(await session.fingerprint(record.until)));
process.exit(0);
