const domainComponent = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const domain = `${domainComponent}(?:\\.${domainComponent})*(?::[0-9]+)?`;
const pathComponent = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const tag = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const digest = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const reference = new RegExp(`^(?:${domain}/)?${pathComponent}(?:/${pathComponent})*(?::(${tag}))?(?:@(${digest}))?$`);

const longestName = 255;

/** The image with the tag `latest` where neither tag nor digest is given, or why it is no name of an image. */
export function withDefaultTag(image: string): { readonly image: string } | { readonly error: string } {
  const match = reference.exec(image);
  if (match === null) return { error: `couldn't parse image name ${JSON.stringify(image)}: ${whyInvalid(image)}` };
  const [, givenTag, givenDigest] = match;
  const name = nameOf(image);
  if (name.length > longestName) return { error: `couldn't parse image name ${JSON.stringify(image)}: repository name must not be more than 255 characters` };
  return { image: givenTag === undefined && givenDigest === undefined ? `${image}:latest` : image };
}

function whyInvalid(image: string): string {
  if (image === "") return "invalid reference format";
  const lower = asciiLower(image);
  if (lower !== image && reference.test(lower)) return `invalid reference format: repository name (${qualified(nameOf(image))}) must be lowercase`;
  return "invalid reference format";
}

const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Without tag and digest. */
function nameOf(image: string): string {
  const named = image.split("@")[0] ?? image;
  const colon = named.lastIndexOf(":");
  return colon > named.lastIndexOf("/") ? named.slice(0, colon) : named;
}

/** A name without a slash belongs to Docker Hub's own library. */
const qualified = (name: string) => (name.includes("/") ? name : `library/${name}`);

/** The registry of an image, as credentials name it. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost") ? first : "docker.io";
}
