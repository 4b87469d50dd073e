import { ApiError } from "../../apimachinery/status.ts";

/** The server's error with what was being done, to which file: `error when creating "web.yaml": …`. Other errors stay as they are. */
export function withSource(error: unknown, doing: string, source: string): unknown {
  if (error instanceof ApiError) return new ApiError({ ...error.status, message: `error when ${doing} ${JSON.stringify(source)}: ${error.message}` });
  return error;
}
