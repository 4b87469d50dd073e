import { decodeBase64, decodedLength } from "../../api/base64.ts";
import type { Secret } from "../../api/generated/core/v1.ts";
import { defineDescriber } from "./describer.ts";
import { sortedKeys, writeAnnotations, writeLabels } from "./labels-section.ts";

const tokenType = "kubernetes.io/service-account-token";

/** A secret is told by its sizes only, but for the token of a service account. */
export const secretDescriber = defineDescriber<Secret>({
  group: "",
  kind: "Secret",
  async describe({ metadata, type = "", data }, _context, into) {
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    into.write(`\nType:\t${type}\n`).write("\nData\n====\n");
    for (const key of sortedKeys(data)) {
      const encoded = data?.[key] ?? "";
      into.field(key, key === "token" && type === tokenType ? (decodeBase64(encoded) ?? "") : `${decodedLength(encoded)} bytes`);
    }
  },
});
