/** What one probe found. "unknown" means that it could not be asked at all, and counts for nothing. */
export interface ProbeOutcome {
  readonly result: "success" | "failure" | "unknown";
  /** The words of the Unhealthy event. */
  readonly output: string;
}

export const succeeded = (output = ""): ProbeOutcome => ({ result: "success", output });

export const failed = (output: string): ProbeOutcome => ({ result: "failure", output });

export const errored = (output: string): ProbeOutcome => ({ result: "unknown", output });
