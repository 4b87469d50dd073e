import type { ClusterStore } from "../../cluster/cluster-store.ts";
import type { Commands } from "../../components/Command.tsx";
import type { Command } from "../../lib/command.ts";
import { lookCommands } from "./look-commands.ts";
import { nodeCommands } from "./node-commands.ts";
import { podCommands } from "./pod-commands.ts";
import { sessionCommands } from "./session-commands.ts";
import { timeCommands } from "./time-commands.ts";
import { viewCommands } from "./view-commands.ts";
import { workloadCommands } from "./workload-commands.ts";

/** Everything a person can do on the full page. */
export const pageCommands = (store: ClusterStore): Commands =>
  registry(store, [...podCommands(store), ...nodeCommands(store), ...workloadCommands(store), ...lookCommands(store), ...timeCommands(store), ...sessionCommands(store), ...viewCommands(store)]);

/** A set of commands, by id. What goes wrong in one is told, not lost. */
export function registry(store: ClusterStore, all: readonly Command[]): Commands {
  const byId = new Map(all.map((command) => [command.id, command]));
  const told = (error: unknown) => store.getState().notify({ level: "error", message: error instanceof Error ? error.message : String(error) });
  return {
    all,
    get: (id) => byId.get(id),
    subscribe: (changed) => store.subscribe(changed),
    run(command, target) {
      try {
        void Promise.resolve(command.run(target)).catch(told);
      } catch (error) {
        told(error);
      }
    },
  };
}
