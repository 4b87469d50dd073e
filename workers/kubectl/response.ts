import { ApiError, type Status } from "../apimachinery/status.ts";
import type { ApiResponse } from "../apimachinery/wire.ts";

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
