import { resourceForKind } from "../../api/kinds.ts";
import { keyOf, type KubernetesObject, type ObjectKey } from "../../apimachinery/object.ts";
import type { Cause } from "../../apimachinery/wire.ts";
import { fnv1a } from "../../base/hash.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { EtcdEvent } from "../../etcd/key-value.ts";
import type { Happening } from "../../protocol/delta.ts";
import type { StoryStep } from "../../protocol/session.ts";
import { describeChange } from "./describe-change.ts";

/** One write as it is remembered: who, what, and because of which earlier revision or input. */
interface Entry {
  readonly at: Milliseconds;
  readonly revision: number;
  readonly resource: string;
  readonly key: ObjectKey;
  readonly cause: Cause | undefined;
  readonly text: string | undefined;
  readonly warning: boolean;
  /** Of this write and all before it. */
  readonly fingerprint: number;
}

/** Steps in a birth story, at most. */
const longestStory = 7;
/** How many of them are kept for what became of it, however long the way to its birth was. */
const latestSteps = 2;
const capacity = 50_000;

/**
 * Remembers of every write why it was made, so that the chain from a person's input to a running container
 * can be told. The causes are data that came with the writes; nothing here is guessed from timing.
 */
export class Chronicle {
  readonly #now: () => Milliseconds;
  readonly #byRevision = new Map<number, Entry>();
  readonly #byKey = new Map<string, number[]>();
  #untold: Happening[] = [];
  #fingerprint = 0;

  constructor(now: () => Milliseconds) {
    this.#now = now;
  }

  write(event: EtcdEvent): void {
    const object = (event.current ?? event.previous)?.value as KubernetesObject | undefined;
    if (object?.kind === undefined) return;
    const cause = event.note as Cause | undefined;
    const resource = resourceNameOf(object);
    const change = { actor: actorOf(cause), resource, previous: valueOf(event.previous), next: valueOf(event.current) };
    const sentence = describeChange(change);
    const entry: Entry = { at: this.#now(), revision: event.revision, resource, key: keyOf(object), cause, text: sentence?.text, warning: sentence?.warning ?? false, fingerprint: this.#extend(event) };
    this.#remember(entry);
    if (entry.text !== undefined) this.#untold.push({ at: entry.at, actor: change.actor, sentence: entry.text, resource, key: entry.key, warning: entry.warning });
  }

  /** What has happened since the last time this was asked. */
  takeHappenings(): readonly Happening[] {
    const happenings = this.#untold;
    this.#untold = [];
    return happenings;
  }

  /** How an object came to be what it is: from the first cause to its latest step. */
  story(resource: string, key: ObjectKey): readonly StoryStep[] {
    const own = (this.#byKey.get(`${resource}/${key}`) ?? []).flatMap((revision) => this.#byRevision.get(revision) ?? []);
    const born = own[0];
    if (born === undefined) return [];
    return shorten(this.#causesOf(born).filter(isTold), own.filter(isTold)).map(stepOf);
  }

  /** A number that two histories share only if they are the same, write for write, up to this virtual time. */
  fingerprint(until: Milliseconds): number {
    let last = 0;
    for (const { at, fingerprint } of this.#byRevision.values()) if (at <= until) last = fingerprint;
    return last;
  }

  #extend({ revision, type, key, note }: EtcdEvent): number {
    this.#fingerprint = fnv1a(`${this.#now()} ${revision} ${type} ${key} ${JSON.stringify(note)}`, this.#fingerprint);
    return this.#fingerprint;
  }

  /** The chain of writes that led to an entry, the first cause first. */
  #causesOf(entry: Entry): readonly Entry[] {
    const chain: Entry[] = [];
    let cause = this.#causeOf(entry);
    while (cause !== undefined && chain.length < 50) {
      chain.unshift(cause);
      cause = this.#causeOf(cause);
    }
    return chain;
  }

  #causeOf({ cause, revision }: Entry): Entry | undefined {
    return cause?.revision === undefined || cause.revision >= revision ? undefined : this.#byRevision.get(cause.revision);
  }

  #remember(entry: Entry): void {
    this.#byRevision.set(entry.revision, entry);
    const id = `${entry.resource}/${entry.key}`;
    const revisions = this.#byKey.get(id);
    if (revisions === undefined) this.#byKey.set(id, [entry.revision]);
    else revisions.push(entry.revision);
    if (this.#byRevision.size > capacity) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const [revision, { resource, key }] = this.#byRevision.entries().next().value as [number, Entry];
    this.#byRevision.delete(revision);
    const id = `${resource}/${key}`;
    const rest = (this.#byKey.get(id) ?? []).filter((known) => known !== revision);
    if (rest.length === 0) this.#byKey.delete(id);
    else this.#byKey.set(id, rest);
  }
}

const isTold = ({ text }: Entry) => text !== undefined;

/** Keeps the first cause, what led to the birth, the birth itself and the latest steps. */
function shorten(ancestors: readonly Entry[], [birth, ...life]: readonly Entry[]): readonly Entry[] {
  const origin = birth === undefined ? ancestors : [...ancestors, birth];
  const room = longestStory - Math.min(life.length, latestSteps);
  const head = origin.length <= room ? origin : [...origin.slice(0, 1), ...origin.slice(origin.length - room + 1)];
  return [...head, ...life.slice(Math.max(0, life.length - (longestStory - head.length)))];
}

const stepOf = ({ at, revision, cause, text, resource, key }: Entry): StoryStep => ({ at, revision, actor: actorOf(cause), sentence: text ?? "", resource, key });

const valueOf = (version: EtcdEvent["current"]) => version?.value as KubernetesObject | undefined;

const actorOf = (cause: Cause | undefined) => cause?.actor ?? "the API server";

const resourceNames = new Map<string, string>();

/** "pods", "deployments.apps": plural and group of a stored object. */
export function resourceNameOf({ apiVersion, kind }: KubernetesObject): string {
  const id = `${apiVersion}/${kind}`;
  let name = resourceNames.get(id);
  if (name === undefined) {
    const slash = apiVersion.indexOf("/");
    const group = slash < 0 ? "" : apiVersion.slice(0, slash);
    const plural = resourceForKind({ group, version: apiVersion.slice(slash + 1), kind })?.plural ?? kind.toLowerCase();
    resourceNames.set(id, (name = group === "" ? plural : `${plural}.${group}`));
  }
  return name;
}
