interface Wanted {
  readonly images: readonly string[];
  readonly command: readonly string[];
  /** The port of the first container; -1 for none. */
  readonly port: number;
}

/** A container for each image, named after it. */
export function containersOf({ images, command, port }: Wanted) {
  return images.map((image, index) => ({
    ...(command.length > 0 && { command }),
    image,
    name: containerName(image, images.indexOf(image) === index ? undefined : index),
    ...(port > 0 && index === 0 && { ports: [{ containerPort: port }] }),
    resources: {},
  }));
}

/** `ghcr.io/team/web-app:1.0` gives `web-app`. */
function containerName(image: string, again: number | undefined): string {
  const last = image.slice(image.lastIndexOf("/") + 1);
  const plain = last.replace(/[:@].*$/, "").toLowerCase().replace(/[^-a-z0-9]/g, "-");
  return again === undefined ? plain : `${plain}-${again}`;
}
