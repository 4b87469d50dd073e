/** Where a definition belongs: `io.k8s.api.apps.v1.Deployment` is Deployment of apps/v1. */
export interface DefinitionPlace {
  /** Folder and file below `generated/`, such as `apps/v1`. */
  readonly file: string;
  readonly shortName: string;
}

const API = "io.k8s.api.";
const PACKAGE_PREFIXES: Readonly<Record<string, string>> = {
  apiextensions: "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.",
  apiregistration: "io.k8s.kube-aggregator.pkg.apis.apiregistration.",
  meta: "io.k8s.apimachinery.pkg.apis.meta.",
};
const MACHINERY = "io.k8s.apimachinery.pkg.";

/** Types of apimachinery that have no version of their own live beside ObjectMeta, where everyone looks for them. */
const UNVERSIONED_HOME = "meta/v1";

/** The definition name of a type of an API group, by the group's first label (`core` for the legacy group). */
export function apiDefinitionName(group: string, version: string, shortName: string): string {
  return `${PACKAGE_PREFIXES[group] ?? `${API}${group}.`}${version}.${shortName}`;
}

/** The definition name of an apimachinery type, by its path below `pkg/` without extension. */
export function machineryDefinitionName(path: string): string {
  return MACHINERY + path.replaceAll("/", ".");
}

/** The file and the short name under which a definition's type is generated. */
export function placeOf(definitionName: string): DefinitionPlace {
  const segments = definitionName.split(".");
  const shortName = segments.at(-1) ?? "";
  if (definitionName === `${MACHINERY}version.Info`) return { file: "version/info", shortName };
  if (definitionName.startsWith(MACHINERY)) return { file: UNVERSIONED_HOME, shortName };
  return { file: segments.slice(-3, -1).join("/"), shortName };
}

/** The name after which client-node calls a model, most specific first: ambiguous names carry their group. */
export function clientModelNames(definitionName: string): readonly string[] {
  const [group = "", version = "", shortName = ""] = definitionName.split(".").slice(-3);
  return [capitalize(group) + capitalize(version) + shortName, capitalize(version) + shortName];
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
