import type { Volume } from "../../cri/runtime.ts";
import type { Payload } from "./payload.ts";

/** Makes the volume hold exactly the payload; what is right already is left alone. */
export function writePayload(volume: Volume, payload: Payload): void {
  for (const path of filesIn(volume, "")) if (!payload.has(path)) volume.remove(path);
  for (const [path, { content, mode }] of payload) if (volume.read(path) !== content) volume.write(path, content, mode);
}

function* filesIn(volume: Volume, directory: string): Generator<string> {
  for (const entry of volume.list(directory)) {
    const path = directory === "" ? entry : `${directory}/${entry}`;
    if (volume.read(path) === undefined) yield* filesIn(volume, path);
    else yield path;
  }
}
