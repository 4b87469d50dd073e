/** The absolute path of `name` as seen from `directory`, without "." and "..". */
export function absolutePath(name: string, directory = "/"): string {
  return `/${segments(name.startsWith("/") ? name : `${directory}/${name}`).join("/")}`;
}

/** The names along a path, from the root down. */
export function segments(path: string): readonly string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

/** The directory that holds the path. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

/** The last name of the path. */
export function baseName(path: string): string {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, "") : path;
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}
