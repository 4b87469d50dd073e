import { addQuantity, formatQuantity, milliValue, type QuantityLike, value } from "../../apimachinery/quantity.ts";
import { podLimits, podRequests, type ResourceAmounts } from "../../api/core/pod-requests.ts";
import type { Node, Pod } from "../../api/generated/core/v1.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { Description } from "./description.ts";
import { sortedKeys } from "./labels-section.ts";
import { sinceText } from "./time-text.ts";

interface NodeLoad {
  readonly node: Node;
  readonly pods: readonly Pod[];
  readonly now: Milliseconds;
}

/** Who uses how much of a node, pod by pod and together. */
export function writeNodeResources(into: Description, { node, pods, now }: NodeLoad): void {
  const { capacity = {}, allocatable = {} } = node.status;
  const available = Object.keys(allocatable).length > 0 ? allocatable : capacity;
  into.field("Non-terminated Pods", `(${pods.length} in total)`);
  into.row(["Namespace", "Name", "", "CPU Requests", "CPU Limits", "Memory Requests", "Memory Limits", "Age"], 1);
  into.row(["---------", "----", "", "------------", "----------", "---------------", "-------------", "---"], 1);
  for (const pod of pods) writePod(into, pod, { available, now });
  writeTotals(into, pods, available);
}

type Amounts = Readonly<Record<string, QuantityLike>>;

function writePod(into: Description, { metadata, spec }: Pod, { available, now }: { readonly available: Amounts; readonly now: Milliseconds }): void {
  const requests = podRequests(spec);
  const limits = podLimits(spec);
  const cells = ["cpu", "memory"].flatMap((name) => [requests, limits].map((amounts) => shareText(amounts, name, available)));
  into.row([metadata.namespace ?? "", metadata.name, "", ...cells, sinceText(metadata.creationTimestamp, now)], 1);
}

function writeTotals(into: Description, pods: readonly Pod[], available: Amounts): void {
  const requests = total(pods.map(({ spec }) => podRequests(spec)));
  const limits = total(pods.map(({ spec }) => podLimits(spec)));
  into.line("Allocated resources:").line("(Total limits may be over 100 percent, i.e., overcommitted.)", 1).titles(["Resource", "Requests", "Limits"]);
  const others = sortedKeys(available).filter((name) => !standard.has(name));
  for (const name of ["cpu", "memory", "ephemeral-storage", ...others.filter(isHugePages)]) into.row([name, shareText(requests, name, available), shareText(limits, name, available)], 1);
  for (const name of others.filter((other) => !isHugePages(other))) into.row([name, formatQuantity(requests[name] ?? "0"), formatQuantity(limits[name] ?? "0")], 1);
}

const standard: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage", "pods"]);
const isHugePages = (name: string) => name.startsWith("hugepages-");

function total(all: readonly ResourceAmounts[]): Amounts {
  const sums: Record<string, QuantityLike> = {};
  for (const amounts of all) for (const [name, amount] of Object.entries(amounts)) sums[name] = sums[name] === undefined ? amount : addQuantity(sums[name], amount);
  return sums;
}

/** `100m (5%)`, in percent of what there is. */
function shareText(amounts: Amounts, name: string, available: Amounts): string {
  const count = name === "cpu" ? milliValue : value;
  const whole = count(available[name] ?? "0");
  const share = whole === 0 ? 0 : Math.trunc((count(amounts[name] ?? "0") / whole) * 100);
  return `${formatQuantity(amounts[name] ?? "0")} (${share}%)`;
}
