/** One turn of Node's event loop: when it comes, every promise that can settle has settled. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
