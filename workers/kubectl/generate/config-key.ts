/** Why a text cannot be a key of a ConfigMap or Secret; undefined when it can. */
export function configKeyFault(key: string): string | undefined {
  if (key.length > 253) return "must be no more than 253 characters";
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) return "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
  if (key === "." || key === ".." || key.startsWith("..")) return `must not start with '..'`;
  return undefined;
}
