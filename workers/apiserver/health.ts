import { EtcdUnavailable } from "../etcd/errors.ts";
import type { Core } from "./core.ts";
import { type Answer, type Exchange, plainText } from "./exchange.ts";

interface Check {
  readonly name: string;
  /** Why it fails; undefined when all is well. */
  failure(core: Core): string | undefined;
}

const fine = (name: string): Check => ({ name, failure: () => undefined });

const etcd = (name: string): Check => ({
  name,
  failure({ etcd: client }) {
    try {
      void client.revision;
      return undefined;
    } catch (error) {
      if (error instanceof EtcdUnavailable) return "error getting data from etcd";
      throw error;
    }
  },
});

const informerSync: Check = { name: "informer-sync", failure: ({ hub }) => (hub.ready ? undefined : "storage is (re)initializing") };

const hooks: readonly Check[] = [
  "poststarthook/start-apiserver-admission-initializer",
  "poststarthook/generic-apiserver-start-informers",
  "poststarthook/bootstrap-controller",
  "poststarthook/scheduling/bootstrap-system-priority-classes",
].map(fine);

const groups: Readonly<Record<string, readonly Check[]>> = {
  healthz: [fine("ping"), fine("log"), etcd("etcd"), ...hooks],
  livez: [fine("ping"), fine("log"), etcd("etcd"), ...hooks],
  readyz: [fine("ping"), fine("log"), etcd("etcd"), etcd("etcd-readiness"), informerSync, ...hooks, fine("shutdown")],
};

/** The answer for /healthz, /livez and /readyz and for each of their checks; undefined for any other path. */
export function serveHealth(core: Core, { info, query }: Exchange): Answer | undefined {
  const [, group = "", ...rest] = info.path.split("/");
  const checks = groups[group];
  if (checks === undefined) return undefined;
  const single = rest.join("/");
  if (single !== "") return serveCheck(core, checks, single);

  const excluded = new Set((query.exclude ?? "").split("\u0000"));
  const results = checks.map((check) => ({ check, skipped: excluded.has(check.name), failure: excluded.has(check.name) ? undefined : check.failure(core) }));
  const failed = results.filter(({ failure }) => failure !== undefined);
  if (failed.length === 0 && query.verbose === undefined) return plainText(200, "ok");
  const lines = results.map(({ check, skipped, failure }) => line(check.name, skipped, failure));
  return plainText(failed.length === 0 ? 200 : 500, `${lines.join("")}${group} check ${failed.length === 0 ? "passed" : "failed"}\n`);
}

function serveCheck(core: Core, checks: readonly Check[], name: string): Answer | undefined {
  const check = checks.find((each) => each.name === name);
  if (check === undefined) return undefined;
  const failure = check.failure(core);
  return failure === undefined ? plainText(200, "ok") : plainText(500, `internal server error: ${failure}\n`);
}

/** Why a check fails is for the server's log only. */
function line(name: string, skipped: boolean, failure: string | undefined): string {
  if (skipped) return `[+]${name} excluded: ok\n`;
  return failure === undefined ? `[+]${name} ok\n` : `[-]${name} failed: reason withheld\n`;
}
