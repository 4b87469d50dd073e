/** Node's own; stated here, so that the strict type check of the cluster can follow tests to this file. */
declare const setImmediate: (run: () => void) => unknown;

/** One turn of Node's event loop: when it comes, every promise that can settle has settled. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
