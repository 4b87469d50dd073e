import type { Userland } from "../image-program.ts";
import type { Program } from "../process.ts";
import { busyboxShell, debianShell } from "../shell/shell.ts";
import { dig, host } from "./dns-clients.ts";
import { filePrograms } from "./file-programs.ts";
import { curl, httpClients } from "./http-clients.ts";
import { networkPrograms } from "./network-programs.ts";
import { packageInstallers } from "./package-installers.ts";
import { systemPrograms } from "./system-programs.ts";
import { textPrograms } from "./text-programs.ts";

/** What an image's base brings along. */
export interface UserlandContent {
  /** By path. */
  readonly programs: Readonly<Record<string, Program>>;
  readonly files: Readonly<Record<string, string>>;
  readonly directories: readonly string[];
}

const core: Readonly<Record<string, Program>> = { ...filePrograms, ...textPrograms, ...systemPrograms };
const busybox: Readonly<Record<string, Program>> = { ...core, ...networkPrograms, ...httpClients, sh: busyboxShell, ash: busyboxShell };

/** Programs that are installed on top, by the name of their package. */
const extras: Readonly<Record<string, Readonly<Record<string, Program>>>> = {
  curl: { curl },
  bash: { bash: debianShell },
  wget: { wget: httpClients["wget"]! },
  dnsutils: { dig, host, nslookup: networkPrograms["nslookup"]! },
  iproute2: { ip: networkPrograms["ip"]!, ss: networkPrograms["ss"]! },
  "iputils-ping": { ping: networkPrograms["ping"]! },
  netcat: { nc: networkPrograms["nc"]! },
};

const standardDirectories = ["/bin", "/dev", "/etc", "/home", "/lib", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr/bin", "/usr/local/bin", "/usr/sbin", "/var/log", "/var/lib", "/var/run", "/var/tmp"];
const passwd = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";

/** The programs and files of a base, and of what is installed on it. */
export function userlandOf(userland: Userland, packages: readonly string[]): UserlandContent {
  const installed = Object.assign({}, ...packages.map((name) => extras[name] ?? {})) as Record<string, Program>;
  switch (userland) {
    case "scratch":
      return { programs: at("/usr/bin", installed), files: {}, directories: ["/dev", "/etc", "/proc", "/sys", "/tmp"] };
    case "busybox":
      return { programs: at("/bin", { ...busybox, ...installed }), files: { "/etc/passwd": passwd }, directories: standardDirectories };
    case "alpine":
      return {
        programs: at("/bin", { ...busybox, apk: packageInstallers["apk"]!, ...installed }),
        files: { "/etc/passwd": passwd, "/etc/alpine-release": "3.22.1\n", "/etc/os-release": 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME="Alpine Linux v3.22"\n' },
        directories: standardDirectories,
      };
    case "debian":
      return {
        programs: { ...at("/usr/bin", { ...core, bash: debianShell, "apt-get": packageInstallers["apt-get"]!, apt: packageInstallers["apt"]!, ...installed }), "/bin/sh": debianShell, "/bin/bash": debianShell },
        files: { "/etc/passwd": passwd, "/etc/debian_version": "12.11\n", "/etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n' },
        directories: standardDirectories,
      };
  }
}

function at(directory: string, programs: Readonly<Record<string, Program>>): Record<string, Program> {
  return Object.fromEntries(Object.entries(programs).map(([name, program]) => [`${directory}/${name}`, program]));
}
