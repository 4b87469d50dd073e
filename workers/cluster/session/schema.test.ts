import { expect, test } from "vitest";
import { descriptions } from "../../api/descriptions.ts";
import { addDescriptions, type Definitions } from "../../api/schema.ts";
import type { WallClock } from "../../sim/pacer.ts";
import { turn } from "../../testing/node/turn.ts";
import { createSession } from "./session.ts";

interface Schema {
  readonly definitions: Definitions;
  readonly kinds: readonly { readonly kind: string; readonly definition: string }[];
}

const wall: WallClock = { now: () => 0, sleep: () => Promise.resolve(), wake() {} };
const pod = "io.k8s.api.core.v1.Pod";

test("the schema is there at once where nothing brings descriptions", async () => {
  const { definitions, kinds } = (await createSession({ turn, wall }).schema()) as Schema;
  expect(kinds).toContainEqual({ group: "", version: "v1", kind: "Pod", definition: pod });
  expect(definitions[pod]).toMatchObject({ type: "object" });
  expect(definitions[pod]?.description).toBeUndefined();
});

test("the schema waits for its descriptions", async () => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const session = createSession({ turn, wall, descriptions: () => arrived.then(() => addDescriptions(descriptions)) });
  let schema: Schema | undefined;
  const asked = session.schema().then((answer) => (schema = answer as Schema));
  await turn();
  expect(schema).toBeUndefined();

  arrive();
  await asked;
  expect(schema?.definitions[pod]?.description).toMatch(/^Pod is a collection of containers/);
});
