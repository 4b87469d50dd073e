import type { ProbeVerdicts } from "../runtime/probe-verdicts.ts";

export type ProbeKind = "startup" | "liveness" | "readiness";
export type ProbeResult = "success" | "failure" | "unknown";

export interface ProbeChange {
  readonly kind: ProbeKind;
  readonly podUid: string;
  readonly containerId: string;
  readonly result: ProbeResult;
}

/** What the probes of all running containers say now, by container id. */
export class ProbeResults implements ProbeVerdicts {
  readonly #results: Readonly<Record<ProbeKind, Map<string, ProbeResult>>> = { startup: new Map(), liveness: new Map(), readiness: new Map() };
  readonly #changed: (change: ProbeChange) => void;

  constructor(changed: (change: ProbeChange) => void) {
    this.#changed = changed;
  }

  get(kind: ProbeKind, containerId: string): ProbeResult | undefined {
    return this.#results[kind].get(containerId);
  }

  liveness(containerId: string): "success" | "failure" | undefined {
    return decided(this.get("liveness", containerId));
  }

  startup(containerId: string): "success" | "failure" | undefined {
    return decided(this.get("startup", containerId));
  }

  set(change: ProbeChange): void {
    const results = this.#results[change.kind];
    if (results.get(change.containerId) === change.result) return;
    results.set(change.containerId, change.result);
    this.#changed(change);
  }

  remove(containerId: string): void {
    for (const results of Object.values(this.#results)) results.delete(containerId);
  }
}

const decided = (result: ProbeResult | undefined) => (result === "unknown" ? undefined : result);
