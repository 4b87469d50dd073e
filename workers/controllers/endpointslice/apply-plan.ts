import type { Milliseconds } from "../../base/units.ts";
import { formatTime } from "../../apimachinery/timestamp.ts";
import type { Draft } from "../../apimachinery/object.ts";
import type { Service } from "../../api/core/service.ts";
import { type EndpointSlice, EndpointSlices } from "../../api/discovery/endpoint-slice.ts";
import type { Client } from "../../client/client.ts";
import { ignoringNotFound } from "../framework/ignore-refusals.ts";
import { isNamespaceTerminating } from "../framework/pod-control.ts";
import { triggerTimeAnnotation } from "../framework/service-endpoints.ts";
import type { SlicePlan } from "./slice-plan.ts";

export interface PlannedWork {
  readonly client: Client;
  readonly service: Service;
  readonly plan: SlicePlan;
  /** When the change was made that made this work necessary. */
  readonly triggered: Milliseconds | undefined;
  /** Told of each slice as it was written. */
  readonly wrote: (slice: EndpointSlice) => void;
}

/** Carries out a plan: slices to delete are written anew where others would be created. */
export async function applyPlan({ client, service, plan, triggered, wrote }: PlannedWork): Promise<void> {
  const reuse = Math.min(plan.creates.length, plan.deletes.length);
  const reused = plan.creates.slice(0, reuse).flatMap((draft, index) => reusing(plan.deletes[index], draft));

  // A service that is going takes its slices along; no new ones are made for it.
  if (service.metadata.deletionTimestamp === undefined) {
    for (const draft of plan.creates.slice(reuse)) await create(client, triggeredAt(draft, triggered), wrote);
  }
  for (const slice of [...plan.updates, ...reused]) wrote(await client.update(EndpointSlices, triggeredAt(slice, triggered)));
  for (const { metadata: { namespace = "", name } } of plan.deletes.slice(reuse)) await ignoringNotFound(client.delete(EndpointSlices, { namespace, name }));
}

async function create(client: Client, draft: Draft<EndpointSlice>, wrote: PlannedWork["wrote"]): Promise<void> {
  try {
    wrote(await client.create(EndpointSlices, draft));
  } catch (error) {
    if (!isNamespaceTerminating(error)) throw error;
  }
}

function reusing(slice: EndpointSlice | undefined, draft: Draft<EndpointSlice>): readonly EndpointSlice[] {
  if (slice === undefined) return [];
  const { labels, ownerReferences } = (draft as Partial<EndpointSlice>).metadata ?? {};
  const { ports, endpoints } = draft as Pick<EndpointSlice, "ports" | "endpoints">;
  return [{ ...slice, metadata: { ...slice.metadata, labels, ownerReferences }, ports, endpoints }];
}

function triggeredAt<T extends Draft<EndpointSlice>>(slice: T, triggered: Milliseconds | undefined): T {
  const { [triggerTimeAnnotation]: _old, ...annotations } = slice.metadata?.annotations ?? {};
  const time = triggered === undefined ? {} : { [triggerTimeAnnotation]: formatTime(triggered) };
  return { ...slice, metadata: { ...slice.metadata, annotations: { ...annotations, ...time } } };
}
