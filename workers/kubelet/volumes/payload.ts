import type { KeyToPath } from "../../api/generated/core/v1.ts";

/** Files that Kubernetes itself puts into a volume, by path. */
export type Payload = ReadonlyMap<string, { readonly content: string; readonly mode: number }>;

export interface KeySelection {
  readonly items?: readonly KeyToPath[];
  readonly defaultMode: number;
  readonly optional: boolean;
}

/** Every key as a file, or those that `items` picks under the paths given there; throws for a key that is not there. */
export function payloadOf(data: Readonly<Record<string, string>>, { items, defaultMode, optional }: KeySelection, complaint: string): Payload {
  const files = new Map<string, { readonly content: string; readonly mode: number }>();
  if (items === undefined || items.length === 0) {
    for (const [key, content] of Object.entries(data)) files.set(key, { content, mode: defaultMode });
    return files;
  }
  for (const { key, path, mode } of items) {
    const content = data[key];
    if (content !== undefined) files.set(path, { content, mode: mode ?? defaultMode });
    else if (!optional) throw new Error(`${complaint}: ${key}`);
  }
  return files;
}
