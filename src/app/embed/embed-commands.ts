import type { ClusterStore } from "../../cluster/cluster-store.ts";
import type { Commands } from "../../components/Command.tsx";
import { registry } from "../commands/commands.ts";
import { lookCommands } from "../commands/look-commands.ts";
import { nodeCommands } from "../commands/node-commands.ts";
import { podCommands } from "../commands/pod-commands.ts";
import { applyCommand } from "../commands/session-commands.ts";
import { timeCommands } from "../commands/time-commands.ts";
import { workloadCommands } from "../commands/workload-commands.ts";

/** What opens something that an embed does not have. */
const needsTheFullPage: ReadonlySet<string> = new Set(["workload.scale", "look.describe", "look.shell"]);

/** What a reader may do; in a read-only embed that is looking, and stopping time. */
export function embedCommands(store: ClusterStore, readonly: boolean): Commands {
  const changes = [...podCommands(store), ...nodeCommands(store), ...workloadCommands(store), applyCommand(store)];
  const looks = [...lookCommands(store), ...timeCommands(store)].filter(({ id }) => !readonly || id !== "look.edit");
  return registry(store, [...(readonly ? [] : changes), ...looks].filter(({ id }) => !needsTheFullPage.has(id)));
}
