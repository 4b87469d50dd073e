import { findCondition } from "../../apimachinery/conditions.ts";
import type { Draft } from "../../apimachinery/object.ts";
import { ageColumn, column, nameColumn, wideColumn } from "../columns.ts";
import { changeField, withDefaults } from "../defaulting.ts";
import { defineResource } from "../define-resource.ts";
import type { Node } from "../generated/core/v1.ts";

import { validateNode, validateNodeStatusUpdate, validateNodeUpdate } from "./node-validation.ts";

export type { Node, NodeCondition, NodeSpec, NodeStatus, Taint } from "../generated/core/v1.ts";

/** A machine that runs pods. */
export const Nodes = defineResource<Node>({
  group: "",
  version: "v1",
  kind: "Node",
  plural: "nodes",
  shortNames: ["no"],
  scope: "Cluster",
  subresources: ["status", "proxy"],

  defaults: (draft) => changeField(withDefaults(draft, { spec: {}, status: {} }), "status", defaultAllocatable),
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  validateStatusUpdate: validateNodeStatusUpdate,

  columns: [
    nameColumn,
    column("Status", "string", nodeStatusText),
    column("Roles", "string", rolesText),
    ageColumn,
    column("Version", "string", ({ status }) => status.nodeInfo?.kubeletVersion ?? ""),
    wideColumn("Internal-IP", "string", (node) => addressOf(node, "InternalIP")),
    wideColumn("External-IP", "string", (node) => addressOf(node, "ExternalIP")),
    wideColumn("OS-Image", "string", ({ status }) => status.nodeInfo?.osImage || "<unknown>"),
    wideColumn("Kernel-Version", "string", ({ status }) => status.nodeInfo?.kernelVersion || "<unknown>"),
    wideColumn("Container-Runtime", "string", ({ status }) => status.nodeInfo?.containerRuntimeVersion || "<unknown>"),
  ],
  selectableFields: { "spec.unschedulable": { get: ({ spec }) => String(spec.unschedulable ?? false) } },
});

/** The word in kubectl's STATUS column: `Ready`, `NotReady,SchedulingDisabled`. */
export function nodeStatusText({ spec, status }: Node): string {
  const ready = findCondition(status.conditions, "Ready");
  const word = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

const rolePrefix = "node-role.kubernetes.io/";

/** The roles that labels give the node, in order. */
export function nodeRoles({ metadata }: Node): readonly string[] {
  const roles = new Set<string>();
  for (const [label, value] of Object.entries(metadata.labels ?? {})) {
    if (label.startsWith(rolePrefix) && label.length > rolePrefix.length) roles.add(label.slice(rolePrefix.length));
    else if (label === "kubernetes.io/role" && value !== "") roles.add(value);
  }
  return [...roles].sort();
}

function rolesText(node: Node): string {
  return nodeRoles(node).join(",") || "<none>";
}

const addressOf = ({ status }: Node, type: string) => status.addresses?.find((address) => address.type === type)?.address ?? "<none>";

/** What a node has, it can give to pods, unless the kubelet says otherwise. */
function defaultAllocatable(status: NonNullable<Draft<Node>["status"]>) {
  return status.allocatable === undefined && status.capacity !== undefined ? { ...status, allocatable: status.capacity } : status;
}
