import type { Bytes } from "../base/units.ts";

/** The computer that the kubelet runs on: what it has, and what it calls itself. */
export interface Machine {
  readonly hostname: string;
  /** Internal addresses, the primary one first. */
  readonly addresses: readonly string[];
  readonly cpuMillis: number;
  readonly memory: Bytes;
  /** Size of the disk that holds images, logs and emptyDirs. */
  readonly disk: Bytes;
  readonly system: SystemInfo;
  readonly region?: string;
  readonly zone?: string;
  readonly instanceType?: string;
}

export interface SystemInfo {
  readonly machineId: string;
  readonly systemUuid: string;
  /** New after each boot. */
  readonly bootId: string;
  readonly kernelVersion: string;
  readonly osImage: string;
  readonly operatingSystem: string;
  readonly architecture: string;
}

/** The release that this kubelet speaks for. */
export const kubeletVersion = "v1.36.0";
