import type { SessionRecord } from "../../workers/protocol/session.ts";
import type { ClusterStore } from "../cluster/cluster-store.ts";
import type { InputLog } from "../cluster/input-log.ts";
import type { Scenario } from "./scenarios/scenario.ts";

/** What a page begins with, in this order: what its link carries, what it was before, the first scenario. */
export interface Beginning {
  readonly manifest: string | undefined;
  readonly session: SessionRecord | undefined;
  readonly log: InputLog;
  readonly scenario: Scenario;
}

/** Opens the first session of a page. */
export async function begin(store: ClusterStore, { manifest, session, log, scenario }: Beginning): Promise<void> {
  if (session !== undefined) {
    await restore(store, session, scenario);
    return;
  }
  if (manifest !== undefined) {
    await openManifest(store, manifest, scenario);
    return;
  }
  const record = await log.load();
  if (record === undefined) await startScenario(store, scenario);
  else await restore(store, record, scenario);
}

/** Begins anew; what was is gone, in storage too. */
export async function startScenario(store: ClusterStore, { settings }: Scenario): Promise<void> {
  store.getState().setManifest(settings.manifest ?? "");
  await store.getState().open(settings);
  await store.link.saveRecord();
}

/** A cluster made for a manifest that came from somewhere else. */
async function openManifest(store: ClusterStore, manifest: string, { settings }: Scenario): Promise<void> {
  store.getState().setManifest(manifest);
  await store.getState().open({ ...settings, seed: "shared", manifest });
}

async function restore(store: ClusterStore, record: SessionRecord, scenario: Scenario) {
  store.getState().setManifest(lastManifest(record));
  await store.getState().open(record);
  if (store.getState().phase === "live") return;
  store.getState().notify({ level: "error", message: `The session could not be brought back: ${store.getState().failure ?? "unknown reason"}` });
  await startScenario(store, scenario);
}

/** What stood in the editor when it was last applied. */
export function lastManifest({ inputs, settings }: SessionRecord): string {
  const applied = inputs.findLast(({ action }) => action.type === "apply")?.action;
  return applied?.type === "apply" ? applied.manifest : (settings.manifest ?? "");
}
