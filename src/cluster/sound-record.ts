import type { Action, SessionRecord } from "../../workers/protocol/session.ts";

/** More than a person does in a day, and than a page replays in patience. */
const mostInputs = 20_000;
const mostNodes = 200;

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string" && value.length <= 2_000_000;
const amount: Check = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;
const flag: Check = (value) => typeof value === "boolean";
const texts: Check = (value) => isPlain(value) && Object.values(value).every(text);
const perhaps = (check: Check): Check => (value) => value === undefined || check(value);

const node = { node: text };

/** What each action consists of, beside its type. */
const actions: Readonly<Record<Action["type"], Readonly<Record<string, Check>>>> = {
  apply: { manifest: text },
  kubectl: { line: text, files: perhaps(texts) },
  "delete-pod": { namespace: text, name: text, force: perhaps(flag) },
  "crash-container": { namespace: text, name: text, container: perhaps(text) },
  "power-off": node,
  "power-on": node,
  cordon: node,
  uncordon: node,
  partition: node,
  "heal-partition": node,
  "add-node": {},
  "remove-node": node,
  scale: { resource: text, namespace: text, name: text, replicas: amount },
  traffic: { service: text, perSecond: amount },
};

const settings = { seed: text, nodes: (value: unknown) => amount(value) && Number.isInteger(value) && Number(value) <= mostNodes, manifest: perhaps(text), traffic: perhaps(amount) };

/** Is this a session that can be replayed? Nothing about it is taken on trust. */
export function isSoundRecord(value: unknown): value is SessionRecord {
  if (!isPlain(value)) return false;
  const { version, settings: chosen, inputs, until } = value;
  return version === 1 && fits(chosen, settings) && amount(until) && Array.isArray(inputs) && inputs.length <= mostInputs && inputs.every(isSoundInput);
}

function isSoundInput(value: unknown): boolean {
  if (!isPlain(value) || !amount(value.at) || !isPlain(value.action)) return false;
  const { type } = value.action;
  return typeof type === "string" && Object.hasOwn(actions, type) && fits(value.action, actions[type as Action["type"]]);
}

const fits = (value: unknown, checks: Readonly<Record<string, Check>>): boolean => isPlain(value) && Object.entries(checks).every(([name, check]) => check(value[name]));

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
