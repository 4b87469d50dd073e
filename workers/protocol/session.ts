import type { ApiRequest, ApiResponse } from "../apimachinery/wire.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Delta, Speed } from "./delta.ts";

/** Everything that makes a session: the same settings and inputs give the same history. */
export interface SessionRecord {
  readonly version: 1;
  readonly settings: SessionSettings;
  readonly inputs: readonly LoggedInput[];
  /** Virtual time reached, to which a replay runs. */
  readonly until: Milliseconds;
}

export interface SessionSettings {
  readonly seed: string;
  readonly nodes: number;
  /** A manifest that is applied as soon as the cluster is up. */
  readonly manifest?: string;
  /** Requests per second that the visitor sends to each Service of the manifest; 0 for none. */
  readonly traffic?: number;
}

export interface LoggedInput {
  readonly at: Milliseconds;
  readonly action: Action;
}

/** What a person can do to the world. Each enters through the input log. */
export type Action =
  | { readonly type: "apply"; readonly manifest: string }
  | { readonly type: "kubectl"; readonly line: string; readonly files?: Readonly<Record<string, string>> }
  | { readonly type: "delete-pod"; readonly namespace: string; readonly name: string; readonly force?: boolean }
  | { readonly type: "crash-container"; readonly namespace: string; readonly name: string; readonly container?: string }
  | { readonly type: "power-off"; readonly node: string }
  | { readonly type: "power-on"; readonly node: string }
  | { readonly type: "cordon" | "uncordon"; readonly node: string }
  | { readonly type: "partition" | "heal-partition"; readonly node: string }
  | { readonly type: "add-node" }
  | { readonly type: "remove-node"; readonly node: string }
  | { readonly type: "scale"; readonly resource: string; readonly namespace: string; readonly name: string; readonly replicas: number }
  | { readonly type: "traffic"; readonly service: string; readonly perSecond: number };

/** One document of an apply, as kubectl would report it. */
export interface ApplyResult {
  /** First line of the document in the manifest, from 1. */
  readonly line: number;
  /** "deployment.apps/web", empty when the document could not be read that far. */
  readonly target: string;
  readonly outcome: "created" | "configured" | "unchanged" | "error";
  /** kubectl's line: `deployment.apps/web configured`, or its error. */
  readonly message: string;
  /** Where in the manifest the fault lies, when known. */
  readonly errorLine?: number;
  readonly warnings: readonly string[];
}

export interface ActionResult {
  /** The kubectl command that would do the same; absent where there is none. */
  readonly kubectl?: string;
  readonly ok: boolean;
  readonly message: string;
}

/** Output of a terminal command, as it comes. */
export interface TerminalSink {
  write(text: string): void;
  /** Exit code, when the command has ended. */
  exit(code: number): void;
}

export interface TerminalCommand {
  /** Ctrl-C. */
  interrupt(): void;
  /** A line or keys for standard input. */
  input(text: string): void;
}

export interface Completion {
  /** Where in the line the completed word begins. */
  readonly from: number;
  readonly candidates: readonly string[];
}

/** One step in the story of an object: who did what, because of what. */
export interface StoryStep {
  readonly at: Milliseconds;
  readonly revision: number;
  readonly actor: string;
  readonly sentence: string;
  readonly resource: string;
  readonly key: string;
}

/** Why the scheduler chose, or could not choose: one attempt. */
export interface SchedulingRecord {
  readonly at: Milliseconds;
  readonly pod: string;
  readonly chosen?: string;
  /** The FailedScheduling text when no node was found. */
  readonly message?: string;
  readonly nodes: readonly {
    readonly node: string;
    /** Empty when every filter passed. */
    readonly refusals: readonly { readonly plugin: string; readonly reason: string }[];
    readonly scores: readonly { readonly plugin: string; readonly score: number; readonly weight: number }[];
    readonly total?: number;
  }[];
}

/** Hop by hop, what became of one request. */
export interface RequestTrace {
  readonly at: Milliseconds;
  readonly duration: Milliseconds;
  readonly from: string;
  readonly to: string;
  readonly method: string;
  readonly path: string;
  readonly ok: boolean;
  /** "200", "connection refused", "no such host", … */
  readonly outcome: string;
  readonly hops: readonly string[];
}

/** What the page may ask of the worker. Reads never change the world and enter no log. */
export interface Session {
  /** Boots (or replays) and then streams deltas until `close`. Resolves when the cluster is up. */
  open(record: SessionSettings | SessionRecord, listener: (delta: Delta) => void): Promise<void>;
  close(): Promise<void>;

  pause(): Promise<void>;
  resume(speed: Speed): Promise<void>;
  /** Runs the next event only. */
  step(): Promise<void>;
  runUntilSettled(): Promise<{ readonly settled: boolean; readonly message: string }>;
  runFor(duration: Milliseconds): Promise<void>;

  apply(manifest: string): Promise<readonly ApplyResult[]>;
  dryRun(manifest: string): Promise<readonly ApplyResult[]>;
  act(action: Action): Promise<ActionResult>;
  kubectl(line: string, files: Readonly<Record<string, string>>, sink: TerminalSink): Promise<TerminalCommand>;
  complete(line: string): Promise<Completion>;

  /** A GET to the API server, as any client would make it. */
  get(request: ApiRequest): Promise<ApiResponse>;
  /** The object as YAML, the way `kubectl get -o yaml` prints it. */
  yaml(resource: string, key: string): Promise<string>;
  describe(resource: string, key: string): Promise<string>;
  logs(pod: string, container: string, sink: TerminalSink): Promise<TerminalCommand>;
  story(resource: string, key: string): Promise<readonly StoryStep[]>;
  scheduling(pod: string): Promise<readonly SchedulingRecord[]>;
  requests(): Promise<readonly RequestTrace[]>;

  record(): Promise<SessionRecord>;
  /** Equal for two sessions whose histories up to this virtual time are the same, write for write. */
  fingerprint(until: Milliseconds): Promise<number>;
  /** JSON schema for the editor: one definition set, kinds by group, version, kind. */
  schema(): Promise<unknown>;
}
