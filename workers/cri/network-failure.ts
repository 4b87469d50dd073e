import { NetworkError, type NetworkErrorCode } from "../network/network-error.ts";

/** What went wrong on the network, for programs of images. Anything else is a fault and is thrown on. */
export function networkFailure(error: unknown): { readonly code: NetworkErrorCode; readonly message: string } {
  if (!(error instanceof NetworkError)) throw error;
  return { code: error.code, message: error.message };
}
