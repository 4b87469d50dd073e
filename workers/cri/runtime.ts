import type { Bytes, Milliseconds } from "../base/units.ts";
import type { PortMapping } from "../network/port-mapping.ts";

/** The Container Runtime Interface (runtime.v1) as the kubelet uses it: sandboxes, containers, images. */
export interface Runtime {
  readonly name: string;
  readonly version: string;
  /** Is a network plugin configured? Without one the node is not ready, and only host-network pods can start. */
  networkReady(): boolean;

  runPodSandbox(config: SandboxConfig): Promise<SandboxStatus>;
  /** Kills what still runs in it and takes its network away. Idempotent. */
  stopPodSandbox(id: string): Promise<void>;
  removePodSandbox(id: string): Promise<void>;
  listPodSandboxes(): readonly SandboxStatus[];

  createContainer(sandboxId: string, config: ContainerConfig): Promise<string>;
  /** Rejects with RuntimeError when the program cannot be started (no such executable: exit code 127/128, StartError). */
  startContainer(id: string): Promise<void>;
  /** SIGTERM (or the image's stop signal), SIGKILL after the grace period; resolves when it has exited. */
  stopContainer(id: string, gracePeriod: Milliseconds): Promise<void>;
  removeContainer(id: string): Promise<void>;
  listContainers(): readonly ContainerStatus[];
  containerStatus(id: string): ContainerStatus | undefined;
  /** cpu in nanocores, memory working set. */
  containerStats(id: string): ContainerStats | undefined;

  execSync(id: string, command: readonly string[], timeout: Milliseconds): Promise<ExecResult>;
  exec(id: string, options: ExecOptions, output: ExecOutput): ExecSession;
  attach(id: string, options: ExecOptions, output: ExecOutput): ExecSession;
  /** The log of a container, oldest first; `follow` goes on until `close` or the container's end. */
  logs(id: string, options: LogOptions, sink: LogSink): { close(): void };

  pullImage(image: string, secrets: readonly RegistryCredential[]): Promise<ImageStatus>;
  imageStatus(image: string): ImageStatus | undefined;
  listImages(): readonly ImageStatus[];
  removeImage(image: string): Promise<void>;

  /** Tells of every container and sandbox that starts or ends (evented PLEG). */
  onEvent(listener: (event: RuntimeEvent) => void): () => void;
}

export interface RuntimeEvent {
  readonly type: "ContainerCreated" | "ContainerStarted" | "ContainerStopped" | "ContainerDeleted";
  readonly podUid: string;
  readonly containerId: string;
}

export interface PodIdentity {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly attempt: number;
}

export interface SandboxConfig {
  readonly pod: PodIdentity;
  readonly hostname: string;
  /** The rest of the pod's full name where it has one (spec.subdomain): "web.default.svc.cluster.local". */
  readonly domain?: string;
  readonly hostNetwork: boolean;
  readonly dns: DnsConfig;
  readonly portMappings: readonly PortMapping[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Limits of the whole pod, where it has any (pod-level resources). */
  readonly resources?: ContainerResources;
  readonly hostAliases?: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
}

export interface DnsConfig {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

export interface SandboxStatus {
  readonly id: string;
  readonly pod: PodIdentity;
  readonly state: "Ready" | "NotReady";
  readonly createdAt: Milliseconds;
  /** Empty until the network is up. */
  readonly ips: readonly string[];
  readonly hostNetwork: boolean;
}

export interface ContainerConfig {
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  /** Replaces the image's entrypoint, as `command` does; undefined keeps it. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDirectory?: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly mounts: readonly Mount[];
  readonly resources: ContainerResources;
  /** Declared ports: what a stand-in for an unknown image listens on. */
  readonly ports: readonly { readonly containerPort: number; readonly protocol: "TCP" | "UDP" | "SCTP" }[];
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly security?: ContainerSecurity;
  readonly stopSignal?: string;
}

export interface ContainerSecurity {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly privileged?: boolean;
}

export interface ContainerResources {
  /** Hard limit; exceeding it is an OOM kill (exit 137, reason OOMKilled). */
  readonly memoryLimit?: Bytes;
  readonly cpuLimitMillis?: number;
  readonly cpuRequestMillis?: number;
}

export interface Mount {
  readonly containerPath: string;
  readonly source: Volume;
  readonly subPath?: string;
  readonly readOnly: boolean;
}

/** A directory tree that outlives containers: an emptyDir, a projected volume, a disk, a node's path. */
export interface Volume {
  readonly name: string;
  read(path: string): string | undefined;
  write(path: string, content: string, mode?: number): void;
  remove(path: string): void;
  /** Entries right below a directory ("" is the root), sorted. */
  list(path: string): readonly string[];
  /** Missing in a volume that holds plain files of mode 0644 only. */
  stat?(path: string): VolumeEntry | undefined;
  makeDirectory?(path: string): void;
}

export interface VolumeEntry {
  readonly type: "file" | "directory";
  readonly mode: number;
  readonly modifiedAt: Milliseconds;
}

export interface ContainerStatus {
  readonly id: string;
  readonly sandboxId: string;
  readonly podUid: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly imageId: string;
  readonly state: "Created" | "Running" | "Exited";
  readonly createdAt: Milliseconds;
  readonly startedAt?: Milliseconds;
  readonly finishedAt?: Milliseconds;
  readonly exitCode?: number;
  /** "Completed", "Error", "OOMKilled", "StartError", "ContainerCannotRun". */
  readonly reason?: string;
  readonly message?: string;
  readonly signal?: number;
}

export interface ContainerStats {
  readonly cpuNanoCores: number;
  readonly cpuNanoSeconds: number;
  readonly memoryWorkingSet: Bytes;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut?: boolean;
}

export interface ExecOptions {
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

export interface ExecOutput {
  stdout(text: string): void;
  stderr(text: string): void;
  exit(code: number): void;
}

export interface ExecSession {
  stdin(text: string): void;
  endStdin(): void;
  resize(columns: number, rows: number): void;
  close(): void;
}

export interface LogOptions {
  readonly follow: boolean;
  readonly tailLines?: number;
  /** An instant: only lines from then on. */
  readonly since?: Milliseconds;
  readonly timestamps: boolean;
  readonly limitBytes?: number;
}

export interface LogSink {
  write(text: string): void;
  end(): void;
}

export interface RegistryCredential {
  readonly server: string;
  readonly username: string;
  readonly password: string;
}

export interface ImageStatus {
  /** Normalised with registry and tag: docker.io/library/nginx:1.27. */
  readonly name: string;
  readonly id: string;
  /** "sha256:…" of the manifest: with the repository it is a container's imageID. */
  readonly digest: string;
  readonly size: Bytes;
  readonly user?: string;
  /** True when we know no program for this image and run a stand-in. */
  readonly standIn: boolean;
}

/** What the runtime says when it cannot do it: `code` is gRPC's, `message` ends up in events word for word. */
export class RuntimeError extends Error {
  override readonly name = "RuntimeError";
  readonly code: "NotFound" | "Unknown" | "DeadlineExceeded" | "Unavailable" | "StartError";
  readonly exitCode: number | undefined;

  constructor(code: RuntimeError["code"], message: string, exitCode?: number) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}
