/** What the probes of a running container have found so far, by container id; undefined where nothing is known. */
export interface ProbeVerdicts {
  liveness(containerId: string): "success" | "failure" | undefined;
  startup(containerId: string): "success" | "failure" | undefined;
}
