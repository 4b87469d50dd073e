import type { Bytes } from "../base/units.ts";
import type { NetworkNamespace } from "../network/namespace.ts";
import type { Resolver } from "../network/resolver.ts";
import type { Clock } from "../sim/clock.ts";
import type { Random } from "../sim/random.ts";
import type { CpuAccount } from "./cpu-account.ts";
import type { ProgramTable } from "./executables.ts";
import type { FileSystem } from "./file-system.ts";
import type { User } from "./process.ts";

/** What all processes of one container share. */
export interface ContainerWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly hostname: string;
  readonly files: FileSystem;
  readonly programs: ProgramTable;
  readonly network: NetworkNamespace;
  readonly resolver: Resolver;
  readonly cpu: CpuAccount;
  readonly memoryLimit: Bytes | undefined;
  /** Memory of the main program when it idles. */
  readonly mainMemory: Bytes;
  readonly user: User;
  readonly imageTag: string;
  readonly declaredPorts: readonly number[];
}
