/** An image as a manifest names it, taken apart and normalised as Docker does. */
export interface ImageReference {
  /** "docker.io". */
  readonly registry: string;
  /** "library/nginx". */
  readonly repository: string;
  /** Undefined only when a digest is given without a tag. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** docker.io/library/nginx:1.27. */
  readonly name: string;
}

const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const domainPattern = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::\d+)?$/;
const longestRepository = 255;

export type ParsedReference = { readonly reference: ImageReference } | { readonly error: string };

/** Reads an image name; the error is the text that Docker's parser gives. */
export function parseImageReference(text: string): ParsedReference {
  const [rest, digest, ...more] = text.split("@");
  if (rest === undefined || rest === "" || more.length > 0 || (digest !== undefined && !digestPattern.test(digest))) return invalid();
  const { registry, remainder } = splitRegistry(rest);
  const colon = remainder.lastIndexOf(":");
  const path = colon < 0 ? remainder : remainder.slice(0, colon);
  const tag = colon < 0 ? undefined : remainder.slice(colon + 1);
  const repository = registry === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  if (!domainPattern.test(registry) || (tag !== undefined && !tagPattern.test(tag))) return invalid();
  if (!repository.split("/").every((part) => component.test(part))) {
    return repository.toLowerCase() !== repository && repository.toLowerCase().split("/").every((part) => component.test(part))
      ? { error: `invalid reference format: repository name (${repository}) must be lowercase` }
      : invalid();
  }
  if (repository.length > longestRepository) return { error: "repository name must not be more than 255 characters" };
  return { reference: normalise(registry, repository, tag, digest) };
}

function invalid(): ParsedReference {
  return { error: "invalid reference format" };
}

/** A first part with a dot, a colon, or "localhost" is a registry; everything else is on Docker Hub. */
function splitRegistry(text: string): { readonly registry: string; readonly remainder: string } {
  const slash = text.indexOf("/");
  const first = text.slice(0, slash);
  if (slash < 0 || !(/[.:]/.test(first) || first === "localhost")) return { registry: "docker.io", remainder: text };
  return { registry: first === "index.docker.io" ? "docker.io" : first, remainder: text.slice(slash + 1) };
}

function normalise(registry: string, repository: string, tag: string | undefined, digest: string | undefined): ImageReference {
  const effectiveTag = tag ?? (digest === undefined ? "latest" : undefined);
  const name = `${registry}/${repository}${effectiveTag === undefined ? "" : `:${effectiveTag}`}${digest === undefined ? "" : `@${digest}`}`;
  return { registry, repository, tag: effectiveTag, digest, name };
}
