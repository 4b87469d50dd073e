import { apiVersionOf } from "../api-resource.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";

export const apiVersionsCommand: Command = {
  name: "api-versions",
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: "api-versions",
  examples: "kubectl api-versions",
  writes: false,
  flags: [],

  async run({ api, arguments: given, print }) {
    if (given.words.length > 0) throw new KubectlError(`unexpected arguments: [${given.words.join(" ")}]\nSee 'kubectl api-versions -h' for help and examples`);
    const { versions } = await api.discovery();
    for (const version of versions.map(apiVersionOf).toSorted()) print(`${version}\n`);
    return 0;
  },
};
