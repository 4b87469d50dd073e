import { deepFreeze } from "../base/freeze.ts";
import { ApiError, type Status } from "../apimachinery/status.ts";
import type { ApiRequest, ApiResponse, StreamHandle, StreamSink } from "../apimachinery/wire.ts";
import type { KubectlEnvironment } from "./environment.ts";

/** A request as a command states it; who asks and why is added here. */
export type Call = Omit<ApiRequest, "user" | "cause">;

const userAgent = "kubectl/v1.36.0 (linux/amd64) kubernetes/kubarium";

/** kubectl's connection: untyped, because kubectl works with kinds that it has never heard of. */
export class ApiClient {
  readonly #environment: KubectlEnvironment;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #told = new Set<string>();

  constructor(environment: KubectlEnvironment, headers: Readonly<Record<string, string>> = {}) {
    this.#environment = environment;
    this.#headers = { "user-agent": userAgent, accept: "application/json", ...headers };
  }

  /** How many different warnings the server gave. */
  get warnings(): number {
    return this.#told.size;
  }

  /** The answer's body; rejects with an ApiError when the server refuses, with a ConnectionError when there is no answer. */
  async request<T = unknown>(call: Call): Promise<T> {
    return (await this.exchange(call)).body as T;
  }

  /** The whole answer, with its status. */
  async exchange(call: Call): Promise<ApiResponse> {
    const response = await this.#environment.transport.handle(this.#complete(call));
    this.#tellWarnings(response.headers["warning"]);
    if (response.status >= 400) throw refusal(response);
    return response;
  }

  /** Opens a long answer; it is closed with the lifetime of the command. */
  stream(call: Call, sink: StreamSink): StreamHandle {
    const { lifetime, transport } = this.#environment;
    const handle = transport.stream(this.#complete(call), sink);
    const forget = lifetime.onEnd(() => handle.close());
    return {
      send: (data) => handle.send(data),
      close() {
        forget();
        handle.close();
      },
    };
  }

  #complete(call: Call): ApiRequest {
    return { ...call, body: deepFreeze(call.body), headers: { ...this.#headers, ...call.headers }, cause: this.#environment.cause };
  }

  /** Each warning is told once. */
  #tellWarnings(header: string | undefined): void {
    for (const text of warningTexts(header)) {
      if (this.#told.has(text)) continue;
      this.#told.add(text);
      this.#environment.stderr(`Warning: ${text}\n`);
    }
  }
}

/** The texts of a Warning header: `299 - "text", 299 - "text"`. */
export function warningTexts(header: string | undefined): readonly string[] {
  const found = header?.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g) ?? [];
  return [...found].map(([, text = ""]) => text.replace(/\\(.)/g, "$1"));
}

/** The error in an answer from 400 on. */
export function refusal({ status, body }: ApiResponse): ApiError {
  const value = typeof body === "string" ? tryParse(body) : body;
  if (typeof value === "object" && value !== null && (value as Partial<Status>).kind === "Status") return new ApiError(value as Status);
  return new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", ...unexplained(status, body), code: status });
}

/** A refusal without a Status is put into the words of client libraries. */
function unexplained(status: number, body: unknown) {
  const text = typeof body === "string" ? body.trim() : "";
  if (status === 404) return { reason: "NotFound", message: "the server could not find the requested resource" };
  if (status === 405) return { reason: "MethodNotAllowed", message: "the server does not allow this method on the requested resource" };
  if (status === 503) return { reason: "ServiceUnavailable", message: text === "" ? "the server is currently unable to handle the request" : text };
  if (status >= 500) return { reason: "InternalError", message: `an error on the server (${JSON.stringify(text === "" ? "unknown" : text)}) has prevented the request from succeeding` };
  return { reason: "Unknown", message: text === "" ? `the server responded with the status code ${status} but did not return more information` : text };
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
