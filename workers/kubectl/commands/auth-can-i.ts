import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";

interface Review {
  readonly status?: { readonly allowed?: boolean; readonly reason?: string; readonly evaluationError?: string };
}

export const authCanICommand: Command = {
  name: "auth can-i",
  summary: "Check whether an action is allowed",
  usage: "auth can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]",
  examples: "kubectl auth can-i create pods\nkubectl auth can-i get nodes --as=system:serviceaccount:default:builder",
  writes: false,
  flags: [
    { name: "all-namespaces", short: "A", type: "boolean", help: "In all namespaces." },
    { name: "quiet", short: "q", type: "boolean", help: "Print nothing; only the exit code tells." },
    { name: "subresource", type: "string", help: "A subresource, such as log or scale." },
    { name: "list", type: "boolean", help: "List all that is allowed. Not supported here." },
    { name: "no-headers", type: "boolean", help: "For --list." },
  ],

  async run(context) {
    const { arguments: given, api, print } = context;
    const [verb, target, ...more] = given.words;
    if (given.flag("list")) throw new KubectlError("--list is not supported by this kubectl");
    if (verb === undefined || target === undefined || more.length > 0) throw new KubectlError("you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.");
    const spec = target.startsWith("/") ? { nonResourceAttributes: { path: target, verb } } : { resourceAttributes: await attributes(context, verb, target) };
    const body = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec };
    const { status } = await api.request<Review>({ method: "POST", path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", body });
    const reason = status?.reason ?? "";
    if (!given.flag("quiet")) print(`${status?.allowed === true ? "yes" : "no"}${reason === "" || status?.allowed === true ? "" : ` - ${reason}`}\n`);
    return status?.allowed === true ? 0 : 1;
  },
};

async function attributes({ api, arguments: given, namespace, printError }: CommandContext, verb: string, target: string) {
  const [type = "", name = ""] = target.split("/");
  const found = (await api.discovery()).find(type);
  if (found === undefined && type !== "*") printError(`Warning: the server doesn't have a resource type '${type}'\n`);
  if (found?.scope === "Cluster") printError(`Warning: resource '${found.plural}' is not namespace scoped${found.group === "" ? "" : ` in group '${found.group}'`}\n\n`);
  const everywhere = given.flag("all-namespaces") || found?.scope === "Cluster";
  return {
    verb,
    resource: found?.plural ?? type,
    ...(found !== undefined && found.group !== "" && { group: found.group }),
    ...(name !== "" && { name }),
    ...(given.text("subresource") !== "" && { subresource: given.text("subresource") }),
    ...(!everywhere && { namespace }),
  };
}
