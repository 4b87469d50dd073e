import { crashLoop } from "./crash-loop.ts";
import type { Scenario } from "./scenario.ts";
import { shop } from "./shop.ts";
import { tooLarge } from "./too-large.ts";

const empty: Scenario = {
  id: "empty",
  title: "Empty cluster",
  about: "Three nodes and nothing on them but the system itself.",
  settings: { seed: "empty", nodes: 3 },
};

/** The first is what a visitor finds. */
export const scenarios: readonly [Scenario, ...Scenario[]] = [shop, crashLoop, tooLarge, empty];
