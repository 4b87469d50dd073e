import { milliValue, value } from "../../apimachinery/quantity.ts";
import type { Container, Pod } from "../../api/core/pod.ts";

type Quantities = Readonly<Record<string, string | number>>;

/** Amounts by resource: cpu in thousandths, everything else in whole units. */
type Totals = Map<string, number>;

/** What a pod takes from a node. */
export interface PodRequests {
  readonly milliCpu: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  /** Extended resources and huge pages, those above zero. */
  readonly scalars: readonly ScalarRequest[];
  /** For scoring: containers that ask for nothing count as small ones, so that they are spread too. */
  readonly nonZeroMilliCpu: number;
  readonly nonZeroMemory: number;
}

export interface ScalarRequest {
  readonly name: string;
  readonly amount: number;
}

/** What a container counts as in scoring when it does not say what it needs. */
const defaultMilliCpu = 100;
export const defaultMemory = 200 * 1024 * 1024;

const none: Totals = new Map();

/**
 * What the pod takes: containers run together, init containers one after the other, restartable init
 * containers stay. Pod-level requests replace the sum, overhead comes on top.
 */
export function podRequests(pod: Pod): PodRequests {
  const exact = totalRequests(pod, none);
  const nonZero = totalRequests(pod, missingRequests(pod, exact));
  const scalars: ScalarRequest[] = [];
  for (const [name, amount] of exact) if (!native.has(name) && amount > 0) scalars.push({ name, amount });
  return {
    milliCpu: exact.get("cpu") ?? 0,
    memory: exact.get("memory") ?? 0,
    ephemeralStorage: exact.get("ephemeral-storage") ?? 0,
    scalars,
    nonZeroMilliCpu: nonZero.get("cpu") ?? 0,
    nonZeroMemory: nonZero.get("memory") ?? 0,
  };
}

const native = new Set(["cpu", "memory", "ephemeral-storage", "pods"]);

/** Amounts of a resource list, as the scheduler counts them. */
export function amountOf(resource: string, quantity: string | number): number {
  return resource === "cpu" ? milliValue(quantity) : value(quantity);
}

/** Pod-level requests that are set replace the defaults for containers that say nothing. */
function missingRequests({ spec }: Pod, exact: Totals): Totals {
  const podLevel = hasPodLevelRequests(spec.resources?.requests);
  const missing: Totals = new Map();
  if (!podLevel || !exact.has("cpu")) missing.set("cpu", defaultMilliCpu);
  if (!podLevel || !exact.has("memory")) missing.set("memory", defaultMemory);
  return missing;
}

const hasPodLevelRequests = (requests: Quantities | undefined) => requests !== undefined && Object.keys(requests).some(isPodLevelResource);

const isPodLevelResource = (name: string) => name === "cpu" || name === "memory" || name.startsWith("hugepages-");

function totalRequests(pod: Pod, missing: Totals): Totals {
  const { containers, initContainers, overhead, resources } = pod.spec;
  const total: Totals = new Map();
  for (const container of containers) add(total, containerRequests(pod, container, missing));
  if (initContainers !== undefined) addInitContainers(pod, initContainers, total, missing);
  for (const name in resources?.requests) if (isPodLevelResource(name)) total.set(name, amountOf(name, resources.requests[name]!));
  for (const name in overhead) total.set(name, (total.get(name) ?? 0) + amountOf(name, overhead[name]!));
  return total;
}

function addInitContainers(pod: Pod, initContainers: readonly Container[], total: Totals, missing: Totals): void {
  const sidecars: Totals = new Map();
  const peak: Totals = new Map();
  for (const container of initContainers) {
    const requests = containerRequests(pod, container, missing);
    if (container.restartPolicy === "Always") {
      add(total, requests);
      add(sidecars, requests);
      raise(peak, sidecars);
    } else {
      const together = new Map(requests);
      add(together, sidecars);
      raise(peak, together);
    }
  }
  raise(total, peak);
}

/** While a container is resized in place it takes the larger of what it wants and what it has. */
function containerRequests({ status }: Pod, { name, resources }: Container, missing: Totals): Totals {
  const requests: Totals = new Map();
  raiseTo(requests, resources?.requests);
  const current = status.containerStatuses?.find((each) => each.name === name) ?? status.initContainerStatuses?.find((each) => each.name === name);
  raiseTo(requests, current?.allocatedResources);
  raiseTo(requests, current?.resources?.requests);
  for (const [resource, amount] of missing) if (!requests.has(resource)) requests.set(resource, amount);
  return requests;
}

function raiseTo(target: Totals, quantities: Quantities | undefined): void {
  for (const name in quantities) {
    const amount = amountOf(name, quantities[name]!);
    if (amount > (target.get(name) ?? -1)) target.set(name, amount);
  }
}

function add(target: Totals, amounts: Totals): void {
  for (const [name, amount] of amounts) target.set(name, (target.get(name) ?? 0) + amount);
}

function raise(target: Totals, amounts: Totals): void {
  for (const [name, amount] of amounts) if (amount > (target.get(name) ?? -1)) target.set(name, amount);
}
