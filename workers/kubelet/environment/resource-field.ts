import { parseQuantity } from "../../apimachinery/quantity.ts";
import type { Container, Pod, ResourceFieldSelector } from "../../api/generated/core/v1.ts";
import { findContainer } from "../pods/pod-containers.ts";

/** What a container without a limit may use: everything that the node gives to pods. */
export type Allocatable = Readonly<Record<string, string>>;

/** The value of a resource of a container, in units of the divisor and rounded up; throws for an unknown one. */
export function resourceField(pod: Pod, container: Container, selector: ResourceFieldSelector, allocatable: Allocatable): string {
  const of = selector.containerName === undefined || selector.containerName === "" ? container : findContainer(pod, selector.containerName)?.container;
  if (of === undefined) throw new Error(`container ${selector.containerName} not found`);
  const [which, ...rest] = selector.resource.split(".");
  const name = rest.join(".");
  if ((which !== "limits" && which !== "requests") || !isSelectable(name)) throw new Error(`unsupported container resource : ${selector.resource}`);
  return inUnitsOf(selector.divisor, amountOf(of, which, name, allocatable));
}

const isSelectable = (name: string) => name === "cpu" || name === "memory" || name === "ephemeral-storage" || name.startsWith("hugepages-");

function amountOf({ resources }: Container, which: "limits" | "requests", name: string, allocatable: Allocatable): string {
  const limit = resources?.limits?.[name];
  if (which === "limits") return limit ?? allocatable[name] ?? "0";
  return resources?.requests?.[name] ?? limit ?? "0";
}

function inUnitsOf(divisor: string | undefined, amount: string): string {
  const given = parseQuantity(divisor ?? "1").nano;
  const unit = given === 0n ? parseQuantity("1").nano : given;
  return String((parseQuantity(amount).nano + unit - 1n) / unit);
}
