import { ApiError } from "../../apimachinery/status.ts";
import type { ManifestObject } from "../manifest/manifest-object.ts";
import { KubectlError } from "../kubectl-error.ts";
import type { Applied, ApplySettings } from "./apply-object.ts";

/** Server-side apply of one object: the server merges, and knows who owns which field. */
export async function serverSideApply({ resource, object }: ManifestObject, settings: ApplySettings & { readonly force: boolean }): Promise<Applied> {
  const { api, dryRun, fieldManager, fieldValidation, force } = settings;
  try {
    const applied = await api.patch(resource, object.metadata, { type: "apply", body: object }, { fieldManager, fieldValidation, force, dryRun: dryRun === "server" });
    return { outcome: "serverside-applied", object: applied };
  } catch (error) {
    if (error instanceof ApiError && error.reason === "Conflict") throw ownedByOthers(error);
    throw error;
  }
}

/** What to do about fields that other managers own. */
const ownedByOthers = ({ message }: ApiError) =>
  new KubectlError(`${message}
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`);
