/** The parts of an image's name that the API looks at. */
export interface ImageReference {
  readonly repository: string;
  /** "" when only a digest is given; "latest" when neither is. */
  readonly tag: string;
  readonly digest: string;
}

/** Takes `registry:5000/team/web:1.2@sha256:…` apart. */
export function parseImageReference(image: string): ImageReference {
  const at = image.indexOf("@");
  const digest = at < 0 ? "" : image.slice(at + 1);
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.lastIndexOf(":");
  const tagged = colon > named.lastIndexOf("/");
  return {
    repository: tagged ? named.slice(0, colon) : named,
    tag: tagged ? named.slice(colon + 1) : digest === "" ? "latest" : "",
    digest,
  };
}

/** A registry may be written in capitals, the path in it may not. */
const repositoryMatch = /^(?:(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Za-z0-9.-]+:\d+|\[[A-Fa-f0-9:]+\](?::\d+)?)\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;

/** When to pull an image whose author did not say: always if its tag moves. A name that cannot be read has no tag. */
export function defaultPullPolicy(image: string | undefined): "Always" | "IfNotPresent" {
  const { repository, tag } = parseImageReference(image ?? "");
  return tag === "latest" && repositoryMatch.test(repository) ? "Always" : "IfNotPresent";
}
