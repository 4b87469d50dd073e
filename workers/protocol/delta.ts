import type { KubernetesObject } from "../apimachinery/object.ts";
import type { Milliseconds } from "../base/units.ts";
import type { PodSummary } from "./pod-summary.ts";

/** Speed of virtual time against real time; "max" runs as fast as the machine can. */
export type Speed = number | "max";

export interface ClockState {
  /** Virtual now, milliseconds since the epoch. */
  readonly now: Milliseconds;
  /** Virtual time at which the session began. */
  readonly start: Milliseconds;
  readonly paused: boolean;
  readonly speed: Speed;
  /** Set while "until settled" or "skip ahead" runs. */
  readonly running?: "until-settled" | "skip";
}

/** One object as the page knows it: what the API returned, without managedFields. */
export interface ObjectChange {
  readonly type: "set";
  /** "pods", "deployments.apps", … : plural and group. */
  readonly resource: string;
  readonly key: string;
  readonly object: KubernetesObject;
  /** Only for pods: what kubectl's STATUS column says, and the state it is drawn in. */
  readonly pod?: PodSummary;
}

export interface ObjectRemoval {
  readonly type: "remove";
  readonly resource: string;
  readonly key: string;
  readonly uid: string;
}

/** Is there an API server to ask? When not, what the page shows is the last known state. */
export interface ControlPlaneState {
  readonly apiServer: "up" | "down";
}

/** Requests that the playground's own visitor sent from outside, per service. */
export interface TrafficState {
  /** namespace/name of the Service. */
  readonly service: string;
  readonly perSecond: number;
  readonly sent: number;
  readonly failed: number;
  /** The last failure in words: "connection refused by 10.244.1.7:80". */
  readonly lastFailure?: string;
}

/** One plain sentence about the health of everything, and how worried to be. */
export interface Health {
  readonly level: "healthy" | "changing" | "degraded" | "down";
  readonly sentence: string;
}

/** The last step of the causal chain, in words, with what it is about. */
export interface Happening {
  readonly at: Milliseconds;
  readonly actor: string;
  readonly sentence: string;
  readonly resource: string;
  readonly key: string;
  readonly warning: boolean;
}

/** What is new since the last delta; everything is optional but the sequence number. */
export interface Delta {
  readonly sequence: number;
  /** Forget all objects first: the cluster was rebuilt. */
  readonly reset?: boolean;
  readonly clock?: ClockState;
  readonly objects?: readonly (ObjectChange | ObjectRemoval)[];
  readonly controlPlane?: ControlPlaneState;
  readonly traffic?: readonly TrafficState[];
  readonly health?: Health;
  readonly happenings?: readonly Happening[];
  /** A replay or a boot is under way. */
  readonly progress?: { readonly label: string; readonly done: number; readonly of: number } | null;
  /** A broken invariant stopped the simulation. */
  readonly failure?: string;
}
