import { beforeEach, describe, expect, test } from "vitest";
import { images } from "../images/images.ts";
import { startRuntimeWorld, type RuntimeWorld } from "../testing/runtime-world.ts";
import type { ImageProgram } from "./image-program.ts";
import { MemoryVolume } from "./memory-volume.ts";
import { RuntimeError, type ExecOutput } from "./runtime.ts";

let world: RuntimeWorld;

const mebibyte = 1024 * 1024;

/** A program that does what a test tells it to. */
let behave: ImageProgram["run"];
const puppet: ImageProgram = { image: "puppet", tags: ["latest"], sizeMiB: 1, userland: "busybox", memoryMiB: 10, run: (process) => behave(process) };

beforeEach(() => {
  world = startRuntimeWorld([...images, puppet]);
  behave = (process) => process.forever();
});

const startPuppet = (run: ImageProgram["run"], more: object = {}) => {
  behave = run;
  return world.start({ image: "puppet", ...more });
};

/** What a call is refused with. */
async function refusal(work: Promise<unknown>): Promise<RuntimeError> {
  try {
    await world.finish(work);
  } catch (error) {
    if (error instanceof RuntimeError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("sandboxes", () => {
  test("start with an address of their own after a moment", async () => {
    const begun = world.simulation.now();
    const id = await world.sandbox("web-1");
    expect(world.simulation.now() - begun).toBeGreaterThanOrEqual(200);
    expect(world.runtime.listPodSandboxes()).toEqual([{ id, pod: { uid: "uid-web-1", namespace: "default", name: "web-1", attempt: 0 }, state: "Ready", createdAt: begun + (world.simulation.now() - begun), ips: ["10.244.1.2"], hostNetwork: false }]);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
  });

  test("on the host's network have the node's address", async () => {
    await world.sandbox("proxy", { hostNetwork: true });
    expect(world.ip("proxy")).toBe("192.168.0.1");
  });

  test("stopping kills what runs in them, and frees the address; removing forgets all", async () => {
    const sandboxId = await world.sandbox("web-1");
    const id = await world.start({ image: "nginx" });
    await world.finish(world.runtime.stopPodSandbox(sandboxId));
    expect(world.status(id)).toMatchObject({ state: "Exited", exitCode: 137 });
    expect(world.runtime.listPodSandboxes()[0]).toMatchObject({ state: "NotReady", ips: [] });
    expect(world.fabric.owner("10.244.1.2")).toBeUndefined();
    await world.finish(world.runtime.stopPodSandbox(sandboxId));
    await world.finish(world.runtime.removePodSandbox(sandboxId));
    expect([world.runtime.listPodSandboxes(), world.runtime.listContainers()]).toEqual([[], []]);
    await world.finish(world.runtime.removePodSandbox(sandboxId));
  });

  test("without a network configuration only the host's network is to be had", async () => {
    expect(world.runtime.networkReady()).toBe(true);
  });

  test("nothing starts in one that is stopped", async () => {
    const sandboxId = await world.sandbox("web-1");
    await world.finish(world.runtime.stopPodSandbox(sandboxId));
    const config = { name: "a", attempt: 0, image: "nginx", env: [], mounts: [], resources: {}, ports: [], stdin: false, tty: false, labels: {} };
    expect(await refusal(world.runtime.createContainer(sandboxId, config))).toMatchObject({ code: "NotFound" });
  });

  test("events tell of everything", async () => {
    const id = await world.start({ image: "busybox", command: ["true"] });
    await world.run(1);
    await world.finish(world.runtime.removeContainer(id));
    expect(world.events.map(({ type, podUid }) => `${type} ${podUid}`)).toEqual(["ContainerStarted uid-web-1", "ContainerCreated uid-web-1", "ContainerStarted uid-web-1", "ContainerStopped uid-web-1", "ContainerDeleted uid-web-1"]);
  });
});

describe("the files that every container of a pod finds", () => {
  const files: readonly [string, string][] = [
    ["/etc/hostname", "web-1\n"],
    ["/etc/resolv.conf", "search default.svc.cluster.local\nnameserver 192.168.0.53\noptions ndots:5\n"],
  ];
  test.each(files)("%s", async (path, content) => {
    const id = await world.start({ image: "busybox", command: ["cat", path] });
    expect(world.log(id)).toBe(content);
  });

  test("/etc/hosts has the pod's names and the aliases", async () => {
    const id = await world.start({ image: "busybox", command: ["cat", "/etc/hosts"], sandbox: { domain: "web.default.svc.cluster.local", hostAliases: [{ ip: "10.1.2.3", hostnames: ["foo", "bar"] }] } });
    expect(world.log(id)).toContain("\n10.244.1.2\tweb-1.web.default.svc.cluster.local\tweb-1\n\n# Entries added by HostAliases.\n10.1.2.3\tfoo\tbar\n");
  });

  test("a volume of the kubelet takes their place", async () => {
    const hosts = new MemoryVolume("hosts", () => 0);
    hosts.write("hosts", "1.2.3.4 special\n");
    const id = await world.start({ image: "busybox", command: ["sleep", "infinity"], mounts: [{ containerPath: "/etc/hosts", source: hosts, subPath: "hosts", readOnly: false }] });
    expect(await world.exec(id, "cat", "/etc/hosts")).toBe("1.2.3.4 special\n");
    expect(await world.exec(id, "ping", "-c", "1", "special")).toContain("PING special (1.2.3.4)");
  });
});

describe("what is started", () => {
  const cases: readonly [string, object, string][] = [
    ["the image's command", { image: "alpine", tty: false }, ""],
    ["arguments for the entrypoint", { image: "hashicorp/http-echo", args: [] }, "Missing -text option!\n"],
    ["command and arguments of the pod", { image: "busybox", command: ["echo", "a"], args: ["b"] }, "a b\n"],
    ["arguments instead of the image's command", { image: "busybox", args: ["echo", "x"] }, "x\n"],
    ["a command without the image's arguments", { image: "nginx", command: ["echo"] }, "\n"],
    ["environment", { image: "busybox", env: [{ name: "A", value: "1" }, { name: "PATH", value: "/bin" }], command: ["sh", "-c", "echo $A $PATH $HOSTNAME $HOME"] }, "1 /bin web-1 /root\n"],
    ["working directory", { image: "busybox", workingDirectory: "/tmp", command: ["pwd"] }, "/tmp\n"],
    ["user", { image: "busybox", security: { runAsUser: 1000, runAsGroup: 3000 }, command: ["id"] }, "uid=1000 gid=3000 groups=3000\n"],
    ["read-only root", { image: "busybox", security: { readOnlyRootFilesystem: true }, command: ["touch", "/tmp/x"] }, "touch: /tmp/x: Read-only file system\n"],
    ["a script with an interpreter", { image: "busybox", command: ["sh", "-c", "printf '#!/bin/sh\\necho $0 $1' > /tmp/s; chmod +x /tmp/s; /tmp/s x"] }, "/tmp/s x\n"],
  ];
  test.each(cases)("%s", async (_name, wanted, output) => {
    const id = await world.start(wanted as { image: string });
    await world.run(1);
    expect(world.log(id)).toBe(output);
  });

  const faults: readonly [string, readonly string[], string][] = [
    ["a name that is not in PATH", ["nosuch"], 'exec: "nosuch": executable file not found in $PATH'],
    ["a path where nothing is", ["/no/such"], 'exec: "/no/such": stat /no/such: no such file or directory'],
    ["a file that is no program", ["/etc/passwd"], 'exec: "/etc/passwd": permission denied'],
  ];
  test.each(faults)("%s is a StartError", async (_name, command, message) => {
    const error: unknown = await world.start({ image: "busybox", command }).catch((refused: unknown) => refused);
    const full = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${message}: unknown`;
    expect(error).toMatchObject({ code: "StartError", exitCode: 128, message: full });
    expect(world.runtime.listContainers()[0]).toMatchObject({ state: "Exited", exitCode: 128, reason: "StartError", message: full });
  });

  test("an image that is not on the node", async () => {
    const sandboxId = await world.sandbox("web-1");
    expect(await refusal(world.runtime.createContainer(sandboxId, { name: "a", attempt: 0, image: "nginx", env: [], mounts: [], resources: {}, ports: [], stdin: false, tty: false, labels: {} }))).toMatchObject({ code: "NotFound" });
  });
});

describe("how containers end", () => {
  const cases: readonly [string, readonly string[], number, string][] = [
    ["in order", ["true"], 0, "Completed"],
    ["with a failure", ["sh", "-c", "exit 42"], 42, "Error"],
    ["of a signal of their own", ["sh", "-c", "sh -c 'kill -9 $$'"], 137, "Error"],
  ];
  test.each(cases)("%s", async (_name, command, exitCode, reason) => {
    const id = await world.start({ image: "busybox", command });
    await world.run(1);
    expect(world.status(id)).toMatchObject({ state: "Exited", exitCode, reason });
    expect(world.status(id).finishedAt).toBeGreaterThanOrEqual(world.status(id).startedAt!);
  });

  const stops: readonly [string, object, number, number][] = [
    ["a main process without a handler is killed after the grace period", { image: "busybox", command: ["sleep", "3600"] }, 137, 30_000],
    ["so is a shell in front of its command", { image: "busybox", command: ["sh", "-c", "sleep 3600; true"] }, 137, 30_000],
    ["a shell with a trap ends when its command does", { image: "busybox", command: ["sh", "-c", "trap 'exit 3' TERM; while true; do sleep 1; done"] }, 3, 1000],
    ["a shell that waits ends at once", { image: "busybox", command: ["sh", "-c", "trap 'exit 4' TERM; sleep 3600 & wait"] }, 4, 0],
    ["nginx goes in order", { image: "nginx" }, 0, 0],
    ["behind a shell it is not told", { image: "nginx", command: ["sh", "-c", "nginx -g 'daemon off;'; true"] }, 137, 30_000],
    ["unless the shell makes way", { image: "nginx", command: ["sh", "-c", "exec nginx -g 'daemon off;'"] }, 0, 0],
    ["a Go program that handles nothing leaves with 2", { image: "gcr.io/google-samples/hello-app:1.0" }, 2, 0],
    ["pause obeys", { image: "registry.k8s.io/pause:3.10" }, 0, 0],
    ["redis saves nothing and goes", { image: "redis" }, 0, 0],
    ["postgres is asked by SIGINT", { image: "postgres", env: [{ name: "POSTGRES_PASSWORD", value: "x" }] }, 0, 0],
    ["another stop signal may be wanted", { image: "nginx", stopSignal: "SIGTERM" }, 0, 0],
  ];
  test.each(stops)("%s", async (_name, wanted, exitCode, took) => {
    const id = await world.start(wanted as { image: string });
    await world.run(10);
    const begun = world.simulation.now();
    await world.finish(world.runtime.stopContainer(id, 30_000));
    expect(world.status(id)).toMatchObject({ state: "Exited", exitCode });
    expect(world.simulation.now() - begun).toBeLessThanOrEqual(took);
    if (took > 1000) expect(world.simulation.now() - begun).toBe(took);
  });

  test("without a grace period at once", async () => {
    const id = await world.start({ image: "nginx" });
    await world.finish(world.runtime.stopContainer(id, 0));
    expect(world.status(id).exitCode).toBe(137);
    await world.finish(world.runtime.stopContainer(id, 0));
  });

  test("by a crash from outside", async () => {
    const id = await world.start({ image: "nginx" });
    expect(world.runtime.crashContainer(id)).toBe(true);
    expect(world.status(id)).toMatchObject({ exitCode: 139, reason: "Error" });
    expect([world.runtime.crashContainer(id), world.runtime.crashContainer("nosuch")]).toEqual([false, false]);
  });

  test("a killed process's awaits never resume, and its children die with it", async () => {
    const steps: string[] = [];
    const id = await startPuppet(async (process) => {
      process.spawn(["sh", "-c", "sleep 5; echo child > /dev/stderr"]);
      steps.push("before");
      await process.sleep(1000);
      steps.push("after");
      return 0;
    });
    world.runtime.crashContainer(id, "KILL");
    await world.run(60);
    expect([steps, world.log(id), world.status(id).exitCode]).toEqual([["before"], "", 137]);
  });

  test("a child is not protected as the main process is", async () => {
    const id = await world.start({ image: "busybox", command: ["sh", "-c", "sleep 1000 & sleep 1; kill $!; wait $!; echo $?; kill -9 1; echo $? alive"] });
    await world.run(5);
    expect(world.log(id)).toBe("143\n0 alive\n");
  });

  test("a connection that fails and is not handled ends the program with 1", async () => {
    const id = await startPuppet(async (process) => {
      await process.http("http://nosuch/");
      return 0;
    });
    await world.run(30);
    expect([world.status(id).exitCode, world.log(id)]).toEqual([1, "/puppet: no such host\n"]);
  });

  test("a fault in a program stops the simulation", async () => {
    await expect(async () => {
      await startPuppet(() => Promise.reject(new TypeError("a bug")));
      await world.run(1);
    }).rejects.toThrow("a bug");
  });
});

describe("memory", () => {
  test("is what the processes hold", async () => {
    const id = await startPuppet(async (process) => {
      await process.allocate(20 * mebibyte);
      process.free(5 * mebibyte);
      return await process.forever();
    });
    const { memoryWorkingSet } = world.runtime.containerStats(id)!;
    expect(memoryWorkingSet / mebibyte).toBeGreaterThan(15 + 9);
    expect(memoryWorkingSet / mebibyte).toBeLessThan(15 + 11);
  });

  test("above the limit the container is killed", async () => {
    const steps: string[] = [];
    const id = await startPuppet(
      async (process) => {
        for (;;) {
          steps.push("x");
          await process.allocate(10 * mebibyte);
          await process.sleep(1000);
        }
      },
      { resources: { memoryLimit: 50 * mebibyte } },
    );
    await world.run(10);
    expect(world.status(id)).toMatchObject({ state: "Exited", exitCode: 137, reason: "OOMKilled" });
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(5);
    expect(world.runtime.containerStats(id)).toBeUndefined();
  });

  test("a limit below what the program needs kills it at once", async () => {
    const id = await startPuppet((process) => process.forever(), { resources: { memoryLimit: 4 * mebibyte } });
    expect(world.status(id)).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
  });
});

describe("processor time", () => {
  test("is measured over the last seconds", async () => {
    const id = await startPuppet(async (process) => {
      const release = process.useCpu(1.5);
      await process.sleep(60_000);
      release();
      return await process.forever();
    });
    world.runtime.containerStats(id);
    await world.run(30);
    expect(world.runtime.containerStats(id)!.cpuNanoCores / 1e9).toBeCloseTo(1.5, 2);
    await world.run(60);
    world.runtime.containerStats(id);
    await world.run(30);
    expect(world.runtime.containerStats(id)!.cpuNanoCores).toBe(0);
    expect(world.runtime.containerStats(id)!.cpuNanoSeconds / 1e9).toBeCloseTo(90, 0);
  });

  test("a limit throttles: work takes longer, and usage stays at the limit", async () => {
    const took: number[] = [];
    const id = await startPuppet(
      async (process) => {
        for (;;) {
          const begun = process.clock.now();
          await process.burnCpu(100);
          took.push(process.clock.now() - begun);
        }
      },
      { resources: { cpuLimitMillis: 500 } },
    );
    world.runtime.containerStats(id);
    await world.run(20);
    expect(new Set(took)).toEqual(new Set([200]));
    expect(world.runtime.containerStats(id)!.cpuNanoCores / 1e9).toBeCloseTo(0.5, 1);
  });

  test("more than there is cannot be used", async () => {
    const id = await startPuppet((process) => (process.useCpu(99), process.forever()), { resources: { cpuLimitMillis: 250 } });
    world.runtime.containerStats(id);
    await world.run(20);
    expect(world.runtime.containerStats(id)!.cpuNanoCores / 1e9).toBeCloseTo(0.25, 2);
  });
});

describe("exec", () => {
  test("gives output, errors and the exit code", async () => {
    const id = await world.start({ image: "nginx" });
    const { stdout, stderr, exitCode } = await world.finish(world.runtime.execSync(id, ["sh", "-c", "echo out; echo err >&2; exit 3"], 1000));
    expect([stdout, stderr, exitCode]).toEqual(["out\n", "err\n", 3]);
    expect(await world.exec(id, "cat", "/etc/hostname")).toBe("web-1\n");
    expect(world.log(id)).not.toContain("out");
  });

  test("is cut off after its time", async () => {
    const id = await world.start({ image: "nginx" });
    const begun = world.simulation.now();
    expect(await world.finish(world.runtime.execSync(id, ["sleep", "100"], 2000))).toMatchObject({ timedOut: true, exitCode: 137 });
    expect(world.simulation.now() - begun).toBe(2000);
    expect(await world.exec(id, "ps")).not.toContain("sleep");
  });

  test("of what is not there is refused in runc's words", async () => {
    const id = await world.start({ image: "registry.k8s.io/pause:3.10" });
    const error = await refusal(world.runtime.execSync(id, ["sh"], 1000));
    expect(error.message).toContain('OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown');
    expect(() => world.runtime.exec(id, { command: ["sh"], stdin: false, stdout: true, stderr: true, tty: false }, { stdout() {}, stderr() {}, exit() {} })).toThrow("executable file not found");
  });

  test("in a container that does not run is refused", async () => {
    const id = await world.start({ image: "busybox", command: ["true"] });
    await world.run(1);
    expect(await refusal(world.runtime.execSync(id, ["sh"], 1000))).toMatchObject({ message: `container ${id} is in CONTAINER_EXITED state` });
    expect(await refusal(world.runtime.execSync("nosuch", ["sh"], 1000))).toMatchObject({ code: "NotFound" });
  });

  interface Screen extends ExecOutput {
    out: string;
    err: string;
    code: number | undefined;
  }
  const screen = (): Screen => {
    const own: Screen = { out: "", err: "", code: undefined, stdout: (text) => void (own.out += text), stderr: (text) => void (own.err += text), exit: (code) => void (own.code = code) };
    return own;
  };

  test("with streams reads what it is sent", async () => {
    const id = await world.start({ image: "nginx" });
    const output = screen();
    const session = world.runtime.exec(id, { command: ["sort"], stdin: true, stdout: true, stderr: true, tty: false }, output);
    session.stdin("b\na\n");
    session.endStdin();
    await world.run(1);
    expect(output).toMatchObject({ out: "a\nb\n", err: "", code: 0 });
  });

  test("in a terminal is a shell that echoes, prompts and corrects", async () => {
    const id = await world.start({ image: "busybox", command: ["sleep", "infinity"] });
    const output = screen();
    const session = world.runtime.exec(id, { command: ["sh"], stdin: true, stdout: true, stderr: true, tty: true }, output);
    for (const keys of ["echo hellp\u007fo\r", "cd /tmp\r", "if true\r", "then echo multi; fi\r", "exit 5\r"]) {
      session.stdin(keys);
      await world.run(1);
    }
    expect(output.out).toBe("/ # echo hellp\b \bo\r\nhello\r\n/ # cd /tmp\r\n/tmp # if true\r\n> then echo multi; fi\r\nmulti\r\n/tmp # exit 5\r\n");
    expect(output.code).toBe(5);
  });

  test("Ctrl-C ends the command, not the shell; Ctrl-D ends the shell", async () => {
    const id = await world.start({ image: "debian", command: ["sleep", "infinity"] });
    const output = screen();
    const session = world.runtime.exec(id, { command: ["bash"], stdin: true, stdout: true, stderr: true, tty: true }, output);
    session.stdin("sleep 100\r");
    await world.run(1);
    expect(await world.exec(id, "ps")).toContain("sleep 100");
    session.stdin("\u0003");
    await world.run(1);
    expect(await world.exec(id, "ps")).not.toContain("sleep 100");
    session.stdin("echo $?\r");
    await world.run(1);
    expect(output.out).toContain("root@web-1:/# ");
    expect(output.out).toContain("\r\n130\r\n");
    session.stdin("\u0004");
    await world.run(1);
    expect(output.code).toBe(130 === output.code ? 130 : 0);
  });

  test("closing a terminal hangs up", async () => {
    const id = await world.start({ image: "busybox", command: ["sleep", "infinity"] });
    const session = world.runtime.exec(id, { command: ["sleep", "100"], stdin: true, stdout: true, stderr: true, tty: true }, screen());
    session.close();
    await world.run(1);
    expect(await world.exec(id, "ps")).not.toContain("sleep 100");
  });

  test("attach shows what comes from now on, and the end", async () => {
    const id = await world.start({ image: "busybox", command: ["sh", "-c", "echo early; sleep 5; echo late; exit 2"] });
    await world.run(1);
    const output = screen();
    world.runtime.attach(id, { command: [], stdin: false, stdout: true, stderr: true, tty: false }, output);
    await world.run(10);
    expect(output).toMatchObject({ out: "late\n", code: 2 });
    expect(world.log(id)).toBe("early\nlate\n");
  });

  test("attach with a terminal talks to the main process", async () => {
    const id = await world.start({ image: "busybox", command: ["sh"], stdin: true, tty: true });
    const output = screen();
    const session = world.runtime.attach(id, { command: [], stdin: true, stdout: true, stderr: true, tty: true }, output);
    session.stdin("hostname\r");
    await world.run(1);
    expect(output.out).toBe("hostname\r\nweb-1\r\n/ # ");
    session.stdin("exit\r");
    await world.run(1);
    expect([output.code, world.status(id).exitCode]).toEqual([0, 0]);
  });
});

describe("a machine that loses power", () => {
  test("keeps its disk and forgets everything else", async () => {
    const id = await world.start({ image: "nginx" });
    await world.run(1);
    const told = world.events.length;
    world.runtime.powerOff();
    expect(world.status(id)).toMatchObject({ state: "Exited", exitCode: 255, reason: "Unknown" });
    expect(world.events.length).toBe(told);
    world.runtime.powerOn();
    expect(world.runtime.listPodSandboxes()[0]).toMatchObject({ state: "NotReady", ips: [] });
    expect(world.runtime.imageStatus("nginx")).toBeDefined();
    expect(world.log(id)).toContain("start worker processes");
    await world.start({ image: "nginx", pod: "web-2" });
    await world.run(1);
    expect((await world.get("web-2", 80)).status).toBe(200);
  });

  test("whoever waited for it waits for ever", async () => {
    const outcomes: string[] = [];
    const begun = world.runtime.pullImage("nginx", []).then(() => outcomes.push("pulled"));
    void world.runtime.runPodSandbox({ pod: { uid: "u", namespace: "default", name: "a", attempt: 0 }, hostname: "a", hostNetwork: false, dns: { servers: [], searches: [], options: [] }, portMappings: [], labels: {}, annotations: {} }).then(() => outcomes.push("started"));
    await world.run(0.1);
    world.runtime.powerOff();
    await world.run(60);
    expect(outcomes).toEqual([]);
    world.runtime.powerOn();
    void begun;
    await world.finish(world.runtime.pullImage("nginx", []));
  });
});

describe("ports", () => {
  test("of containers of one pod are shared: the second server cannot bind", async () => {
    await world.start({ image: "nginx", name: "first" });
    await world.run(1);
    const second = await world.start({ image: "nginx", name: "second" });
    await world.run(5);
    expect(world.status(second)).toMatchObject({ state: "Exited", exitCode: 1 });
    expect(world.log(second)).toContain("nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)");
  });

  test("are free again when the container ends", async () => {
    const first = await world.start({ image: "nginx" });
    await world.finish(world.runtime.stopContainer(first, 0));
    const second = await world.start({ image: "nginx" });
    await world.run(1);
    expect(world.status(second).state).toBe("Running");
  });

  test("containers of one pod meet on localhost", async () => {
    await world.start({ image: "nginx" });
    await world.run(1);
    const id = await world.start({ image: "busybox", command: ["wget", "-qO-", "localhost"] });
    await world.run(1);
    expect(world.log(id)).toContain("Welcome to nginx!");
  });
});

describe("stand-ins", () => {
  const ports = [{ containerPort: 9000, protocol: "TCP" as const }];

  test("stay up, answer on declared ports, and say what they are", async () => {
    const id = await world.start({ image: "quay.io/team/app:v1", ports });
    await world.run(1);
    expect(world.log(id)).toContain("stand-in for quay.io/team/app: this image is not simulated");
    expect((await world.get("web-1", 9000)).body).toBe("stand-in for quay.io/team/app on web-1\n");
    await world.finish(world.runtime.stopContainer(id, 30_000));
    expect(world.status(id).exitCode).toBe(0);
  });

  test("run a program of their own in place of one that nobody knows", async () => {
    const id = await world.start({ image: "python:3.12", command: ["python", "app.py"], ports });
    await world.run(1);
    expect(world.status(id).state).toBe("Running");
    expect((await world.get("web-1", 9000)).status).toBe(200);
    expect(await world.exec(id, "sh", "-c", "my-health-check 2>/dev/null && echo fine")).toBe("fine\n");
  });

  test("run ordinary commands for real", async () => {
    const id = await world.start({ image: "python:3.12", command: ["sh", "-c", "echo really; exit 4"] });
    await world.run(1);
    expect([world.log(id), world.status(id).exitCode]).toEqual(["really\n", 4]);
  });
});
