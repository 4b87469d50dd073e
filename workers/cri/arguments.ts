/** The value of a flag in the way of Go's flag package: -name=value, --name=value, -name value. */
export function flag(args: readonly string[], name: string): string | undefined {
  for (let index = 0; index < args.length; index++) {
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(args[index]!);
    if (match?.[1] === name) return match[2] ?? args[index + 1];
  }
  return undefined;
}
