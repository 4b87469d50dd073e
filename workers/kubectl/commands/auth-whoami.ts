import type { JsonObject } from "../../apimachinery/json-value.ts";
import type { Command } from "../command.ts";
import { printerFor } from "../printers/object-printer.ts";
import { printFlags } from "../printers/print-flags.ts";
import { getLayout, TabWriter } from "../printers/tab-writer.ts";

interface Review {
  readonly status?: { readonly userInfo?: { readonly username?: string; readonly uid?: string; readonly groups?: readonly string[]; readonly extra?: Readonly<Record<string, readonly string[]>> } };
}

export const authWhoamiCommand: Command = {
  name: "auth whoami",
  summary: "Experimental: Check self subject attributes",
  usage: "auth whoami",
  examples: "kubectl auth whoami",
  writes: false,
  flags: printFlags,

  async run({ api, arguments: given, environment, print }) {
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
    const review = await api.request<Review>({ method: "POST", path: "/apis/authentication.k8s.io/v1/selfsubjectreviews", body });
    const printer = printerFor({ arguments: given, readFile: environment.readFile });
    if (printer !== undefined) {
      print(printer(review as JsonObject));
      return 0;
    }
    const { username = "", uid = "", groups = [], extra = {} } = review.status?.userInfo ?? {};
    const writer = new TabWriter(print, getLayout);
    writer.write("ATTRIBUTE\tVALUE\n");
    if (username !== "") writer.write(`Username\t${username}\n`);
    if (uid !== "") writer.write(`UID\t${uid}\n`);
    if (groups.length > 0) writer.write(`Groups\t[${groups.join(" ")}]\n`);
    for (const key of Object.keys(extra).sort()) writer.write(`Extra: ${key}\t[${(extra[key] ?? []).join(" ")}]\n`);
    writer.flush();
    return 0;
  },
};
