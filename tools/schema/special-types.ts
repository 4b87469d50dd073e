import type { JsonSchema } from "../../workers/api/schema.ts";

/** A type whose JSON form differs from its declaration, so that it is stated here. */
export interface SpecialType {
  readonly schema: JsonSchema;
  /** How the type reads in TypeScript. */
  readonly typescript: string;
  /** Used where the package gives none. */
  readonly description: string;
}

const EXTENSIONS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
const MACHINERY = "io.k8s.apimachinery.pkg.";

/** The types with their own JSON encoding in Kubernetes' Go code. */
export const specialTypes: Readonly<Record<string, SpecialType>> = {
  [`${MACHINERY}api.resource.Quantity`]: {
    schema: { type: "string" },
    typescript: "string",
    description:
      'Quantity is an exact number with an optional suffix: n, u, m, k, M, G, T, P, E (powers of 1000), Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024), or an exponent such as e3. It is stored in canonical form: no fraction, and the largest suffix that keeps the value ("0.5" becomes "500m", "1024Mi" becomes "1Gi").',
  },
  [`${MACHINERY}util.intstr.IntOrString`]: { schema: { format: "int-or-string", type: "string" }, typescript: "number | string", description: "" },
  [`${MACHINERY}apis.meta.v1.Time`]: { schema: { format: "date-time", type: "string" }, typescript: "string", description: "" },
  [`${MACHINERY}apis.meta.v1.MicroTime`]: { schema: { format: "date-time", type: "string" }, typescript: "string", description: "" },
  [`${MACHINERY}apis.meta.v1.FieldsV1`]: { schema: { type: "object" }, typescript: "Readonly<Record<string, unknown>>", description: "" },
  [`${MACHINERY}apis.meta.v1.Patch`]: { schema: { type: "object" }, typescript: "Readonly<Record<string, unknown>>", description: "" },
  [`${MACHINERY}runtime.RawExtension`]: { schema: { type: "object" }, typescript: "Readonly<Record<string, unknown>>", description: "" },
  [`${EXTENSIONS}CustomResourceSubresourceStatus`]: { schema: { type: "object" }, typescript: "Readonly<Record<string, never>>", description: "" },
  [`${EXTENSIONS}JSON`]: { schema: {}, typescript: "unknown", description: "" },
  [`${EXTENSIONS}JSONSchemaPropsOrArray`]: { schema: {}, typescript: "JSONSchemaProps | readonly JSONSchemaProps[]", description: "" },
  [`${EXTENSIONS}JSONSchemaPropsOrBool`]: { schema: {}, typescript: "JSONSchemaProps | boolean", description: "" },
  [`${EXTENSIONS}JSONSchemaPropsOrStringArray`]: { schema: {}, typescript: "JSONSchemaProps | readonly string[]", description: "" },
};
