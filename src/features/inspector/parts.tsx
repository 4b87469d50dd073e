import { Section } from "../../components/Facts.tsx";
import { share, type Gauge as GaugeValue } from "../../cluster/node-facts.ts";

export function Labels({ labels }: { readonly labels: Readonly<Record<string, string>> }) {
  return (
    <div className="chips">
      {Object.entries(labels).map(([key, value]) => (
        <span key={key} className="label-chip">
          {value === "" ? key : `${key}=${value}`}
        </span>
      ))}
    </div>
  );
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Conditions for which "True" is the bad news. */
const badWhenTrue = new Set(["MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable", "ReplicaFailure", "DisruptionTarget", "PodResizePending", "Failed", "FailureTarget"]);

/** What an object says about itself; the reason is shown where the news is bad. */
export function Conditions({ conditions }: { readonly conditions: readonly Condition[] | undefined }) {
  if (conditions === undefined || conditions.length === 0) return null;
  return (
    <Section title="Conditions">
      {conditions.map((condition) => {
        const good = (condition.status === "True") !== badWhenTrue.has(condition.type) && condition.status !== "Unknown";
        return (
          <div key={condition.type} className="condition">
            <span className={good ? "status-ready" : "status-backoff"} aria-hidden="true">
              {good ? "✓" : condition.status === "Unknown" ? "?" : "✕"}
            </span>
            <span>
              {condition.type} <span className="note">{condition.status}</span>
            </span>
            {!good && <span className="condition-why">{[condition.reason, condition.message].filter(Boolean).join(": ")}</span>}
          </div>
        );
      })}
    </Section>
  );
}

/** A bar with words. */
export function Gauge({ name, value, words }: { readonly name: string; readonly value: GaugeValue; readonly words: string }) {
  return (
    <div className="gauge">
      <span>{name}</span>
      <div className="gauge-track" role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share(value) * 100)} aria-valuetext={words}>
        <div className="gauge-level" style={{ width: `${share(value) * 100}%` }} />
      </div>
      <span className="gauge-words">{words}</span>
    </div>
  );
}
