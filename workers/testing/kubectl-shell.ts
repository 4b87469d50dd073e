import { runKubectl } from "../kubectl/kubectl.ts";
import type { KubectlEnvironment } from "../kubectl/environment.ts";
import { Lifetime } from "../sim/lifetime.ts";
import { startApiServer, type World, type WorldOptions } from "./api-server.ts";

export interface ShellOptions extends WorldOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A terminal in front of a real API server on a virtual clock. */
export interface Shell {
  readonly world: World;
  /** The open files by their names; tests may change them. */
  readonly files: Record<string, string>;
  /** Both outputs of a command in their order; a failing one ends with its exit code in brackets. */
  run(line: string): Promise<string>;
  /** Starts a command and lets it go on; `output` grows, `interrupt` is Ctrl-C. */
  start(line: string): Running;
  environment(say: (text: string) => void, lifetime?: Lifetime): KubectlEnvironment;
}

export interface Running {
  readonly output: string;
  readonly exitCode: number | undefined;
  interrupt(): void;
}

/** Starts a world with a terminal. */
export async function startShell({ files = {}, stdin, ...options }: ShellOptions = {}): Promise<Shell> {
  return shellIn(await startApiServer(options), files, stdin);
}

/** A terminal in a world that runs already. */
export function shellIn(world: World, given: Readonly<Record<string, string>> = {}, stdin?: string): Shell {
  const files: Record<string, string> = { ...given };
  const settings = { namespace: "default" };
  const environment = (say: (text: string) => void, lifetime = new Lifetime()): KubectlEnvironment => ({
    transport: world.transport(),
    clock: world.simulation,
    random: world.random.fork("kubectl"),
    lifetime,
    stdout: say,
    stderr: say,
    ...(stdin !== undefined && { stdin: () => Promise.resolve(stdin) }),
    readFile: (path) => files[path.replace(/^\.\//, "")],
    listFiles: () => Object.keys(files),
    settings,
    cause: { actor: "you" },
  });
  const start = (line: string): Running => {
    const lifetime = new Lifetime();
    const running = { output: "", exitCode: undefined as number | undefined, interrupt: () => lifetime.end() };
    world.simulation.spawn(async () => {
      running.exitCode = await runKubectl(line, environment((text) => (running.output += text), lifetime));
    });
    return running;
  };
  return {
    world,
    files,
    environment,
    start,
    async run(line) {
      const running = start(line);
      for (let seconds = 0; running.exitCode === undefined && seconds < 600; seconds++) await world.run(seconds === 0 ? 0 : 1);
      if (running.exitCode === undefined) throw new Error(`${line} has not ended:\n${running.output}`);
      return running.exitCode === 0 ? running.output : `${running.output}[${running.exitCode}]`;
    },
  };
}
