import type { ApiRequest } from "../apimachinery/wire.ts";
import { createOutsideTransport, admin } from "../cluster/outside-transport.ts";
import type { TestCluster } from "./cluster.ts";

export interface OpenStream {
  /** The status of the answer; 0 before it has come. */
  readonly status: () => number;
  /** What was refused, in words. */
  readonly refusal: () => string | undefined;
  readonly chunks: readonly unknown[];
  readonly closed: () => boolean;
  readonly error: () => string | undefined;
  send(data: unknown): void;
  close(): void;
}

/** Opens a stream to the API server as a person's kubectl does, and keeps what comes. */
export async function openStream({ cluster, ask }: TestCluster, path: string, query: ApiRequest["query"] = {}): Promise<OpenStream> {
  const transport = createOutsideTransport(cluster.endpoints, admin);
  const chunks: unknown[] = [];
  let [status, closed] = [0, false];
  let refusal: string | undefined;
  let lost: string | undefined;
  const handle = await ask(async () =>
    transport.stream(
      { method: "GET", path, query },
      {
        opened(response) {
          status = response.status;
          if (status >= 400) refusal = (response.body as { readonly message?: string }).message;
        },
        chunk: (data) => void chunks.push(data),
        closed(error) {
          closed = true;
          lost = error?.message;
        },
      },
    ),
  );
  return { status: () => status, refusal: () => refusal, chunks, closed: () => closed, error: () => lost, send: (data) => handle.send(data), close: () => handle.close() };
}
