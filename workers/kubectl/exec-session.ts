import { ApiError, type Status } from "../apimachinery/status.ts";
import type { StreamHandle } from "../apimachinery/wire.ts";
import { ConnectionError } from "../client/transport.ts";
import type { CommandContext } from "./command.ts";
import { KubectlError } from "./kubectl-error.ts";
import { refusal } from "./response.ts";

/** What runs in a container, seen from the terminal. */
export interface SessionRequest {
  /** The subresource: …/pods/web/exec. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** The values of a query parameter that is given several times. */
export const repeated = (values: readonly string[]) => values.join("\u0000");

/** The channels of v5.channel.k8s.io. */
const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

interface Frame {
  readonly channel: number;
  readonly data: string;
}

/** Connects the terminal with a process in a container until it ends. Resolves with its exit code. */
export function runSession(context: CommandContext, request: SessionRequest): Promise<number> {
  const { api, environment, print, printError } = context;
  const query = { ...request.query, stdout: "true", ...(!request.tty && { stderr: "true" }), ...(request.stdin && { stdin: "true" }), ...(request.tty && { tty: "true" }) };
  return new Promise((resolve, reject) => {
    let outcome: Partial<Status> | undefined;
    let forget = () => {};
    const opening: { handle?: StreamHandle } = {};
    const end = (settle: () => void) => {
      forget();
      settle();
    };
    const receive = ({ channel, data }: Frame) => {
      if (channel === channels.stdout) print(data);
      else if (channel === channels.stderr) printError(data);
      else if (channel === channels.error) outcome = JSON.parse(data) as Partial<Status>;
    };
    opening.handle = api.stream(
      { method: "GET", path: request.path, query },
      {
        opened: (response) => (response.status >= 400 ? end(() => reject(refusal(response))) : undefined),
        chunk: (frame) => receive(frame as Frame),
        closed: (error) => end(() => (error === undefined ? settleWith(outcome, resolve, reject) : reject(lost(error)))),
      },
    );
    if (request.stdin) forget = connectInput(environment, opening.handle, request.tty);
  });
}

function connectInput({ terminal, stdin, clock }: CommandContext["environment"], handle: StreamHandle, tty: boolean): () => void {
  if (terminal !== undefined) {
    if (tty) handle.send({ channel: channels.resize, data: JSON.stringify({ Width: terminal.columns, Height: terminal.rows }) });
    return terminal.onInput((data) => handle.send({ channel: channels.stdin, data }));
  }
  if (stdin === undefined) handle.send({ channel: channels.close, data: "" });
  else
    clock.spawn(async () => {
      handle.send({ channel: channels.stdin, data: await stdin() });
      handle.send({ channel: channels.close, data: "" });
    });
  return () => {};
}

/** The error channel says how the process ended: Success, or an exit code as a cause. */
function settleWith(outcome: Partial<Status> | undefined, resolve: (code: number) => void, reject: (error: Error) => void): void {
  if (outcome === undefined || outcome.status === "Success") return resolve(0);
  const code = outcome.details?.causes?.find(({ reason }) => reason === "ExitCode")?.message;
  if (outcome.reason === "NonZeroExitCode" && code !== undefined) return resolve(Number(code));
  reject(outcome.code === undefined ? new KubectlError(outcome.message ?? "the session has ended with an error") : new ApiError(outcome as Status));
}

const lost = (error: Error) => (error instanceof ApiError || error instanceof ConnectionError ? error : new KubectlError(error.message));
