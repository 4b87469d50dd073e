import type { ServiceAccount } from "../../api/generated/core/v1.ts";
import { defineDescriber } from "./describer.ts";
import { writeEvents } from "./events-section.ts";
import { writeAnnotations, writeLabels } from "./labels-section.ts";

const header = "Image pull secrets:";

export const serviceAccountDescriber = defineDescriber<ServiceAccount>({
  group: "",
  kind: "ServiceAccount",
  async describe(account, context, into) {
    const { metadata, imagePullSecrets = [] } = account;
    into.field("Name", metadata.name).field("Namespace", metadata.namespace ?? "");
    writeLabels(into, "Labels", metadata.labels);
    writeAnnotations(into, "Annotations", metadata.annotations);
    if (imagePullSecrets.length === 0) into.row([header, "<none>"]);
    imagePullSecrets.forEach(({ name = "" }, index) => into.row([index === 0 ? header : " ".repeat(header.length), name]));
    await writeEvents(account, context, into);
  },
});
