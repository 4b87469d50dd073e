/** Each function names what is wrong with a value; an empty list means that the value is valid. */
type Errors = readonly string[];

const none: Errors = Object.freeze([]);

const labelFormat = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomainFormat = `${labelFormat}(\\.${labelFormat})*`;
const dns1035Format = "[a-z]([-a-z0-9]*[a-z0-9])?";
const qualifiedFormat = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

const labelMatch = whole(labelFormat);
const subdomainMatch = whole(subdomainFormat);
const dns1035Match = whole(dns1035Format);
const wildcardMatch = whole(`\\*\\.${subdomainFormat}`);
const qualifiedMatch = whole(qualifiedFormat);
const labelValueMatch = whole(`(${qualifiedFormat})?`);

export const labelMaxLength = 63;
export const subdomainMaxLength = 253;

const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";

/** A DNS label as RFC 1123 has it: the name of a namespace, a service or a container. */
export function dns1123LabelErrors(value: string): Errors {
  if (value.length <= labelMaxLength && labelMatch.test(value)) return none;
  const errors = tooLong(value, labelMaxLength);
  if (labelMatch.test(value)) return errors;
  if (subdomainMatch.test(value)) return [...errors, "must not contain dots"];
  const rule = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...errors, regexError(rule, labelFormat, ["my-name", "123-abc"])];
}

/** Labels joined by dots: the name of most objects. */
export function dns1123SubdomainErrors(value: string): Errors {
  if (value.length <= subdomainMaxLength && subdomainMatch.test(value)) return none;
  const errors = tooLong(value, subdomainMaxLength);
  return subdomainMatch.test(value) ? errors : [...errors, regexError(subdomainRule, subdomainFormat, ["example.com"])];
}

/** A DNS label as RFC 1035 has it: it starts with a letter. */
export function dns1035LabelErrors(value: string): Errors {
  const errors = tooLong(value, labelMaxLength);
  if (dns1035Match.test(value)) return errors;
  const rule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...errors, regexError(rule, dns1035Format, ["my-name", "abc-123"])];
}

/** `*.` and a subdomain: the host of an Ingress rule. */
export function wildcardSubdomainErrors(value: string): Errors {
  const errors = tooLong(value, subdomainMaxLength);
  if (wildcardMatch.test(value)) return errors;
  const rule =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return [...errors, regexError(rule, `\\*\\.${subdomainFormat}`, ["*.example.com"])];
}

