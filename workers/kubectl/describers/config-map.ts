import { decodedLength } from "../../api/base64.ts";
import type { ConfigMap } from "../../api/generated/core/v1.ts";
import { defineDescriber } from "./describer.ts";
import { writeEvents } from "./events-section.ts";
import { sortedKeys, writeAnnotations, writeLabels } from "./labels-section.ts";

export const configMapDescriber = defineDescriber<ConfigMap>({
  group: "",
  kind: "ConfigMap",
  async describe(map, context, into) {
    const { metadata, data, binaryData } = map;
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.write("\nData\n====\n");
    for (const key of sortedKeys(data)) into.write(`${key}:\n----\n${data?.[key] ?? ""}\n\n`);
    into.write("\nBinaryData\n====\n");
    for (const key of sortedKeys(binaryData)) into.line(`${key}: ${decodedLength(binaryData?.[key] ?? "")} bytes`);
    into.line("");
    await writeEvents(map, context, into);
  },
});