const qualifiedRule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** The key of a label, annotation, taint or resource: a name with an optional subdomain and a slash before it. */
export function qualifiedNameErrors(value: string): Errors {
  const parts = value.split("/");
  if (parts.length > 2) {
    const rule = regexError(qualifiedRule, qualifiedFormat, ["MyName", "my.name", "123-abc"]);
    return [`a valid label key ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const [prefix, name] = parts.length === 2 ? [parts[0], parts[1] ?? ""] : [undefined, parts[0] ?? ""];
  if (prefix === undefined && name.length <= labelMaxLength && qualifiedMatch.test(name)) return none;
  return [...prefixErrors(prefix), ...namePartErrors(name)];
}

function prefixErrors(prefix: string | undefined): Errors {
  if (prefix === undefined) return none;
  if (prefix === "") return ["prefix part must be non-empty"];
  const errors = tooManyBytes(prefix, subdomainMaxLength);
  if (!subdomainMatch.test(prefix)) errors.push(regexError(subdomainRule, subdomainFormat, ["example.com"]));
  return errors.map((error) => `prefix part ${error}`);
}

function namePartErrors(name: string): Errors {
  const errors = name === "" ? ["name part must be non-empty"] : tooManyBytes(name, labelMaxLength).map((error) => `name part ${error}`);
  if (!qualifiedMatch.test(name)) errors.push(`name part ${regexError(qualifiedRule, qualifiedFormat, ["MyName", "my.name", "123-abc"])}`);
  return errors;
}

/** The value of a label: empty, or like the name part of a key. */
export function labelValueErrors(value: string): Errors {
  if (value.length <= labelMaxLength && labelValueMatch.test(value)) return none;
  const errors = tooManyBytes(value, labelMaxLength);
  if (labelValueMatch.test(value)) return errors;
  const rule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  return [...errors, regexError(rule, `(${qualifiedFormat})?`, ["MyValue", "my_value", "12345"])];
}

/** A name that can be one step of a URL path: all that RBAC objects demand. */
export function pathSegmentErrors(name: string): Errors {
  if (name === "." || name === "..") return [`may not be '${name}'`];
  return ["/", "%"].filter((character) => name.includes(character)).map((character) => `may not contain '${character}'`);
}

/** The name of a container port or service port. */
export function portNameErrors(port: string): Errors {
  const errors = tooLong(port, 15);
  if (!/^[-a-z0-9]+$/.test(port)) errors.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(port)) errors.push("must contain at least one letter (a-z)");
  if (port.includes("--")) errors.push("must not contain consecutive hyphens");
  if (port.startsWith("-") || port.endsWith("-")) errors.push("must not begin or end with a hyphen");
  return errors;
}

/** A port number that something can listen on. */
export const portNumberErrors = (port: number): Errors => rangeErrors(port, 1, 65_535);

/** A whole number within bounds, both included. */
export const rangeErrors = (value: number, low: number, high: number): Errors =>
  value >= low && value <= high ? none : [`must be between ${low} and ${high}, inclusive`];

/** A user or group id. */
export const unixIdErrors = (id: number): Errors => rangeErrors(id, 0, 2 ** 31 - 1);

/** The name of an environment variable as the API accepts it: printable ASCII without `=`. */
export function envVarNameErrors(value: string): Errors {
  if (value === "") return ["environment variable name must be non-empty"];
  return /^[ -<>-~]*$/.test(value) ? none : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** The name of an environment variable by the older, narrower rule, which kubectl applies. */
export function strictEnvVarNameErrors(value: string): Errors {
  const format = "[-._a-zA-Z][-._a-zA-Z0-9]*";
  const rule =
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";
  const errors = whole(format).test(value) ? [] : [regexError(rule, format, ["my.env-name", "MY_ENV.NAME", "MyEnvName1"])];
  return [...errors, ...upwardErrors(value)];
}

/** A key of a ConfigMap or Secret. */
export function configMapKeyErrors(value: string): Errors {
  const errors = tooLong(value, subdomainMaxLength);
  const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
  if (!/^[-._a-zA-Z0-9]+$/.test(value)) errors.push(regexError(rule, "[-._a-zA-Z0-9]+", ["key.name", "KEY_NAME", "key-name"]));
  return [...errors, ...upwardErrors(value)];
}

/** A name in C's sense. */
export function cIdentifierErrors(value: string): Errors {
  const format = "[A-Za-z_][A-Za-z0-9_]*";
  const rule = "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'";
  return whole(format).test(value) ? none : [regexError(rule, format, ["my_name", "MY_NAME", "MyName"])];
}

/** A percentage such as `25%`. */
export function percentErrors(value: string): Errors {
  const rule = "a valid percent string must be a numeric string followed by an ending '%'";
  return /^[0-9]+%$/.test(value) ? none : [regexError(rule, "[0-9]+%", ["1%", "93%"])];
}

/** The name of an HTTP header. */
export function httpHeaderNameErrors(value: string): Errors {
  const rule = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return /^[-A-Za-z0-9]+$/.test(value) ? none : [regexError(rule, "[-A-Za-z0-9]+", ["X-Header-Name"])];
}

/** The reason of a condition. */
export function conditionReasonErrors(value: string): Errors {
  const format = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
  const rule =
    "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'";
  return whole(format).test(value) ? none : [regexError(rule, format, ["my_name", "MY_NAME", "MyName", "ReasonA,ReasonB", "ReasonA:ReasonB"])];
}

/** Explains a pattern that a value does not match, with examples. */
export function regexError(rule: string, format: string, examples: readonly string[] = []): string {
  const pattern = `regex used for validation is '${format}')`;
  return examples.length === 0 ? `${rule} (${pattern}` : `${rule} (e.g. ${examples.map((example) => `'${example}', `).join(" or ")}${pattern}`;
}

function whole(format: string): RegExp {
  return new RegExp(`^${format}$`);
}

const tooLong = (value: string, limit: number) => (value.length > limit ? [`must be no more than ${limit} characters`] : []);

/** Label keys and values are measured by newer upstream code, which words this differently. */
const tooManyBytes = (value: string, limit: number) => (value.length > limit ? [`must be no more than ${limit} bytes`] : []);

function upwardErrors(value: string): Errors {
  if (value === "." || value === "..") return [`must not be '${value}'`];
  return value.startsWith("..") ? ["must not start with '..'"] : none;
}
